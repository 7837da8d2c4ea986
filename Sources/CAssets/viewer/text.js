// Words, numbers and moments as people read them.

import {h} from './dom.js';

export const categories = ['profile', 'preferences', 'entities', 'events', 'patterns', 'cases', 'sessions'];

const singular = {profile: 'profile', preferences: 'preference', entities: 'entity', events: 'event', patterns: 'pattern', cases: 'case', sessions: 'session'};

export const kindOf = category => singular[category] || category || '';

export const nameOf = uri => uri.replace(/^mem:\/\//, '').split('/').pop() || 'mem://';

export const count = (number, one, many = one + 's') => `${Number(number).toLocaleString('en')} ${number === 1 ? one : many}`;

export function bytes(number) {
  if (number < 1000) return count(number, 'byte');
  let value = number / 1000;
  for (const unit of ['kB', 'MB', 'GB']) {
    if (value < 999.95) return `${value.toFixed(1)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(1)} TB`;
}

export const short = number => number < 1000 ? String(number) : number < 1e6 ? `${(number / 1000).toFixed(number < 1e4 ? 1 : 0)}k` : `${(number / 1e6).toFixed(1)}M`;

/** `$0.04`, `$0.0003` */
export const dollars = cost => `$${cost.toFixed(cost > 0 && cost < 0.01 ? 4 : 2)}`;

const dayFormat = new Intl.DateTimeFormat('en', {weekday: 'long', day: 'numeric', month: 'long', year: 'numeric'});
const dateFormat = new Intl.DateTimeFormat('en', {day: 'numeric', month: 'short', year: 'numeric'});
const clockFormat = new Intl.DateTimeFormat('en', {hour: '2-digit', minute: '2-digit', hour12: false});
const fullFormat = new Intl.DateTimeFormat('en', {dateStyle: 'medium', timeStyle: 'short', hour12: false});

export const date = iso => dateFormat.format(new Date(iso));
export const clock = iso => clockFormat.format(new Date(iso));
export const full = iso => fullFormat.format(new Date(iso));

/** The day in the reader's own time zone, as a key that sorts. */
export const dayKey = iso => {
  const moment = new Date(iso);
  return `${moment.getFullYear()}-${String(moment.getMonth() + 1).padStart(2, '0')}-${String(moment.getDate()).padStart(2, '0')}`;
};

export function dayName(key) {
  const now = new Date();
  if (key === dayKey(now)) return 'Today';
  if (key === dayKey(new Date(now.getTime() - 864e5))) return 'Yesterday';
  return dayFormat.format(new Date(`${key}T12:00:00`));
}

/** `3 hours ago`, as an element that tells the exact moment too. */
export function ago(iso) {
  if (!iso) return '';
  const seconds = (Date.now() - new Date(iso)) / 1000;
  const words =
    seconds < -60 ? `from ${date(iso)}` : seconds < 60 ? 'just now' : seconds < 3600 ? count(Math.floor(seconds / 60), 'minute') + ' ago'
      : seconds < 86400 ? count(Math.floor(seconds / 3600), 'hour') + ' ago' : seconds < 30 * 86400 ? count(Math.floor(seconds / 86400), 'day') + ' ago' : date(iso);
  return h('time', {datetime: iso, title: full(iso)}, words);
}

export function span(from, to) {
  const minutes = Math.round((new Date(to) - new Date(from)) / 60000);
  return minutes < 1 ? 'under a minute' : minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const milliseconds = value => value >= 1000 ? `${(value / 1000).toFixed(1)} s` : value >= 100 ? `${Math.round(value)} ms` : `${value.toFixed(1)} ms`;

/** About as a language model counts; the server's own rule of thumb is as rough. */
export const tokens = text => Math.ceil((text || '').length / 4);

/** Marks the words of a question in a text. */
export function highlight(text, query) {
  const words = (query || '').toLowerCase().match(/[\p{L}\p{N}]{2,}/gu);
  if (!words) return [text];
  const pattern = new RegExp(`(${[...new Set(words)].sort((a, b) => b.length - a.length).map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'giu');
  return text.split(pattern).map((part, index) => index % 2 ? h('mark', part) : part);
}

/** A memory's text: paragraphs, lists, headings and code as it was written, from Markdown's plainest forms; everything else as it is. */
export function prose(text) {
  const blocks = [];
  const lines = (text || '').split('\n');
  let list = null;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const fence = line.match(/^\s*(```|~~~)/);
    if (fence) {
      const code = [];
      at += 1;
      while (at < lines.length && !lines[at].trimStart().startsWith(fence[1])) code.push(lines[at++]);
      blocks.push(h('pre', {tabindex: 0}, h('code', code.join('\n'))));
      list = null;
      continue;
    }
    const item = line.match(/^\s*(?:[-*+]|\d+[.)])\s+(.*)$/);
    if (item) {
      if (!list) blocks.push(list = h('ul'));
      list.append(h('li', inline(item[1])));
      continue;
    }
    list = null;
    const heading = line.match(/^#{1,6}\s+(.*)$/);
    if (heading) blocks.push(h('p.prose-heading', inline(heading[1])));
    else if (line.trim() === '') blocks.push(null);
    else if (blocks.length && blocks.at(-1)?.classList.contains('prose-lines')) blocks.at(-1).append('\n', ...inline(line));
    else blocks.push(h('p.prose-lines', inline(line)));
  }
  return h('div.prose', blocks);
}

function inline(text) {
  return text.split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/).filter(part => part !== '').map(part =>
    part.length > 2 && part.startsWith('`') && part.endsWith('`') ? h('code', part.slice(1, -1))
      : part.length > 4 && part.startsWith('**') ? h('strong', part.slice(2, -2)) : part);
}

/** What changed from one text to another, word by word: the longest common subsequence; lines when the texts are long. */
export function difference(before, after) {
  const cut = (before.length + after.length > 12000) ? /(\n)/ : /(\s+)/;
  const [left, right] = [before.split(cut), after.split(cut)];
  if (left.length * right.length > 4e6) return [h('del', before), h('ins', after)];
  const width = right.length + 1;
  const table = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      table[i * width + j] = left[i] === right[j] ? table[(i + 1) * width + j + 1] + 1 : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  const parts = [];
  const add = (kind, text) => {
    if (parts.at(-1)?.kind === kind) parts.at(-1).text += text;
    else parts.push({kind, text});
  };
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) { add('same', left[i++]); j += 1; }
    else if (j >= right.length || (i < left.length && table[(i + 1) * width + j] >= table[i * width + j + 1])) add('del', left[i++]);
    else add('ins', right[j++]);
  }
  return parts.map(part => part.kind === 'same' ? part.text : h(part.kind, part.text));
}
