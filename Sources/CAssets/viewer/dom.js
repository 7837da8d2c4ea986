// Elements. Text from memories only ever becomes text: nothing here, or anywhere on this page, parses it as HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** `h('a.link', {href: '#', onclick: f}, 'text', child, [more])`; null and false children are left out. */
export function h(name, ...rest) {
  const [tag, ...classes] = name.split('.');
  return fill(document.createElement(tag || 'div'), classes, rest);
}

export function svg(name, ...rest) {
  const [tag, ...classes] = name.split('.');
  return fill(document.createElementNS(SVG, tag), classes, rest);
}

function fill(element, classes, rest) {
  if (classes.length) element.classList.add(...classes);
  const [first] = rest;
  const hasProperties = first && typeof first === 'object' && !(first instanceof Node) && !Array.isArray(first);
  if (hasProperties) set(element, rest.shift());
  append(element, rest);
  return element;
}

export function set(element, properties) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'style') for (const [name, text] of Object.entries(value)) element.style.setProperty(name, text);
    else if (key === 'data') { for (const [name, text] of Object.entries(value)) if (text !== undefined) element.dataset[name] = text; }
    else if (key === 'value' || key === 'checked') element[key] = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  return element;
}

export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/** Replaces everything in an element. */
export function put(element, ...children) {
  element.replaceChildren();
  return append(element, children);
}

/** Whether keys belong to a field that somebody types into. */
export const isTyping = target => target instanceof Element && !!target.closest('input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable]');

/**
 * Arrow keys move through the rows of a list, one of which can be reached with Tab (the "roving tabindex" of the ARIA practices).
 * `rows()` gives the rows in order; `choose(row)` is called when one is moved to, `open(row)` on Enter.
 */
export function roving(container, {rows, choose, open, extra}) {
  container.addEventListener('keydown', event => {
    const all = rows();
    const here = all.indexOf(event.target.closest('[data-row]'));
    if (here < 0) return;
    if (extra && extra(event, all[here])) { event.preventDefault(); return; }
    const page = 10;
    const to = {
      ArrowDown: here + 1, ArrowUp: here - 1, j: here + 1, k: here - 1, Home: 0, End: all.length - 1, PageDown: here + page, PageUp: here - page,
    }[event.key];
    if (event.key === 'Enter' && open) { event.preventDefault(); open(all[here]); return; }
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const row = all[Math.max(0, Math.min(all.length - 1, to))];
    if (row) focusRow(all, row, choose);
  });
  container.addEventListener('click', event => {
    const row = event.target.closest('[data-row]');
    if (row && !event.target.closest('button, a, input')) focusRow(rows(), row, choose, true);
  });
}

export function focusRow(all, row, choose, isClick = false) {
  for (const other of all) other.tabIndex = other === row ? 0 : -1;
  row.focus({preventScroll: isClick});
  if (!isClick) row.scrollIntoView({block: 'nearest'});
  if (choose) choose(row, isClick);
}

/** One list or tree at a time has its selection marked. */
export function markSelected(all, row) {
  for (const other of all) {
    if (other === row) other.setAttribute('aria-selected', 'true');
    else if (other.getAttribute('aria-selected') === 'true') other.setAttribute('aria-selected', 'false');
  }
}

/** An empty state: what is missing, and what to do about it. */
export const empty = (title, ...words) => h('div.empty', h('p.empty-title', title), words.map(word => h('p', word)));

export const loading = () => h('div.loading', {role: 'status'}, h('span.sr', 'Loading'));
