// One memory: its three tiers, where it came from, what it said before, what it is tied to, and how to correct it.

import {get, post} from './api.js';
import {edit, fail, forget, toast} from './dialogs.js';
import {append, empty, h, loading, put} from './dom.js';
import {ago, count, date, difference, full, kindOf, nameOf, prose, tokens} from './text.js';

const origins = {
  signal: 'From a phrase in a prompt', agent: 'An agent remembered it', user: 'You remembered it', extracted: 'Learned from a session', imported: 'Imported',
};

const causes = {merged: 'Merged with new words', superseded: 'Superseded', retracted: 'Forgotten', edited: 'Edited', restored: 'Restored'};

const linkKinds = {
  supersedes: ['Replaces', 'Replaced by'], derived_from: ['Learned from', 'What was learned from it'], same_session: ['Learned in the same session', 'Learned in the same session'],
  co_mention: ['Mentioned together', 'Mentioned together'], both_hold: ['Holds beside', 'Holds beside'],
};

export const categoryMark = category => h('span.category', {data: {category: category || 'none'}}, h('i', {'aria-hidden': 'true'}), kindOf(category));

export const treeLink = (uri, words) => h('a', {href: `#/tree?uri=${encodeURIComponent(uri)}`}, words || nameOf(uri));

/**
 * A pane that shows one memory at a time. `show(uri)` loads it, `key(event)` handles the keys that belong to it; `changed` is called after a
 * correction.
 */
export function memoryPane({changed = () => {}, back} = {}) {
  const element = h('section.detail', {'aria-label': 'Memory'});
  let memory = null;
  let shown = null;
  let request = null;

  async function show(uri, {quietly = false} = {}) {
    shown = uri;
    request?.abort();
    if (!uri) { memory = null; put(element, empty('Nothing is selected.', 'Choose a memory in the list; Enter opens it.')); return; }
    request = new AbortController();
    const slow = quietly ? 0 : setTimeout(() => put(element, loading()), 150);
    try {
      const found = await get('/api/memory', {uri, layer: 'all'}, request.signal);
      if (shown !== uri) return;
      // Nothing moves under a reader's eyes when nothing changed.
      if (quietly && JSON.stringify(found) === JSON.stringify(memory)) return;
      memory = found;
      put(element, render());
      if (!quietly) element.scrollTop = 0;
    } catch (error) {
      if (error.name === 'AbortError' || shown !== uri) return;
      memory = null;
      put(element, backButton(), empty(error.status === 404 ? 'It is not there any more.' : 'It cannot be shown.', error.message));
    } finally {
      clearTimeout(slow);
    }
  }

  const after = uri => { changed(uri); if (uri && uri === shown) show(uri, {quietly: true}); else if (!uri) show(null); };

  const actions = {
    edit: () => edit(memory, after),
    forget: () => forget(memory, after),
    pin: async () => {
      const pinned = !memory.pinned;
      const uri = memory.uri;
      try {
        await post('/api/memory/pin', {uri, pinned});
        toast(pinned ? 'Pinned: it does not fade.' : 'No longer pinned.', {undo: async () => { await post('/api/memory/pin', {uri, pinned: !pinned}); after(uri); }});
        after(uri);
      } catch (error) { fail(error); }
    },
    restore: async revision => {
      const uri = memory.uri;
      try {
        const answer = await post('/api/memory/restore', revision ? {uri, revision} : {uri});
        toast(answer.action === 'unchanged' ? 'It says that already.' : answer.action === 'unretracted' ? 'It stands again.' : 'It says again what it said.',
          revision && answer.action === 'restored' ? {undo: async () => { await post('/api/memory/restore', {uri}); after(uri); }} : {});
        after(uri);
      } catch (error) { fail(error); }
    },
    copy: async () => {
      try { await navigator.clipboard.writeText(memory.uri); toast('Address copied.'); } catch { toast(memory.uri); }
    },
    graph: () => { location.hash = `#/graph?uri=${encodeURIComponent(memory.uri)}`; },
  };

  function backButton() {
    return back && h('button.back', {type: 'button', onclick: back}, '← Back');
  }

  function render() {
    const isLeaf = memory.type === 'leaf';
    if (!isLeaf) return renderDirectory();
    const isSession = memory.category === 'sessions';
    const isGone = !!memory.retracted_at;
    const button = (name, words, key, act, more = {}) => h('button', {type: 'button', onclick: act, title: `${words} (${key})`, ...more}, words, h('kbd', key));
    return [
      backButton(),
      h('header.detail-head',
        h('div.detail-facts', categoryMark(memory.category), memory.project ? h('span', memory.project) : !isSession && h('span', 'everywhere'), ago(memory.updated_at),
          memory.pinned && h('span.badge', 'Pinned')),
        h('h1', memory.l0),
        h('p.address', h('code', memory.uri)),
        h('div.actions', isGone
          ? button('restore', 'Restore', 'u', () => actions.restore())
          : [
            !isSession && button('edit', 'Edit', 'e', actions.edit),
            button('pin', memory.pinned ? 'Unpin' : 'Pin', 'p', actions.pin, {'aria-pressed': String(!!memory.pinned)}),
            button('forget', 'Forget', 'f', actions.forget),
          ],
        button('graph', 'Graph', 'g', actions.graph), button('copy', 'Copy address', 'c', actions.copy))),
      isGone && h('p.banner', `Forgotten ${full(memory.retracted_at)}${memory.retracted_reason ? `: ${memory.retracted_reason}` : '.'}`),
      !isGone && memory.superseded_by && h('p.banner', 'Held until ', date(memory.valid_to || memory.updated_at), '. Replaced by ', treeLink(memory.superseded_by), '.'),
      tiers(),
      provenance(),
      links(),
      history(),
    ];
  }

  function tiers() {
    const {l0, l1, l2} = memory;
    const same = text => text.trim() === l2.trim();
    const head = (tier, name, text, note) => h('header', h('b', tier), h('span', name), h('span.tokens', note || `≈ ${count(tokens(text), 'token')}`));
    // A short memory says the same three times; once is enough to read.
    if (same(l0) && same(l1)) {
      return h('div.tiers.one', h('section', {'aria-label': 'L0, L1 and L2, which are the same'}, head('L0 = L1 = L2', 'one text', l2), prose(l2)));
    }
    return h('div.tiers', {data: {columns: same(l1) ? 2 : 3}},
      h('section', {'aria-label': 'L0, abstract'}, head('L0', 'abstract', l0), prose(l0)),
      !same(l1) && h('section', {'aria-label': 'L1, overview'}, head('L1', 'overview', l1), prose(l1)),
      h('section', {'aria-label': same(l1) ? 'L1 and L2, which are the same' : 'L2, whole content'}, head(same(l1) ? 'L1 = L2' : 'L2', 'whole', l2), prose(l2)));
  }

  function provenance() {
    const session = memory.session_id;
    const relevance = Math.max(0, Math.min(1, memory.relevance));
    const rows = [
      ['Origin', [origins[memory.origin] || memory.origin, session && [' · ', h('a', {href: `#/timeline?session=${encodeURIComponent(session)}`}, `session ${session.slice(0, 8)}`)]]],
      ['Confidence', memory.confidence === 1 ? 'certain' : `${Math.round(memory.confidence * 100)} %`],
      ['Holds', memory.valid_to ? `${memory.valid_from ? date(memory.valid_from) : 'always'} – ${date(memory.valid_to)}` : memory.valid_from ? `since ${date(memory.valid_from)}` : 'always'],
      ['Remembered', full(memory.created_at)],
      memory.updated_at !== memory.created_at && ['Changed', full(memory.updated_at)],
      ['Used', memory.access_count ? count(memory.access_count, 'time') : 'not yet'],
      ['Relevance', h('span.meter', {role: 'img', 'aria-label': `${Math.round(relevance * 100)} of 100`}, h('i', {style: {width: `${relevance * 100}%`}}), h('span', relevance.toFixed(2)))],
      memory.tags?.length && ['Tags', memory.tags.join(', ')],
    ].filter(Boolean);
    return h('section.block', h('h2', 'Provenance'), h('dl.facts', rows.map(([name, value]) => [h('dt', name), h('dd', value)])));
  }

  function links() {
    if (!memory.links.length) return null;
    const groups = new Map();
    for (const link of memory.links) {
      const isFrom = link.from === memory.uri;
      const title = (linkKinds[link.kind] || [link.kind, link.kind])[isFrom ? 0 : 1];
      if (!groups.has(title)) groups.set(title, new Map());
      groups.get(title).set(isFrom ? link.to : link.from, link);
    }
    return h('section.block', h('h2', `Links`, h('span.faint', ` ${memory.links.length}`)),
      [...groups].map(([title, group]) => h('div.link-group', h('h3', title), h('ul.plain', [...group].map(([uri]) => h('li', treeLink(uri, uri.replace('mem://', ''))))))));
  }

  /** Each revision with what changed after it. */
  function history() {
    if (!memory.history.length) return null;
    let next = memory.l2;
    return h('section.block', h('h2', 'History', h('span.faint', ` ${memory.history.length}`)),
      h('ol.history', memory.history.map((revision, index) => {
        const changed = next !== revision.l2;
        const body = changed ? h('div.diff', difference(revision.l2, next)) : h('p.faint', 'The words stayed the same.');
        next = revision.l2;
        return h('li', h('details', {open: index === 0 && changed},
          h('summary', h('b', causes[revision.cause] || revision.cause), ' ', ago(revision.replaced_at), h('span.faint', ` · revision ${revision.number}`)),
          body,
          memory.category !== 'sessions' && h('button.small', {type: 'button', onclick: () => actions.restore(revision.number)}, 'Restore this one')));
      })));
  }

  function renderDirectory() {
    return [backButton(), h('header.detail-head', h('div.detail-facts', categoryMark(memory.category || 'none')), h('h1', nameOf(memory.uri)), h('p.address', h('code', memory.uri))),
      memory.children.length
        ? h('ul.rows', memory.children.map(child => h('li', treeLink(child.uri, child.l0 || nameOf(child.uri)), child.type === 'dir' && h('span.faint', ` ${child.count}`))))
        : empty('Nothing stands here yet.', 'Agents put memories here as they work; `n` remembers something by hand.')];
  }

  function key(event) {
    if (!memory || memory.type !== 'leaf') return false;
    const isGone = !!memory.retracted_at;
    const act = {
      e: !isGone && memory.category !== 'sessions' && actions.edit, p: !isGone && actions.pin, f: !isGone && actions.forget, g: actions.graph, c: actions.copy,
      u: isGone && (() => actions.restore()),
    }[event.key];
    if (!act) return false;
    event.preventDefault();
    act();
    return true;
  }

  show(null);
  return {element, show, key, refresh: () => shown && show(shown, {quietly: true}), get uri() { return shown; }, set: (...children) => { shown = memory = null; put(element); append(element, children); }};
}
