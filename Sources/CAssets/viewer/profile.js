// Who the user is to their agents: the relational profile, the facts, the preferences, and what each took the place of.

import {get} from './api.js';
import {fail} from './dialogs.js';
import {empty, h, markSelected, put, roving} from './dom.js';
import {memoryPane} from './memory.js';
import {ago, count, date, prose} from './text.js';

const relational = 'mem://user/profile/communication';

function mount(main, frame) {
  const list = h('div.profile', {role: 'listbox', 'aria-label': 'Profile and preferences'});
  const split = h('div.split');
  const pane = memoryPane({changed: () => refresh(), back: () => split.classList.remove('detail-open')});
  split.append(h('section.pane', {'aria-label': 'Profile'}, h('header.pane-head', h('h1', 'Profile')), h('div.pane-scroll', list)), pane.element);
  main.append(split);

  let selected = null;
  const rows = () => [...list.querySelectorAll('[data-row]')];

  async function load() {
    const project = frame.project();
    const lists = [['profile', 'valid'], ['preferences', 'valid'], ['profile', 'superseded'], ['preferences', 'superseded']];
    const [profile, preferences, oldProfile, oldPreferences] = await Promise.all(
      lists.map(([category, state]) => get('/api/memories', {category, state, project, limit: 300, order: state === 'valid' ? 'most_used' : 'newest'})));
    const facts = profile.items.filter(item => item.uri !== relational);
    const how = profile.items.find(item => item.uri === relational);
    const told = how && await get('/api/memory', {uri: relational, layer: 'l1'});
    draw(how, told, facts, preferences.items, [...oldProfile.items, ...oldPreferences.items]);
  }

  function draw(how, told, facts, preferences, superseded) {
    const replacedBy = new Map();
    const orphans = [];
    for (const old of superseded) {
      if (old.superseded_by) replacedBy.set(old.superseded_by, [...(replacedBy.get(old.superseded_by) || []), old]); else orphans.push(old);
    }
    const row = memory => h('div.fact', {role: 'option', tabindex: -1, 'aria-selected': 'false', data: {row: memory.uri}},
      h('p', memory.l0), h('p.entry-facts', memory.pinned && h('span.badge', 'Pinned'), ago(memory.updated_at), h('span', memory.access_count ? `used ${count(memory.access_count, 'time')}` : 'not used yet')));
    /** What it replaced, and what that replaced before. */
    const earlier = (uri, seen = new Set()) => (seen.has(uri) ? [] : (seen.add(uri), (replacedBy.get(uri) || []).flatMap(old => [old, ...earlier(old.uri, seen)])));
    const old = memory => h('div.fact.old', {role: 'option', tabindex: -1, 'aria-selected': 'false', data: {row: memory.uri}},
      h('p', h('s', memory.l0)), h('p.entry-facts', memory.valid_to ? `held until ${date(memory.valid_to)}` : 'replaced'));
    const withOld = memory => [row(memory), earlier(memory.uri).map(old)];
    const groups = new Map();
    for (const memory of preferences) {
      const key = memory.project || '';
      groups.set(key, [...(groups.get(key) || []), memory]);
    }
    const known = new Set([...facts, ...preferences].flatMap(memory => earlier(memory.uri).map(one => one.uri)));
    const rest = superseded.filter(memory => !known.has(memory.uri));
    put(list,
      h('section.group', {role: 'group', 'aria-label': 'Working with you'}, h('h2', {'aria-hidden': 'true'}, 'Working with you'),
        how ? h('div.fact.how', {role: 'option', tabindex: -1, 'aria-selected': 'false', data: {row: how.uri}}, prose(told.l1))
          : h('div.hint-box', {role: 'note'}, h('p', 'No relational profile yet.'), h('p.faint', 'It grows from corrections and feedback in sessions. Write one by hand at ', h('code', relational), '.'))),
      h('section.group', {role: 'group', 'aria-label': 'Who you are'}, h('h2', {'aria-hidden': 'true'}, 'Who you are'),
        facts.length ? facts.map(withOld) : h('div.hint-box', {role: 'note'}, h('p', 'Nothing is known about you.'), h('p.faint', 'Say “remember that I …” in a session, or press ', h('kbd', 'n'), '.'))),
      preferences.length
        ? [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([project, group]) => h('section.group', {role: 'group', 'aria-label': `Preferences ${project || 'everywhere'}`},
          h('h2', {'aria-hidden': 'true'}, 'Preferences', h('span.faint', ` ${project ? `in ${project}` : 'everywhere'}`)), group.map(withOld)))
        : h('section.group', {role: 'group', 'aria-label': 'Preferences'}, h('h2', {'aria-hidden': 'true'}, 'Preferences'), h('div.hint-box', {role: 'note'}, h('p', 'No preferences yet.'), h('p.faint', '“Always use …” and “never …” in a prompt are kept as preferences at once.'))),
      rest.length > 0 && h('section.group', {role: 'group', 'aria-label': 'Superseded'}, h('h2', {'aria-hidden': 'true'}, 'Superseded'), rest.map(old)));
    const all = rows();
    const here = all.find(other => other.dataset.row === selected) || all[0];
    if (here) here.tabIndex = 0;
    markSelected(all, all.find(other => other.dataset.row === selected));
    if (!all.length) pane.set(empty('Nothing to show yet.'));
  }

  async function refresh() {
    try { await load(); pane.refresh(); } catch (error) { if (error.status !== 401) fail(error); }
  }

  const choose = (row, isClick) => {
    selected = row.dataset.row;
    markSelected(rows(), row);
    frame.go('profile', {uri: selected}, {replace: true});
    pane.show(selected);
    if (isClick) split.classList.add('detail-open');
  };
  roving(list, {rows, choose, open: row => choose(row, true)});

  return {
    update({uri}) { selected = uri || null; if (selected) pane.show(selected); refresh(); },
    refresh, key: pane.key, escape: () => split.classList.remove('detail-open'),
  };
}

export default {title: 'Profile', mount};
