// The frame: which view is shown, keys that work everywhere, the project, the theme, and the stream of changes.

import {get, on, watch} from './api.js';
import {fail, help, remember, undoLast} from './dialogs.js';
import {empty, h, isTyping, put} from './dom.js';
import tree from './tree.js';
import search from './search.js';
import timeline from './timeline.js';
import profile from './profile.js';
import graph from './graph.js';
import context from './context.js';
import health from './health.js';

const views = {tree, search, timeline, profile, graph, context, health};
const order = Object.keys(views);
const main = document.getElementById('main');
const projectChoice = document.getElementById('project');

let name = null;
let view = null;
let projects = [];

export const frame = {
  project: () => projectChoice.value,
  projects: () => projects,
  chooseProject: value => { projectChoice.value = value; projectChoice.dispatchEvent(new Event('change')); },
  /** Changes the address; `replace` leaves no step behind to go back to. */
  go(to, parameters = {}, {replace = false} = {}) {
    const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
    const hash = `#/${to}${query.size ? `?${query}` : ''}`;
    if (hash === location.hash) return;
    if (replace) history.replaceState(null, '', hash); else location.hash = hash;
    if (replace) keep(hash);
  },
};

const lastOf = {};
function keep(hash) { const [path] = hash.slice(2).split('?'); lastOf[path] = hash; }

function route() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const wanted = views[path] ? path : 'tree';
  const parameters = Object.fromEntries(new URLSearchParams(query || ''));
  keep(location.hash || '#/tree');
  if (wanted !== name) {
    view?.unmount?.();
    name = wanted;
    document.title = `${views[name].title} · Continuity`;
    for (const link of document.querySelectorAll('[data-view]')) {
      if (link.dataset.view === name) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
    }
    main.className = `view-${name}`;
    put(main);
    view = views[name].mount(main, frame);
  }
  view.update(parameters);
}

const openView = wanted => { location.hash = lastOf[wanted] || `#/${wanted}`; };

// MARK: Keys

document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape') {
    if (isTyping(event.target)) { event.target.blur(); view?.escape?.(); } else view?.escape?.();
    return;
  }
  if (isTyping(event.target)) return;
  if (view?.key?.(event)) return;
  const act = {
    '/': () => { frame.go('search'); setTimeout(() => document.querySelector('input[type=search]')?.select(), 0); },
    '?': help, n: () => askToRemember(), u: undoLast, t: nextTheme,
  }[event.key] || (/^[1-7]$/.test(event.key) && (() => openView(order[Number(event.key) - 1])));
  if (!act) return;
  event.preventDefault();
  act();
});

const askToRemember = () => remember(frame.project(), projects, () => view?.refresh?.());
document.getElementById('remember').addEventListener('click', askToRemember);
document.getElementById('help').addEventListener('click', help);

// MARK: Theme

const themes = ['auto', 'light', 'dark'];
const themeButton = document.getElementById('theme');
const stored = key => { try { return localStorage.getItem(key); } catch { return null; } };
const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private windows may refuse */ } };

function setTheme(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = theme;
  const words = {auto: 'Auto', light: 'Light', dark: 'Dark'}[theme];
  themeButton.textContent = words;
  themeButton.setAttribute('aria-label', `Theme: ${theme === 'auto' ? 'as the system' : theme}`);
  store('theme', theme);
  view?.themed?.();
}

function nextTheme() { setTheme(themes[(themes.indexOf(stored('theme') || 'auto') + 1) % themes.length]); }

themeButton.addEventListener('click', nextTheme);
setTheme(themes.includes(stored('theme')) ? stored('theme') : 'auto');

// MARK: Projects

async function loadProjects() {
  try {
    const answer = await get('/api/projects');
    const known = answer.projects.map(project => project.name);
    if (known.join('\n') === projects.join('\n')) return;
    projects = known;
    const chosen = projectChoice.value || stored('project') || '';
    put(projectChoice, h('option', {value: ''}, 'All projects'), projects.map(project => h('option', {value: project}, project)));
    projectChoice.value = projects.includes(chosen) ? chosen : '';
    if (projectChoice.value) view?.refresh?.();
    view?.projectsChanged?.();
  } catch (error) { if (error.status !== 401) fail(error); }
}

projectChoice.addEventListener('change', () => { store('project', projectChoice.value); view?.refresh?.(); });

// MARK: Changes

const live = document.getElementById('live');
function showLive(state, words) { live.dataset.state = state; live.lastElementChild.textContent = words; }

let pending = null;
on('change', () => {
  // An import writes hundreds of memories a second: one look at the end of it is enough.
  clearTimeout(pending);
  pending = setTimeout(() => { if (!document.hidden) { loadProjects(); view?.refresh?.(true); } else isStale = true; }, 250);
});
let isStale = false;
document.addEventListener('visibilitychange', () => { if (!document.hidden && isStale) { isStale = false; view?.refresh?.(true); } });
on('live', isLive => showLive(isLive ? 'live' : 'off', isLive ? 'Live' : 'Not connected'));

let isLocked = false;
on('locked', () => {
  if (isLocked) return;
  isLocked = true;
  showLive('off', 'Locked');
  view?.unmount?.();
  view = null;
  removeEventListener('hashchange', route);
  document.body.classList.add('locked');
  put(main, empty('This page needs the link with the token.', ['Run ', h('code', 'continuity serve'), ' in a terminal and open the link that it prints, or start it with ', h('code', 'continuity serve --open'), '.'],
    'The link holds for this browser until the token is changed.'));
});

addEventListener('hashchange', route);
route();
loadProjects();
get('/api/health').then(answer => { if (answer.version) watch(); }).catch(() => showLive('off', 'Not connected'));
