// How the memory is doing: what it holds, what fades, what waits, what it cost, how fast the hooks are.

import {get, post} from './api.js';
import {fail, toast} from './dialogs.js';
import {empty, h, loading, put} from './dom.js';
import {categoryMark} from './memory.js';
import {ago, bytes, categories, count, date, dollars, full, milliseconds, short} from './text.js';

function mount(main) {
  const body = h('div.cards', loading());
  main.append(h('section.page', h('header.page-head', h('div', h('h1', 'Health'), h('p.lead', 'What the memory holds, and how it keeps.'))), body));

  async function load() {
    try {
      const [status, vitals, jobs, ledger] = await Promise.all([get('/api/status'), get('/api/vitals'), get('/api/jobs'), get('/api/ledger', {days: 30, limit: 20})]);
      put(body, cards(status, vitals, jobs, ledger));
    } catch (error) {
      if (error.status === 401) return;
      put(body, empty('The store cannot be read.', error.message));
    }
  }

  const card = (title, note, ...content) => h('section.card', h('header', h('h2', title), note && h('span.faint', note)), ...content);
  const big = (number, words) => h('p.big', h('b', number), h('span', words));
  const facts = rows => h('dl.facts', rows.filter(Boolean).map(([name, value]) => [h('dt', name), h('dd', value)]));

  /** Bars beside each other; each tells its number to a screen reader. */
  function bars(values, {label, tall = 84, every = 1}) {
    const most = Math.max(1, ...values.map(value => value.count));
    return h('div.bars', {role: 'img', 'aria-label': `${label}: ${values.filter(value => value.count).map(value => `${value.name} ${value.count}`).join(', ') || 'none'}`},
      h('div.bars-row', {style: {height: `${tall}px`}}, values.map(value => h('i', {title: `${value.name}: ${value.count}`, data: {none: value.count ? undefined : 'yes'}, style: {height: value.count ? `${Math.max(3, value.count / most * 100)}%` : '1px'}}))),
      h('div.bars-names', {'aria-hidden': 'true'}, values.map((value, index) => h('span', index % every === 0 ? value.short ?? value.name : ''))));
  }

  function rowsOf(values, total) {
    return h('ul.shares', values.map(([name, number]) => h('li', h('span', name), h('span.share', h('i', {style: {width: `${number / Math.max(1, total) * 100}%`}})), h('b', number.toLocaleString('en')))));
  }

  function cards(status, vitals, jobs, ledger) {
    const memories = status.memories;
    const held = memories.total - (memories.by_category.sessions || 0);
    return [
      status.warnings.map(words => h('p.banner.wide-card', words)),
      card('Memories', null, big(held.toLocaleString('en'), 'memories'),
        rowsOf(categories.filter(name => name !== 'sessions' && memories.by_category[name]).map(name => [categoryMark(name), memories.by_category[name]]), held),
        facts([['Said in sessions', (memories.by_category.sessions || 0).toLocaleString('en')], ['Pinned', vitals.pinned], ['Superseded', link(vitals.superseded, 'superseded')], ['Forgotten', link(memories.retracted, 'retracted')], ['Links', vitals.links.toLocaleString('en')]])),
      card('Store', `schema ${status.store.schema_version}`, big(bytes(status.store.bytes), ''),
        facts([
          ['Log', bytes(vitals.log_bytes)], ['Free inside', bytes(vitals.free_bytes)], ['Passages', status.passages.toLocaleString('en')], ['Sessions', status.sessions.toLocaleString('en')],
          ['Observations', status.observations.toLocaleString('en')], ['File', h('code', status.store.path)], ['Version', status.version],
        ])),
      card('Relevance', 'how vivid memories are', bars(vitals.relevance.map((number, index) => ({name: `${(index / 10).toFixed(1)} to ${((index + 1) / 10).toFixed(1)}`, short: (index / 10).toFixed(1), count: number})), {label: 'Memories by relevance'}),
        h('p.faint', 'What is not used fades to the left, and is never lost. Use, or a pin, brings it back.')),
      card('Growth', 'last 30 days', bars(days(vitals.created), {label: 'Memories that came in by day', every: 10}), rowsOf(Object.entries(vitals.origins), Object.values(vitals.origins).reduce((sum, number) => sum + number, 0))),
      queue(jobs, status),
      models(ledger, status),
      hooks(vitals),
      card('Search', null, facts([
        ['Embedder', status.embedder === 'none' ? 'none: search is by words' : h('code', status.embedder)],
        ['Waiting for vectors', (status.pending.embeddings || 0).toLocaleString('en')], ...Object.entries(status.vectors || {}).map(([name, value]) => [name, String(value)]),
      ])),
    ];
  }

  const link = (number, state) => number ? h('a', {href: `#/search?state=${state}`}, number.toLocaleString('en')) : '0';

  function days(created) {
    const known = new Map(created.map(day => [day.day, day.count]));
    return Array.from({length: 30}, (_, index) => {
      const key = new Date(Date.now() - (29 - index) * 864e5).toISOString().slice(0, 10);
      return {name: date(key), short: date(key).replace(/,? \d{4}$/, ''), count: known.get(key) || 0};
    });
  }

  function queue(jobs, status) {
    const retry = async id => {
      try { const answer = await post('/api/jobs/retry', id ? {id} : {}); toast(`${count(answer.retried, 'job')} will be tried again.`); load(); } catch (error) { fail(error); }
    };
    return card('Queue', jobs.worker_running ? 'the worker is running' : 'no worker is running', big(jobs.waiting.length.toLocaleString('en'), jobs.waiting.length === 1 ? 'job waits' : 'jobs wait'),
      jobs.waiting.length > 0 && h('ul.jobs', jobs.waiting.slice(0, 8).map(job => h('li', h('p', h('b', job.kind), ' ', h('code', job.subject)), h('p.faint', 'due ', ago(job.due_at), job.attempts > 0 && `, tried ${count(job.attempts, 'time')}: ${job.error || ''}`)))),
      jobs.parked.length > 0
        ? [h('h3.danger-text', `${jobs.parked.length} parked`), h('ul.jobs', jobs.parked.map(job => h('li', h('p', h('b', job.kind), ' ', h('code', job.subject)), h('p.job-error', job.error || 'no error was kept'), h('p.faint', `tried ${count(job.attempts, 'time')}, parked `, ago(job.parked_at), ' ', h('button.small', {type: 'button', onclick: () => retry(job.id)}, 'Try again'))))),
          jobs.parked.length > 1 && h('button', {type: 'button', onclick: () => retry()}, 'Try all again')]
        : h('p.faint', 'Nothing is parked.'));
  }

  function models(ledger, status) {
    const {provider, calls_today: calls, tokens_today: spent} = status.model;
    const meter = (name, used, limit) => limit !== undefined && h('li', h('span', name), h('span.share', {role: 'img', 'aria-label': `${used} of ${limit}`}, h('i', {style: {width: `${Math.min(100, limit ? used / limit * 100 : 100)}%`}})), h('b', `${short(used)} / ${short(limit)}`));
    return card('Models', provider === 'none' ? 'none: rules do the work' : provider,
      h('ul.shares', meter('Calls today', calls, ledger.calls_per_day), meter('Tokens today', spent, ledger.tokens_per_day)),
      ledger.today.cost_usd !== undefined && h('p.faint', `${dollars(ledger.today.cost_usd)} today, of the calls whose provider said it.`),
      ledger.purposes.length > 1 && h('p.faint', ledger.purposes.map(part => `${part.purpose} ${short(part.tokens)}`).join(' · '), ' tokens in 30 days'),
      ledger.days.length > 0 && bars(ledger.days.map(day => ({name: date(day.day), short: date(day.day).replace(/,? \d{4}$/, ''), count: day.tokens})), {label: 'Tokens by day', tall: 56, every: 7}),
      ledger.entries.length
        ? h('div.scroll', {tabindex: 0, role: 'region', 'aria-label': 'Latest calls'}, h('table', h('thead', h('tr', ['When', 'For', 'Model', 'Tokens', 'Cost'].map((name, index) => h(index > 2 ? 'th.number' : 'th', {scope: 'col'}, name)))), h('tbody', ledger.entries.map(entry => h('tr', h('td', {title: full(entry.at)}, ago(entry.at)), h('td', entry.purpose), h('td', `${entry.provider} ${entry.model}`), h('td.number', (entry.input_tokens + entry.output_tokens).toLocaleString('en')), h('td.number', entry.cost_usd === undefined ? '' : dollars(entry.cost_usd)))))))
        : h('p.faint', 'No model was called in the last 30 days.'));
  }

  function hooks(vitals) {
    if (!vitals.hooks.length) return card('Hooks', null, h('p.faint', 'No hook has run here yet. ', h('code', 'continuity init'), ' installs them.'));
    const recent = vitals.recent_hooks.slice(-60);
    const most = Math.max(1, ...recent.map(hook => hook.ms));
    return card('Hooks', 'time inside the process',
      h('div.dots', {role: 'img', 'aria-label': `The last ${recent.length} hooks, the longest ${milliseconds(most)}`}, recent.map(hook => h('i', {title: `${hook.event}: ${milliseconds(hook.ms)}, ${full(hook.at)}`, style: {height: `${Math.max(4, hook.ms / most * 100)}%`}}))),
      h('div.scroll', {tabindex: 0, role: 'region', 'aria-label': 'Hooks by event'}, h('table', h('thead', h('tr', ['Event', 'Count', 'Median', '95 %', 'Longest'].map((name, index) => h(index ? 'th.number' : 'th', {scope: 'col'}, name)))), h('tbody', vitals.hooks.map(hook => h('tr', h('td', hook.event), h('td.number', hook.count), h('td.number', milliseconds(hook.median_ms)), h('td.number', milliseconds(hook.p95_ms)), h('td.number', milliseconds(hook.max_ms))))))));
  }

  return {update: load, refresh: load};
}

export default {title: 'Health', mount};
