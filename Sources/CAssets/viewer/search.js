// Search as one types. Without a question: lists of what is new, pinned, superseded, forgotten.

import {get} from './api.js';
import {empty, h, markSelected, put, roving} from './dom.js';
import {categoryMark, memoryPane} from './memory.js';
import {ago, categories, count, highlight, kindOf} from './text.js';

const spans = {day: 1, week: 7, month: 30, year: 365};

function mount(main, frame) {
  const input = h('input', {type: 'search', name: 'q', placeholder: 'Ask, or name something', 'aria-label': 'Search the memories', autocomplete: 'off', spellcheck: 'false', 'aria-controls': 'results'});
  const mode = choice('mode', 'How', {find: 'Find', search: 'Search'});
  const category = select('Kind', {'': 'Any kind', ...Object.fromEntries(categories.map(name => [name, kindOf(name)]))});
  const time = select('Changed', {'': 'Any time', day: 'Last day', week: 'Last week', month: 'Last month', year: 'Last year'});
  const state = select('Validity', {valid: 'Holds now', superseded: 'Superseded', retracted: 'Forgotten', pinned: 'Pinned'});
  const asOf = h('input', {type: 'date', 'aria-label': 'As of a day'});
  const results = h('div.results', {id: 'results', role: 'listbox', 'aria-label': 'Results'});
  const summary = h('p.summary', {role: 'status'});
  const split = h('div.split');
  const pane = memoryPane({changed: () => run(), back: () => closeDetail()});
  split.append(
    h('section.pane', {'aria-label': 'Search'},
      h('div.search-head', h('div.search-box', input, mode.element), h('div.filters', category, state, time, h('label.inline', h('span', 'As of'), asOf)), summary),
      results),
    pane.element);
  main.append(split);

  let request = null;
  let shown = null;
  let selected = null;
  let answerOf = '';

  const rows = () => [...results.querySelectorAll('[data-row]')];
  const words = () => input.value.trim();

  async function run() {
    request?.abort();
    request = new AbortController();
    const {signal} = request;
    const began = performance.now();
    const since = spans[time.value] ? Date.now() - spans[time.value] * 864e5 : 0;
    const isList = !words() || state.value !== 'valid';
    try {
      const answer = isList
        ? await get('/api/memories', {state: state.value, category: category.value, project: frame.project(), limit: words() || since ? 500 : 60, order: 'newest'}, signal)
        : await get('/api/search', {
          q: words(), mode: mode.value(), category: category.value, project: frame.project(), as_of: asOf.value, explain: true, limit: since ? 100 : 20,
        }, signal);
      if (signal.aborted) return;
      let items = answer.items;
      if (since) items = items.filter(item => new Date(item.updated_at) >= since);
      if (isList && words()) {
        const wanted = words().toLowerCase().split(/\s+/);
        items = items.filter(item => wanted.every(word => `${item.l0} ${item.uri}`.toLowerCase().includes(word)));
      }
      draw(items, answer, isList);
      main.dataset.took = String(Math.round((performance.now() - began) * 10) / 10);
      main.dataset.query = words();
    } catch (error) {
      if (error.name === 'AbortError' || error.status === 401) return;
      put(results, empty('That cannot be asked.', error.message));
      summary.textContent = '';
    }
  }

  function draw(items, answer, isList) {
    const text = JSON.stringify(items);
    summary.textContent = isList
      ? `${count(words() || time.value ? items.length : answer.total, 'memory', 'memories')}${words() ? ' with these words' : ''}, the newest first`
      : items.length ? `${count(items.length, 'memory', 'memories')}, the likeliest first${answer.plan ? ` · looked for ${answer.plan.sub_queries.map(query => `“${query.query}”`).join(', ')}` : ''}` : '';
    if (text === answerOf) return;
    answerOf = text;
    shown = items;
    const hadFocus = results.contains(document.activeElement);
    put(results, items.length ? items.map(row) : nothing(answer));
    const all = rows();
    const here = all.find(other => other.dataset.row === selected) || all[0];
    if (here) here.tabIndex = 0;
    markSelected(all, all.find(other => other.dataset.row === selected));
    if (hadFocus) here?.focus();
    results.scrollTop = 0;
  }

  function nothing(answer) {
    if (!words()) {
      return state.value === 'valid' ? empty('Nothing is remembered yet.', ['Agents put memories here as they work; ', h('kbd', 'n'), ' remembers something by hand.'])
        : empty(`Nothing is ${state.value === 'retracted' ? 'forgotten' : state.value}.`, 'What is shows up here, with a way back.');
    }
    return empty('Nothing was found.', ...(answer.notes || []), frame.project() ? 'Only one project is looked through: choose “All projects” at the left.' : 'Fewer or other words may find it; a name or a file is best.');
  }

  function row(item) {
    return h('div.result', {role: 'option', tabindex: -1, 'aria-selected': 'false', data: {row: item.uri}},
      h('p.result-text', highlight(item.l0, words())),
      item.passage && h('p.result-passage', highlight(excerpt(item.passage), words())),
      h('p.result-facts', categoryMark(item.category), item.project && h('span', item.project), ago(item.updated_at), item.retracted_reason && h('span', `“${item.retracted_reason}”`),
        item.score !== undefined && h('span.score', {title: 'Score'}, item.score.toFixed(2))),
      item.why?.length && why(item.why));
  }

  /** The part of a passage around the first word that was asked for. */
  function excerpt(passage) {
    const first = words().toLowerCase().match(/[\p{L}\p{N}]{3,}/gu)?.map(word => passage.toLowerCase().indexOf(word)).filter(at => at >= 0).sort((a, b) => a - b)[0] ?? 0;
    const from = first > 90 ? passage.indexOf(' ', first - 70) + 1 : 0;
    const plain = passage.slice(from, from + 260).replace(/^#{1,6} /gm, '');
    return (from ? '… ' : '') + plain + (passage.length > from + 260 ? ' …' : '');
  }

  function why(parts) {
    const words = parts.map(part => `${part.part} ${part.contribution.toFixed(2)}`).join(', ');
    return h('div.why', {role: 'img', 'aria-label': `Score: ${words}`}, parts.filter(part => Math.abs(part.contribution) >= 0.005).map(part => h('span.part', {data: {negative: part.contribution < 0 ? 'yes' : undefined}},
      h('span', part.part), h('i', {style: {width: `${Math.max(2, Math.min(1, Math.abs(part.contribution)) * 44)}px`}}), h('b', part.contribution.toFixed(2)))));
  }

  function choose(element, isClick) {
    selected = element.dataset.row;
    markSelected(rows(), element);
    pane.show(selected);
    keep();
    if (isClick) split.classList.add('detail-open');
  }

  function keep() {
    frame.go('search', {q: words(), mode: mode.value() === 'find' ? '' : mode.value(), kind: category.value, state: state.value === 'valid' ? '' : state.value, time: time.value, as_of: asOf.value, uri: selected || ''}, {replace: true});
  }

  function closeDetail() { split.classList.remove('detail-open'); }

  input.addEventListener('input', () => { selected = null; keep(); run(); });
  input.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      const first = rows()[0];
      if (!first) return;
      event.preventDefault();
      rows().forEach(other => { other.tabIndex = other === first ? 0 : -1; });
      first.focus();
      choose(first, event.key === 'Enter');
    }
  });
  for (const control of [category, time, state, asOf]) control.addEventListener('change', () => { keep(); run(); });
  mode.onchange = () => { keep(); run(); };

  roving(results, {
    rows, choose, open: element => { choose(element, true); pane.element.querySelector('button')?.focus(); },
    extra: (event, element) => {
      if (event.key === 'ArrowUp' && rows()[0] === element) { input.focus(); return true; }
      return false;
    },
  });

  return {
    update(parameters) {
      input.value = parameters.q || '';
      mode.set(parameters.mode || 'find');
      category.value = parameters.kind || '';
      time.value = parameters.time || '';
      state.value = parameters.state || 'valid';
      asOf.value = parameters.as_of || '';
      selected = parameters.uri || null;
      if (selected) pane.show(selected);
      run();
      if (!selected && matchMedia('(min-width: 720px)').matches) input.focus();
    },
    refresh: () => { run(); pane.refresh(); }, key: pane.key, escape: closeDetail, unmount: () => request?.abort(),
  };
}

function select(label, options) {
  return h('select', {'aria-label': label}, Object.entries(options).map(([value, words]) => h('option', {value}, words)));
}

/** A choice of two or three, side by side. */
function choice(name, label, options) {
  const element = h('span.segments', {role: 'radiogroup', 'aria-label': label});
  const control = {element, onchange: null, value: () => element.querySelector('input:checked')?.value, set: value => { element.querySelector(`input[value=${value}]`).checked = true; }};
  for (const [value, words] of Object.entries(options)) {
    element.append(h('label', h('input', {type: 'radio', name, value, onchange: () => control.onchange?.()}), h('span', words)));
  }
  return control;
}

export default {title: 'Search', mount};
