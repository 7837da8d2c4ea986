// The tree: what stands where, with counts; beside it the memory that is chosen.

import {get} from './api.js';
import {fail} from './dialogs.js';
import {empty, h, markSelected, put, roving} from './dom.js';
import {memoryPane} from './memory.js';
import {nameOf} from './text.js';

const page = 100;

function mount(main, frame) {
  const list = h('div.tree', {role: 'tree', 'aria-label': 'Memories'});
  const split = h('div.split');
  const pane = memoryPane({changed: () => refresh(), back: () => closeDetail()});
  const count = h('span.faint');
  split.append(h('section.pane', {'aria-label': 'Tree'}, h('header.pane-head', h('h1', 'Tree'), count), list), pane.element);
  main.append(split);

  let root = null;
  let wanted = null;
  const opened = new Set(['mem://', 'mem://user', 'mem://agent']);
  const limits = new Map();
  const known = new Map();

  const project = () => frame.project() || undefined;

  async function children(uri) {
    const entry = await get('/api/tree', {uri, depth: 1, limit: limits.get(uri) || page, project: project()});
    known.set(uri, entry);
    return entry;
  }

  /** Loads what is opened, all at once. */
  async function load() {
    const places = [...opened];
    const answers = await Promise.allSettled(places.map(children));
    answers.forEach((answer, index) => { if (answer.status === 'rejected' && places[index] !== 'mem://') opened.delete(places[index]); });
    root = known.get('mem://');
    if (answers[places.indexOf('mem://')]?.status === 'rejected') throw answers[places.indexOf('mem://')].reason;
  }

  async function refresh(quietly) {
    try {
      known.clear();
      await load();
      draw();
      pane.refresh();
    } catch (error) {
      if (error.status !== 401 && !quietly) fail(error);
    }
  }

  const rows = () => [...list.querySelectorAll('[data-row]')];

  function draw() {
    const focused = document.activeElement?.closest?.('[data-row]')?.dataset.row;
    const items = [];
    if (root) root.children.forEach((child, index) => add(items, child, 1, index + 1, root.children.length));
    count.textContent = root ? root.count.toLocaleString('en') : '';
    put(list, items);
    if (root && root.count === 0) list.append(empty('Nothing is remembered yet.', ['Agents fill the tree as they work: ', h('code', 'continuity init'), ' connects Claude Code.'], [h('code', 'continuity import --from=claude-code'), ' takes in the sessions that are there already.'], 'The key n remembers something by hand.'));
    const all = rows();
    const here = all.find(row => row.dataset.row === (focused || wanted)) || all[0];
    if (here) here.tabIndex = 0;
    if (focused && here && here.dataset.row === focused) here.focus({preventScroll: true});
    markSelected(all, all.find(row => row.dataset.row === wanted));
  }

  function add(items, entry, depth, place, size) {
    const isLeaf = entry.type === 'leaf';
    const isOpen = !isLeaf && opened.has(entry.uri) && known.has(entry.uri);
    const name = nameOf(entry.uri);
    items.push(h('div.tree-row', {
      role: 'treeitem', tabindex: -1, title: isLeaf ? entry.uri : undefined, 'aria-level': depth, 'aria-posinset': place, 'aria-setsize': size, 'aria-selected': 'false',
      'aria-expanded': isLeaf ? undefined : String(isOpen), data: {row: entry.uri, type: entry.type, category: entry.category || 'none'}, style: {'--depth': depth - 1},
    },
    h('span.caret', {'aria-hidden': 'true'}, isLeaf ? '' : '›'),
    h('span.tree-name', isLeaf ? entry.l0 || name : sessionName(entry, name)),
    !isLeaf && entry.l0 && sessionName(entry, name) !== entry.l0 && h('span.tree-says', {title: entry.l0}, entry.l0),
    !isLeaf && h('span.count', entry.count.toLocaleString('en')),
    isLeaf && !frame.project() && entry.project && h('span.tree-project', entry.project)));
    if (!isOpen) return;
    const found = known.get(entry.uri);
    found.children.forEach((child, index) => add(items, child, depth + 1, index + 1, found.children.length));
    if (!found.children.length) items.push(h('p.tree-note', {style: {'--depth': depth}}, 'empty'));
    if (found.omitted) {
      items.push(h('button.tree-more', {
        type: 'button', style: {'--depth': depth}, onclick: async () => { limits.set(entry.uri, 1000); await children(entry.uri); draw(); },
      }, `${found.omitted.toLocaleString('en')} more`));
    }
  }

  const sessionName = (entry, name) => entry.uri.startsWith('mem://sessions/') && entry.l0 ? entry.l0 : name;

  async function toggle(row, open) {
    const uri = row.dataset.row;
    if (open) {
      opened.add(uri);
      try { if (!known.has(uri)) await children(uri); } catch (error) { fail(error); }
    } else opened.delete(uri);
    draw();
  }

  function choose(row, isClick) {
    markSelected(rows(), row);
    if (row.dataset.type === 'dir') { if (isClick) toggle(row, row.getAttribute('aria-expanded') !== 'true'); return; }
    read(row.dataset.row, isClick);
  }

  function read(uri, opensDetail) {
    wanted = uri;
    frame.go('tree', {uri}, {replace: true});
    pane.show(uri);
    if (opensDetail) split.classList.add('detail-open');
  }

  function closeDetail() { split.classList.remove('detail-open'); rows().find(row => row.tabIndex === 0)?.focus(); }

  roving(list, {
    rows, choose,
    open: row => row.dataset.type === 'dir' ? toggle(row, row.getAttribute('aria-expanded') !== 'true') : (read(row.dataset.row, true), pane.element.querySelector('button')?.focus()),
    extra(event, row) {
      const isOpen = row.getAttribute('aria-expanded');
      if (event.key === 'ArrowRight' && isOpen === 'false') { toggle(row, true); return true; }
      if (event.key === 'ArrowLeft' && isOpen === 'true') { toggle(row, false); return true; }
      if (event.key === 'ArrowLeft') {
        const all = rows();
        const level = Number(row.getAttribute('aria-level'));
        const parent = all.slice(0, all.indexOf(row)).reverse().find(other => Number(other.getAttribute('aria-level')) < level);
        if (parent) { all.forEach(other => { other.tabIndex = other === parent ? 0 : -1; }); parent.focus(); choose(parent); }
        return true;
      }
      return false;
    },
  });

  return {
    async update({uri}) {
      const isNew = uri !== wanted;
      wanted = uri || null;
      // All that leads to it is opened.
      const parts = (uri || '').replace('mem://', '').split('/').filter(Boolean);
      for (let length = 1; length <= parts.length; length += 1) opened.add(`mem://${parts.slice(0, length).join('/')}`);
      await refresh();
      if (isNew || !uri) pane.show(wanted);
      if (uri) {
        split.classList.add('detail-open');
        const row = rows().find(other => other.dataset.row === uri);
        row?.scrollIntoView({block: 'center'});
        if (row?.dataset.type === 'dir') { split.classList.remove('detail-open'); pane.show(null); }
      }
    },
    refresh, key: pane.key, escape: closeDetail, unmount: () => pane.show(null),
  };
}

export default {title: 'Tree', mount};
