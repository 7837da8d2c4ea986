// Asking a person: dialogs, and short words in a corner with a way back.

import {post, Failure} from './api.js';
import {h, put} from './dom.js';
import {categories, kindOf, nameOf} from './text.js';

const toasts = () => document.getElementById('toasts');

/** Says what happened; with `undo` there is a way back for some seconds (and by the key `u`). */
export function toast(words, {undo, isError = false} = {}) {
  const element = h(isError ? 'div.toast.error' : 'div.toast', h('span', words));
  const end = () => element.remove();
  let timer = setTimeout(end, undo ? 12000 : isError ? 9000 : 4000);
  if (undo) {
    const act = async () => {
      end();
      lastUndo = null;
      try { await undo(); toast('Undone.'); } catch (error) { fail(error); }
    };
    lastUndo = act;
    element.append(h('button', {type: 'button', onclick: act}, 'Undo', h('kbd', 'u')));
  }
  element.append(h('button.quiet', {type: 'button', 'aria-label': 'Dismiss', onclick: end}, '×'));
  element.addEventListener('mouseenter', () => clearTimeout(timer));
  element.addEventListener('mouseleave', () => { timer = setTimeout(end, 4000); });
  toasts().append(element);
  while (toasts().children.length > 3) toasts().firstChild.remove();
}

let lastUndo = null;
export const undoLast = () => { if (lastUndo) lastUndo(); else toast('There is nothing to undo.'); };

export const fail = error => {
  if (error.name !== 'AbortError') toast(error instanceof Failure ? error.message : `Something went wrong: ${error.message}`, {isError: true});
};

/** A dialog whose form answers with `submit(form)`; it stays open when that fails. */
function ask(title, fields, {action, danger = false, submit, wide = false}) {
  const problem = h('p.problem', {role: 'alert'});
  const go = h(danger ? 'button.danger' : 'button.primary', {type: 'submit'}, action);
  const dialog = h(wide ? 'dialog.wide' : 'dialog', {'aria-labelledby': 'dialog-title'},
    h('form', {
      method: 'dialog',
      onsubmit: async event => {
        event.preventDefault();
        go.disabled = true;
        try {
          await submit(event.target);
          dialog.close();
        } catch (error) {
          put(problem, error.message);
          go.disabled = false;
        }
      },
      onkeydown: event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); event.currentTarget.requestSubmit(); }
      },
    },
    h('h2', {id: 'dialog-title'}, title), fields, problem,
    h('div.dialog-buttons', h('span.hint', h('kbd', 'Ctrl'), h('kbd', '↵')),
      h('button', {type: 'button', onclick: () => dialog.close()}, 'Cancel'), go)));
  dialog.addEventListener('close', () => dialog.remove());
  // A click beside the dialog closes it, as people expect; one that began inside and slipped out does not.
  dialog.addEventListener('mousedown', event => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

const field = (label, control, note) => h('label.field', h('span', label), control, note && h('small', note));

/** New words for a memory; what stood before is a revision. */
export function edit(memory, done) {
  const content = h('textarea', {name: 'content', rows: 14, required: true, spellcheck: 'true', value: memory.l2});
  const line = h('input', {name: 'l0', value: memory.l0, maxlength: 500});
  const tags = h('input', {name: 'tags', value: (memory.tags || []).join(', ')});
  ask('Edit', [
    h('p.mono.faint', memory.uri),
    field('Content (L2)', content, 'L0 and L1 are made anew from it.'),
    field('One line (L0)', line, 'Change it to keep your own wording.'),
    field('Tags', tags, 'Separated by commas.'),
  ], {
    action: 'Save', wide: true,
    submit: async () => {
      const body = {uri: memory.uri, unchanged_since: memory.updated_at, tags: tags.value.split(',').map(tag => tag.trim()).filter(Boolean)};
      if (content.value !== memory.l2) body.content = content.value;
      if (line.value.trim() !== memory.l0) body.l0 = line.value.trim();
      const answer = await post('/api/memory/edit', body);
      if (answer.action === 'unchanged') toast('Nothing was changed.');
      else toast(answer.redactions ? 'Saved, without the secrets that were in it.' : 'Saved.', {
        undo: async () => { await post('/api/memory/restore', {uri: memory.uri, revision: answer.revision}); done(memory.uri); },
      });
      done(memory.uri);
    },
  });
  content.focus();
  content.setSelectionRange(0, 0);
}

/** Takes a memory back, with a reason; erasing it for good is a choice of its own. */
export function forget(memory, done) {
  const reason = h('input', {name: 'reason', maxlength: 2000, placeholder: 'Wrong, out of date, private…'});
  const purge = h('input', {type: 'checkbox', name: 'purge'});
  ask('Forget this?', [
    h('blockquote', memory.l0),
    field('Reason', reason, 'It is kept with the memory, for you and for later sessions.'),
    h('label.check', purge, h('span', 'Erase the text for good', h('small', 'For secrets and private matters. This cannot be undone.'))),
  ], {
    action: 'Forget', danger: true,
    submit: async () => {
      const body = {uri: memory.uri};
      if (reason.value.trim()) body.reason = reason.value.trim();
      if (purge.checked) body.purge = true;
      await post('/api/memory/forget', body);
      if (purge.checked) toast('Erased for good.');
      else toast('Forgotten.', {undo: async () => { await post('/api/memory/restore', {uri: memory.uri}); done(memory.uri); }});
      done(purge.checked ? null : memory.uri);
    },
  });
  reason.focus();
}

/** Something new. */
export function remember(project, projects, done) {
  const content = h('textarea', {name: 'content', rows: 6, required: true, placeholder: 'We deploy on Tuesdays, after the backup.'});
  const category = h('select', {name: 'category'}, h('option', {value: ''}, 'As the text suggests'),
    categories.filter(name => name !== 'sessions').map(name => h('option', {value: name}, kindOf(name))));
  const place = h('select', {name: 'project'}, h('option', {value: ''}, 'Holds everywhere'),
    projects.map(name => h('option', {value: name, selected: name === project}, name)));
  const title = h('input', {name: 'title', maxlength: 500, placeholder: 'Made from the text'});
  ask('Remember', [
    field('What', content),
    h('div.columns', field('Kind', category), field('Project', place)),
    field('Title', title),
  ], {
    action: 'Remember',
    submit: async () => {
      const body = {content: content.value};
      if (category.value) body.category = category.value;
      if (title.value.trim()) body.title = title.value.trim();
      if (place.value) body.project = place.value; else body.global = true;
      const answer = await post('/api/memories', body);
      const words = {created: 'Remembered', merged: 'Taken into', unchanged: 'Known already', superseded: 'Remembered; it replaces what stood before'}[answer.action];
      toast(`${words}: ${nameOf(answer.uri)}`, answer.action === 'unchanged' ? {} : {
        undo: async () => {
          if (answer.action === 'merged') await post('/api/memory/restore', {uri: answer.uri});
          else await post('/api/memory/forget', {uri: answer.uri, reason: 'Taken back at once.'});
          for (const uri of answer.closed || []) await post('/api/memory/restore', {uri});
          done(null);
        },
      });
      done(answer.uri);
    },
  });
  content.focus();
}

export function help() {
  const keys = [
    ['Everywhere', [['/', 'search'], ['1 … 7', 'the views'], ['n', 'remember something'], ['u', 'undo the last change'], ['t', 'light or dark'], ['?', 'this help'], ['Esc', 'close, or back to the list']]],
    ['In lists and trees', [['↑ ↓  or  k j', 'move'], ['→ ←', 'open and close a branch'], ['Enter', 'read'], ['Home End', 'first, last']]],
    ['With a memory', [['e', 'edit'], ['p', 'pin, or unpin'], ['f', 'forget'], ['g', 'its surroundings in the graph'], ['c', 'copy its address']]],
    ['In the graph', [['← ↑ → ↓', 'move the picture'], ['+ −', 'larger, smaller'], ['0', 'all of it'], ['Tab', 'to the list of what is shown']]],
  ];
  const dialog = h('dialog.wide', {'aria-labelledby': 'dialog-title'}, h('h2', {id: 'dialog-title'}, 'Keys'),
    h('div.keys', keys.map(([title, rows]) => h('section', h('h3', title), h('dl', rows.map(([key, words]) => [h('dt', h('kbd', key)), h('dd', words)]))))),
    h('div.dialog-buttons', h('button.primary', {type: 'button', onclick: () => dialog.close()}, 'Close')));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('mousedown', event => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
}
