// What happened: sessions and memories by day; a session opened into its turns, its observations, and what was learned from it.

import {get} from './api.js';
import {fail} from './dialogs.js';
import {empty, h, loading, markSelected, put, roving} from './dom.js';
import {categoryMark, memoryPane, treeLink} from './memory.js';
import {ago, clock, count, dayKey, dayName, full, prose, span} from './text.js';

function mount(main, frame) {
  const list = h('div.days', {role: 'listbox', 'aria-label': 'Sessions and memories by day'});
  const more = h('button.more', {type: 'button', hidden: true, onclick: () => load(next)}, 'Earlier');
  const split = h('div.split');
  const pane = memoryPane({changed: () => refresh(), back: () => closeDetail()});
  const sessionPane = h('section.detail', {'aria-label': 'Session', hidden: true});
  split.append(h('section.pane', {'aria-label': 'Timeline'}, h('header.pane-head', h('h1', 'Timeline')), h('div.pane-scroll', list, more)), pane.element, sessionPane);
  main.append(split);

  let sessions = [];
  let memories = [];
  let next = null;
  let selected = null;
  let shownSession = null;
  let tab = 'turns';

  const rows = () => [...list.querySelectorAll('[data-row]')];

  async function load(before) {
    try {
      const answer = await get('/api/timeline', {before, limit: 40, project: frame.project()});
      sessions = before ? [...sessions, ...answer.sessions] : answer.sessions;
      memories = before ? [...memories, ...answer.memories] : answer.memories;
      next = answer.next;
      more.hidden = !next;
      draw();
    } catch (error) { if (error.status !== 401) fail(error); }
  }

  function draw() {
    const days = new Map();
    const at = key => { if (!days.has(key)) days.set(key, []); return days.get(key); };
    for (const session of sessions) at(dayKey(session.last_active_at)).push([session.last_active_at, () => sessionRow(session)]);
    for (const memory of memories) at(dayKey(memory.created_at)).push([memory.created_at, () => memoryRow(memory)]);
    const focused = document.activeElement?.closest?.('[data-row]')?.dataset.row;
    put(list, days.size ? [...days].sort(([a], [b]) => b.localeCompare(a)).map(([key, day]) => h('section.day', {role: 'group', 'aria-label': dayName(key)},
      h('h2', {'aria-hidden': 'true'}, dayName(key)), day.sort(([a], [b]) => b.localeCompare(a)).map(([, row]) => row())))
      : empty('Nothing has happened yet.', ['Hooks record sessions as they go: ', h('code', 'continuity init'), ' connects Claude Code.'], [h('code', 'continuity import --from=claude-code'), ' takes in earlier ones.']));
    const all = rows();
    const here = all.find(row => row.dataset.row === (focused || selected)) || all[0];
    if (here) here.tabIndex = 0;
    if (focused && here?.dataset.row === focused) here.focus({preventScroll: true});
    markSelected(all, all.find(row => row.dataset.row === selected));
  }

  const sessionRow = session => h('div.entry.session', {role: 'option', tabindex: -1, 'aria-selected': 'false', data: {row: session.session_id, kind: 'session'}},
    h('time.at', {datetime: session.started_at}, clock(session.started_at)),
    h('div', h('p.entry-text', session.l0 || session.first_prompt || 'A session without words'),
      h('p.entry-facts', [
        session.project, span(session.started_at, session.ended_at || session.last_active_at), session.turns && count(session.turns, 'turn'),
        session.observations && count(session.observations, 'observation'), session.learned && h('b', `${session.learned} learned`), session.status === 'active' && 'active',
      ].filter(Boolean).map((fact, index) => [index > 0 && ' · ', fact]))));

  const memoryRow = memory => h('div.entry.memory', {role: 'option', tabindex: -1, 'aria-selected': 'false', data: {row: memory.uri, kind: 'memory'}},
    h('time.at', {datetime: memory.created_at}, clock(memory.created_at)),
    h('div', h('p.entry-text', memory.l0), h('p.entry-facts', categoryMark(memory.category), memory.project && h('span', memory.project))));

  function choose(row, isClick) {
    selected = row.dataset.row;
    markSelected(rows(), row);
    if (row.dataset.kind === 'session') { frame.go('timeline', {session: selected}, {replace: true}); openSession(selected); }
    else { frame.go('timeline', {uri: selected}, {replace: true}); openMemory(selected); }
    if (isClick) split.classList.add('detail-open');
  }

  function openMemory(uri) {
    shownSession = null;
    sessionPane.hidden = true;
    pane.element.hidden = false;
    pane.show(uri);
  }

  async function openSession(id, quietly = false) {
    shownSession = id;
    pane.element.hidden = true;
    sessionPane.hidden = false;
    if (!quietly) put(sessionPane, loading());
    const uri = `mem://sessions/${id}`;
    const [told, turns, summary, learned] = await Promise.allSettled([
      get(`/api/sessions/${encodeURIComponent(id)}`, {limit: 1000}), get('/api/tree', {uri: `${uri}/turns`, depth: 1, limit: 1000}),
      get('/api/memory', {uri: `${uri}/summary`, layer: 'all'}), get('/api/memories', {session_id: id, limit: 100}),
    ]);
    if (shownSession !== id) return;
    const session = told.value?.sessions[0];
    if (!session && turns.status === 'rejected') {
      put(sessionPane, backButton(), empty('This session was not recorded.', told.reason?.message || ''));
      return;
    }
    drawSession(id, session, turns.value?.children || [], summary.value, learned.value?.items || [], quietly);
  }

  const backButton = () => h('button.back', {type: 'button', onclick: closeDetail}, '← Back');

  function drawSession(id, session, turns, summary, learned, quietly) {
    const scroll = sessionPane.scrollTop;
    const observations = session?.observations || [];
    const tabs = {turns: ['Turns', turns.length], observations: ['Observations', observations.length], learned: ['Learned', learned.length]};
    if (!tabs[tab][1]) tab = Object.keys(tabs).find(name => tabs[name][1]) || 'turns';
    const body = h('div', {role: 'tabpanel', tabindex: 0, id: 'session-tab', 'aria-label': tabs[tab][0]});
    const bar = h('div.tabs', {role: 'tablist', 'aria-label': 'Of this session'});
    const showTab = name => {
      tab = name;
      for (const button of bar.children) {
        const isChosen = button.dataset.tab === name;
        button.setAttribute('aria-selected', String(isChosen));
        button.tabIndex = isChosen ? 0 : -1;
      }
      body.setAttribute('aria-label', tabs[name][0]);
      put(body, {turns: () => turnList(turns), observations: () => observationList(observations), learned: () => learnedList(learned)}[name]());
    };
    for (const [name, [words, number]] of Object.entries(tabs)) {
      bar.append(h('button', {type: 'button', role: 'tab', 'aria-controls': 'session-tab', data: {tab: name}, onclick: () => showTab(name)}, words, h('span.count', number)));
    }
    bar.addEventListener('keydown', event => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (!step) return;
      event.preventDefault();
      const names = Object.keys(tabs);
      showTab(names[(names.indexOf(tab) + step + names.length) % names.length]);
      bar.querySelector('[aria-selected=true]').focus();
    });
    put(sessionPane, backButton(),
      h('header.detail-head',
        h('div.detail-facts', categoryMark('sessions'), session?.project && h('span', session.project), session?.client && h('span', session.client), session && h('span', session.status)),
        h('h1', summary?.l0 || observations.find(one => one.kind === 'prompt')?.text.slice(0, 160) || 'A session'),
        h('p.address', h('code', `mem://sessions/${id}`)),
        session && h('p.faint', full(session.started_at), session.ended_at && ` – ${clock(session.ended_at)} · ${span(session.started_at, session.ended_at)}`),
        h('div.actions', h('a.button', {href: `#/graph?uri=${encodeURIComponent(`mem://sessions/${id}`)}`}, 'Graph'))),
      summary && h('details.block', {open: false}, h('summary', h('b', 'Summary')), prose(summary.l1)),
      bar, body);
    showTab(tab);
    if (quietly) sessionPane.scrollTop = scroll;
  }

  function turnList(turns) {
    if (!turns.length) return empty('No turns are kept of it yet.', 'They are written when the worker has gone through the session.');
    return h('ol.turns', turns.map((turn, index) => {
      const body = h('div');
      return h('li', h('details', {ontoggle: async event => {
        if (!event.currentTarget.open || body.childElementCount) return;
        put(body, loading());
        try { const memory = await get('/api/memory', {uri: turn.uri, layer: 'l2'}); put(body, said(memory.l2), h('p.faint', treeLink(turn.uri, 'In the tree'))); } catch (error) { put(body, empty(error.message)); }
      }}, h('summary', h('span.number', index + 1), h('span', turn.l0)), body));
    }));
  }

  /** A turn's text with its speakers set apart. */
  function said(text) {
    return h('div.said', text.split(/\n\n(?=(?:User|Assistant|Tools):)/).map(part => {
      const match = part.match(/^(User|Assistant|Tools):\s*/);
      return match ? h('div', {data: {who: match[1].toLowerCase()}}, h('h3', match[1]), prose(part.slice(match[0].length))) : prose(part);
    }));
  }

  function observationList(observations) {
    if (!observations.length) return empty('No observations.', 'Hooks record tool calls while a session runs; this one came in afterwards, or they are past their time.');
    return h('ol.observations', observations.map(one => h('li', {data: {kind: one.kind, ok: one.succeeded === undefined ? '' : String(one.succeeded)}},
      h('time', {datetime: one.at}, clock(one.at)),
      h('span.mark', {role: 'img', 'aria-label': one.succeeded === undefined ? one.kind : one.succeeded ? 'succeeded' : 'failed'}, one.succeeded === undefined ? '' : one.succeeded ? '✓' : '✗'),
      h('b', one.tool || {prompt: 'You', reply: 'Assistant', compaction: 'Compacted'}[one.kind] || one.kind),
      h('span.what', one.subject && h('code', one.subject), one.kind === 'tool' ? one.text && h('details', h('summary', 'Excerpt'), h('pre', {tabindex: 0}, one.text)) : h('span', one.text)))));
  }

  const learnedList = learned => learned.length ? h('ul.rows', learned.map(memory => h('li', h('p', treeLink(memory.uri, memory.l0)), h('p.entry-facts', categoryMark(memory.category), ago(memory.created_at)))))
    : empty('Nothing was learned from it.', 'Not every session says something worth keeping; “remember that …” in a prompt always does.');

  function closeDetail() { split.classList.remove('detail-open'); rows().find(row => row.tabIndex === 0)?.focus(); }

  async function refresh(quietly) {
    await load();
    if (shownSession) openSession(shownSession, true); else if (quietly) pane.refresh();
  }

  roving(list, {rows, choose, open: row => { choose(row, true); }});

  return {
    async update({session, uri}) {
      selected = session || uri || null;
      if (!sessions.length) await load(); else draw();
      if (session) { openSession(session); split.classList.add('detail-open'); }
      else if (uri) { openMemory(uri); split.classList.add('detail-open'); }
      rows().find(row => row.dataset.row === selected)?.scrollIntoView({block: 'center'});
    },
    refresh, key: event => !pane.element.hidden && pane.key(event), escape: closeDetail,
  };
}

export default {title: 'Timeline', mount};
