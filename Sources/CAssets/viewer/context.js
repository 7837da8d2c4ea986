// Exactly what the next session in a project would begin with: each line with its tokens and its reason.

import {get} from './api.js';
import {fail, toast} from './dialogs.js';
import {empty, h, put} from './dom.js';
import {treeLink} from './memory.js';
import {count} from './text.js';

function mount(main, frame) {
  const budget = h('input', {type: 'number', min: 100, max: 100000, step: 100, placeholder: 'as configured', 'aria-label': 'Budget in tokens'});
  const place = h('select', {'aria-label': 'Project of the session'});
  const body = h('div.context');
  main.append(h('section.page', h('header.page-head', h('div', h('h1', 'Context'), h('p.lead', 'What the next session would be given, word for word.')),
    h('div.page-tools', h('label.inline', h('span', 'Project'), place), h('label.inline', h('span', 'Budget'), budget), h('button', {type: 'button', id: 'copy-context', onclick: copy}, 'Copy'))), body));

  let answer = null;
  let chosen = null;

  function choices() {
    const value = chosen ?? (frame.project() || frame.projects()[0] || '');
    put(place, h('option', {value: ''}, 'None: outside of projects'), frame.projects().map(name => h('option', {value: name}, name)));
    place.value = frame.projects().includes(value) ? value : '';
  }

  async function load() {
    try {
      answer = await get('/api/context', {project: place.value, budget_tokens: budget.value});
      draw();
    } catch (error) { if (error.status !== 401) fail(error); }
  }

  function draw() {
    const {sections, tokens, left_out: leftOut, budget_tokens: limit} = answer;
    if (!sections.length) {
      put(body, empty('Nothing would be injected.', 'No memory belongs to this project or to every project yet.', ['Say ', h('i', '“remember that …”'), ' in a session, or press ', h('kbd', 'n'), '.']), leftOutList(leftOut));
      return;
    }
    const share = Math.min(1, tokens / limit);
    put(body,
      h('div.budget', h('p', h('b', count(tokens, 'token')), ` of ${limit.toLocaleString('en')}`),
        h('div.budget-bar', {role: 'img', 'aria-label': `${Math.round(share * 100)} percent of the budget`}, sections.map((section, index) => h('i', {title: `${section.title}: ${section.tokens}`, data: {step: index % 4}, style: {width: `${section.tokens / limit * 100}%`}}))),
        h('ul.legend', sections.map((section, index) => h('li', h('i', {'aria-hidden': 'true', data: {step: index % 4}}), section.title, h('span.faint', ` ${section.tokens}`))))),
      sections.map(section => h('section.context-section', {'aria-label': section.title},
        h('h2', section.title, h('span.tokens', count(section.tokens, 'token'))),
        h('ul', section.lines.map(line => h('li', h('p.context-text', words(line)), h('p.context-why', h('span.tokens', line.tokens), h('span', line.why), treeLink(line.uri, 'open'))))))),
      leftOutList(leftOut),
      h('details.raw', h('summary', 'The whole text as the agent gets it'), h('pre', {tabindex: 0}, answer.markdown)));
  }

  /** Without the list's dash and the address, which stands beside it. */
  const words = line => line.text.replace(/^- /, '').replace(/ \(mem:\/\/\S+\)\s*$/, '');

  const leftOutList = leftOut => leftOut.length > 0 && h('details.left-out', h('summary', `${count(leftOut.length, 'memory', 'memories')} did not fit`),
    h('ul', leftOut.map(line => h('li', h('p.context-text', line.text), h('p.context-why', h('span', line.why), treeLink(line.uri, 'open'))))));

  async function copy() {
    try { await navigator.clipboard.writeText(answer?.markdown || ''); toast('Copied.'); } catch { toast('The browser does not allow it.', {isError: true}); }
  }

  place.addEventListener('change', () => { chosen = place.value; frame.go('context', {project: chosen || 'none'}, {replace: true}); load(); });
  budget.addEventListener('change', load);

  return {
    update({project}) { chosen = project === 'none' ? '' : project ?? null; choices(); load(); },
    refresh(quietly) { if (!quietly) chosen = frame.project() || chosen; choices(); load(); },
    projectsChanged() { choices(); load(); },
  };
}

export default {title: 'Context', mount};
