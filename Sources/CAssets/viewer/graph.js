// What is connected with what. A canvas for the eye; a list of the same nodes for keyboards and screen readers.

import {get} from './api.js';
import {fail} from './dialogs.js';
import {empty, h, markSelected, put, roving} from './dom.js';
import {labels, place, step} from './layout.js';
import {categoryMark, memoryPane} from './memory.js';
import {ago, count, kindOf, nameOf} from './text.js';

const palette = ['profile', 'preferences', 'entities', 'events', 'patterns', 'cases', 'sessions'];

function mount(main, frame) {
  const canvas = h('canvas', {tabindex: 0, role: 'img', 'aria-label': 'Graph of memories', 'aria-describedby': 'graph-hint'});
  const context = canvas.getContext('2d');
  const stage = h('div.stage', canvas);
  const list = h('div.graph-list', {role: 'listbox', 'aria-label': 'Nodes of the graph'});
  const title = h('p.graph-title');
  const legend = h('ul.legend', palette.map(name => h('li', categoryMark(name))));
  const size = h('select', {'aria-label': 'How many memories', onchange: () => load()}, [50, 100, 200, 500, 1000].map(number => h('option', {value: number, selected: number === 200}, `up to ${number}`)));
  const zoomTools = h('div.zoom', h('button', {type: 'button', 'aria-label': 'Larger', onclick: () => zoom(1.3)}, '+'), h('button', {type: 'button', 'aria-label': 'Smaller', onclick: () => zoom(1 / 1.3)}, '−'), h('button', {type: 'button', 'aria-label': 'Show all', onclick: () => fit(true)}, '0'));
  const split = h('div.split.graph-split');
  const pane = memoryPane({changed: () => load(true), back: () => split.classList.remove('detail-open')});
  const side = h('section.pane.graph-side', {'aria-label': 'Nodes'}, h('header.pane-head', h('h1', 'Graph'), size), title, list);
  split.append(side, h('section.graph-main', {'aria-label': 'Picture'}, stage, zoomTools, h('div.graph-foot', legend, h('p.sr', {id: 'graph-hint'}, 'Arrow keys move the picture, plus and minus change its size. The list before it holds the same nodes.'))), pane.element);
  main.append(split);

  let nodes = [];
  let links = [];
  let layout = null;
  let center = null;
  let selected = null;
  let hovered = null;
  let view = {x: 0, y: 0, scale: 1};
  let isTouched = false;
  let timer = 0;
  let isGone = false;
  const still = matchMedia('(prefers-reduced-motion: reduce)');

  async function load(quietly = false) {
    try {
      const answer = await get('/api/graph', {uri: center, project: frame.project(), limit: size.value});
      if (isGone) return;
      const before = new Map(nodes.map(node => [node.uri, node]));
      nodes = answer.nodes;
      links = answer.links;
      for (const node of nodes) node.near = new Set();
      for (const link of links) { nodes[link.from].near.add(link.to); nodes[link.to].near.add(link.from); }
      const largest = Math.max(1, ...nodes.map(node => node.degree));
      for (const node of nodes) node.radius = (node.type === 'session' ? 5 : 4) + 7 * Math.sqrt(node.degree / largest);
      layout = place(nodes, links, quietly ? before : new Map());
      put(title, center ? ['Around ', h('b', nodes.find(node => node.uri === center)?.l0 || nameOf(center)), ' · ', h('a', {href: '#/graph'}, 'show everything')] : 'What is used most, and what ties it together',
        h('span.faint', ` · ${count(nodes.length, 'node')}, ${count(links.length, 'link')}${answer.cut ? ', cut off' : ''}`));
      canvas.setAttribute('aria-label', `Graph of ${count(nodes.length, 'node')} and ${count(links.length, 'link')}`);
      if (!quietly) isTouched = false;
      drawList();
      settle();
      stage.querySelector('.empty')?.remove();
      if (!nodes.length) stage.append(empty('Nothing is connected yet.', 'Memories that were learned in one session, name one entity or replace one another are tied together here.', ['Press ', h('kbd', 'n'), ' to remember something.']));
    } catch (error) { if (error.status !== 401) fail(error); }
  }

  const rows = () => [...list.querySelectorAll('[data-row]')];

  function drawList() {
    const sorted = nodes.map((node, index) => ({node, index})).sort((a, b) => b.node.degree - a.node.degree || a.node.l0.localeCompare(b.node.l0));
    put(list, sorted.map(({node}) => h('div.node-row', {role: 'option', tabindex: -1, 'aria-selected': 'false', data: {row: node.uri, category: node.category}},
      h('i.dot', {'aria-hidden': 'true'}), h('span', h('span.sr', `${kindOf(node.category)}: `), node.l0 || nameOf(node.uri)), h('span.count', {title: 'links'}, node.degree))));
    const all = rows();
    const here = all.find(row => row.dataset.row === selected?.uri) || all[0];
    if (here) here.tabIndex = 0;
    markSelected(all, selected && here);
  }

  function settle() {
    cancelAnimationFrame(timer);
    if (still.matches || nodes.length > 400) {
      // The picture comes at once, where it will stay.
      for (let steps = 0; steps < 260 && step(layout); steps += 1);
      fit();
      return;
    }
    for (let steps = 0; steps < 40; steps += 1) step(layout);
    const tick = () => {
      if (isGone) return;
      let heat = 0;
      for (let steps = 0; steps < 3; steps += 1) heat = step(layout);
      if (isTouched) draw(); else fit();
      if (heat) timer = requestAnimationFrame(tick);
    };
    tick();
  }

  function fit(force = false) {
    if (force) isTouched = false;
    const {width, height} = stage.getBoundingClientRect();
    if (!nodes.length || !width) return draw();
    const xs = nodes.map(node => node.x), ys = nodes.map(node => node.y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min(2.2, (width - 120) / (right - left || 1), (height - 110) / (bottom - top || 1));
    view = {scale: Math.max(0.08, scale), x: width / 2 - (left + right) / 2 * scale, y: height / 2 - (top + bottom) / 2 * scale};
    draw();
  }

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const of = name => style.getPropertyValue(name).trim();
    return {text: of('--text'), soft: of('--soft'), line: of('--thread'), accent: of('--accent'), background: of('--ground'), of: Object.fromEntries(palette.map(name => [name, of(`--c-${name}`)]))};
  }

  let ink = colours();

  function draw() {
    const ratio = devicePixelRatio || 1;
    const {width, height} = stage.getBoundingClientRect();
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const at = node => [node.x * view.scale + view.x, node.y * view.scale + view.y];
    const focus = hovered || selected;
    const focusIndex = focus ? nodes.indexOf(focus) : -1;
    const isNear = index => focusIndex < 0 || index === focusIndex || nodes[focusIndex].near.has(index);
    for (const link of links) {
      const isLit = focusIndex >= 0 && (link.from === focusIndex || link.to === focusIndex);
      context.strokeStyle = isLit ? ink.accent : ink.line;
      context.globalAlpha = isLit ? 0.9 : focusIndex >= 0 ? 0.35 : 0.9;
      context.lineWidth = isLit ? 1.6 : 0.6 + link.weight * 0.6;
      context.setLineDash(link.kind === 'supersedes' ? [5, 3] : link.kind === 'learned_in' ? [] : []);
      const [x1, y1] = at(nodes[link.from]), [x2, y2] = at(nodes[link.to]);
      context.beginPath(); context.moveTo(x1, y1); context.lineTo(x2, y2); context.stroke();
    }
    context.setLineDash([]);
    const grow = Math.min(1.5, Math.max(0.8, view.scale));
    nodes.forEach((node, index) => {
      const [x, y] = at(node);
      const radius = node.radius * grow;
      context.globalAlpha = isNear(index) ? 1 : 0.22;
      context.fillStyle = ink.of[node.category] || ink.soft;
      context.strokeStyle = ink.background;
      context.lineWidth = 1.5;
      context.beginPath();
      if (node.type === 'session') context.rect(x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6); else if (node.type === 'concept') { context.moveTo(x, y - radius); context.lineTo(x + radius, y); context.lineTo(x, y + radius); context.lineTo(x - radius, y); context.closePath(); } else context.arc(x, y, radius, 0, 7);
      context.fill(); context.stroke();
      if (node === selected || node.uri === center) {
        context.strokeStyle = ink.accent; context.lineWidth = 2;
        context.beginPath(); context.arc(x, y, radius + 4, 0, 7); context.stroke();
      }
    });
    context.globalAlpha = 1;
    context.font = '12px system-ui, sans-serif';
    context.textBaseline = 'top';
    const weight = (node, index) => (node === selected ? 3e3 : node === hovered ? 2e3 : focusIndex >= 0 && isNear(index) ? 1e3 : 0) + (node.uri === center ? 500 : 0) + node.degree;
    const candidates = nodes.map((node, index) => ({node, index})).filter(({node, index}) => {
      const [x, y] = at(node);
      return x > -20 && y > -20 && x < width + 20 && y < height + 20 && (focusIndex < 0 || isNear(index));
    }).sort((a, b) => weight(b.node, b.index) - weight(a.node, a.index)).slice(0, 120).map(({node, index}) => {
      const [x, y] = at(node);
      const isFocus = node === focus;
      return {x, y, radius: node.radius * grow, text: shorten(isFocus ? node.l0 || nameOf(node.uri) : nameFor(node), isFocus ? 60 : 26), isFocus, isImportant: isFocus || node.uri === center || node.degree >= 6};
    });
    const boxes = nodes.map(node => { const [x, y] = at(node); const r = node.radius * grow + 1; return {x: x - r, y: y - r, w: 2 * r, h: 2 * r}; });
    for (const label of labels(candidates, text => context.measureText(text).width, {width, nodes: boxes})) {
      context.globalAlpha = 0.86;
      context.fillStyle = ink.background;
      context.fillRect(label.box.x, label.box.y - 1, label.box.w, label.box.h);
      context.globalAlpha = 1;
      context.fillStyle = label.isFocus ? ink.text : ink.soft;
      context.fillText(label.text, label.box.x + 3, label.box.y);
    }
  }

  /** An entity is known by its name, everything else by its first words. */
  const nameFor = node => node.category === 'entities' && node.l0.indexOf(':') > 0 && node.l0.indexOf(':') < 30 ? node.l0.slice(0, node.l0.indexOf(':')) : node.l0 || nameOf(node.uri);

  const shorten = (text, length) => text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;

  function find(event) {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let best = null, least = 14;
    for (const node of nodes) {
      const distance = Math.hypot(node.x * view.scale + view.x - x, node.y * view.scale + view.y - y) - node.radius;
      if (distance < least) [best, least] = [node, distance];
    }
    return best;
  }

  function select(node, {centers = false, opens = true} = {}) {
    selected = node;
    const all = rows();
    const row = all.find(other => other.dataset.row === node?.uri);
    markSelected(all, row);
    if (row) { all.forEach(other => { other.tabIndex = other === row ? 0 : -1; }); row.scrollIntoView({block: 'nearest'}); }
    if (centers && node) {
      const {width, height} = stage.getBoundingClientRect();
      const [x, y] = [node.x * view.scale + view.x, node.y * view.scale + view.y];
      if (x < 60 || y < 40 || x > width - 60 || y > height - 60) { view.x += width / 2 - x; view.y += height / 2 - y; isTouched = true; }
    }
    draw();
    if (!node) { split.classList.remove('has-detail'); resize(); return; }
    if (opens) { split.classList.add('has-detail'); if (node.type === 'session') showSession(node); else if (node.type === 'concept') showConcept(node); else pane.show(node.uri); resize(); }
  }

  /** A session is read in the timeline; here stands what it is tied to. */
  function showSession(node) {
    const learned = [...node.near].map(index => nodes[index]);
    pane.set(h('header.detail-head', h('div.detail-facts', categoryMark('sessions'), node.project && h('span', node.project), ago(node.updated_at)), h('h1', node.l0), h('p.address', h('code', node.uri)),
      h('div.actions', h('a.button', {href: `#/timeline?session=${encodeURIComponent(nameOf(node.uri))}`}, 'Open in the timeline'), h('a.button', {href: `#/graph?uri=${encodeURIComponent(node.uri)}`}, 'Surroundings'))),
    h('section.block', h('h2', 'Learned in it'), h('ul.rows', learned.map(other => h('li', h('a', {href: `#/tree?uri=${encodeURIComponent(other.uri)}`}, other.l0), h('p.entry-facts', categoryMark(other.category)))))));
  }

  /** A concept is no memory: here stands what is named together with it, and what names it. */
  function showConcept(node) {
    const near = [...node.near].map(index => nodes[index]).sort((a, b) => b.degree - a.degree);
    const rows = (title, some) => some.length ? h('section.block', h('h2', title), h('ul.rows', some.map(other => h('li', h('a', {href: other.type === 'concept' ? `#/graph?uri=${encodeURIComponent(other.uri)}` : `#/tree?uri=${encodeURIComponent(other.uri)}`}, other.l0))))) : null;
    pane.set(h('header.detail-head', h('div.detail-facts', h('span', 'Concept'), ago(node.updated_at)), h('h1', node.l0), h('div.actions', h('a.button', {href: `#/graph?uri=${encodeURIComponent(node.uri)}`}, 'Surroundings'))),
      rows('Named together with it', near.filter(other => other.type === 'concept')), rows('Memories that name it', near.filter(other => other.type === 'memory')));
  }

  // MARK: Moving the picture

  function zoom(factor, x, y) {
    const {width, height} = stage.getBoundingClientRect();
    const [cx, cy] = [x ?? width / 2, y ?? height / 2];
    const scale = Math.min(6, Math.max(0.08, view.scale * factor));
    view = {scale, x: cx - (cx - view.x) * scale / view.scale, y: cy - (cy - view.y) * scale / view.scale};
    isTouched = true;
    draw();
  }

  const pointers = new Map();
  let pinch = 0;
  let moved = 0;
  let held = null;
  canvas.addEventListener('pointerdown', event => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, {x: event.clientX, y: event.clientY});
    moved = 0;
    held = pointers.size === 1 ? find(event) : null;
    if (held) held.held = true;
  });
  canvas.addEventListener('pointermove', event => {
    const before = pointers.get(event.pointerId);
    if (!before) {
      const node = find(event);
      if (node !== hovered) { hovered = node; canvas.style.cursor = node ? 'pointer' : 'grab'; draw(); }
      return;
    }
    const [dx, dy] = [event.clientX - before.x, event.clientY - before.y];
    moved += Math.abs(dx) + Math.abs(dy);
    pointers.set(event.pointerId, {x: event.clientX, y: event.clientY});
    if (pointers.size === 2) {
      const [a, b] = [...pointers.values()];
      const distance = Math.hypot(a.x - b.x, a.y - b.y);
      const box = canvas.getBoundingClientRect();
      if (pinch) zoom(distance / pinch, (a.x + b.x) / 2 - box.left, (a.y + b.y) / 2 - box.top);
      pinch = distance;
      return;
    }
    isTouched = true;
    if (held) { held.x += dx / view.scale; held.y += dy / view.scale; } else { view.x += dx; view.y += dy; }
    draw();
  });
  const release = event => {
    if (!pointers.delete(event.pointerId)) return;
    pinch = 0;
    if (held) held.held = false;
    if (event.type === 'pointerup' && moved < 5) select(find(event));
    held = null;
  };
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('pointerleave', () => { if (hovered) { hovered = null; draw(); } });
  canvas.addEventListener('dblclick', event => { const node = find(event); if (node) frame.go('graph', {uri: node.uri}); });
  canvas.addEventListener('wheel', event => {
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), event.clientX - box.left, event.clientY - box.top);
  }, {passive: false});
  canvas.addEventListener('keydown', event => {
    const move = {ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60]}[event.key];
    if (move) { event.preventDefault(); view.x += move[0]; view.y += move[1]; isTouched = true; draw(); }
  });

  const resize = () => { if (isTouched) draw(); else fit(); };
  const observer = new ResizeObserver(resize);
  observer.observe(stage);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const themed = () => { ink = colours(); draw(); };
  dark.addEventListener('change', themed);

  roving(list, {
    rows, choose: row => select(nodes.find(node => node.uri === row.dataset.row), {centers: true}),
    open: row => frame.go('graph', {uri: row.dataset.row}),
  });

  return {
    update({uri}) { center = uri || null; selected = null; split.classList.remove('has-detail'); load(); },
    refresh: quietly => load(quietly), themed,
    key(event) {
      if (event.key === '+' || event.key === '=') { zoom(1.3); return true; }
      if (event.key === '-') { zoom(1 / 1.3); return true; }
      if (event.key === '0') { fit(true); return true; }
      if (event.key === 'g' && selected) { frame.go('graph', {uri: selected.uri}); return true; }
      return pane.key(event);
    },
    escape: () => { split.classList.remove('detail-open'); select(null); },
    unmount() { isGone = true; cancelAnimationFrame(timer); observer.disconnect(); dark.removeEventListener('change', themed); },
  };
}

export default {title: 'Graph', mount};
