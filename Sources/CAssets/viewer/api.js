// Asking the server. Every answer is JSON; an error says what failed and what to do.

export class Failure extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const listeners = {locked: [], change: [], live: []};

export const on = (event, listener) => {
  listeners[event].push(listener);
  return () => { listeners[event] = listeners[event].filter(other => other !== listener); };
};

const emit = (event, value) => listeners[event].forEach(listener => listener(value));

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, {credentials: 'same-origin', ...options});
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Failure(0, 'The server does not answer. Is `continuity serve` still running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (response.status === 401) emit('locked');
  throw new Failure(response.status, answer.error?.message || `The server answered ${response.status}.`);
}

/** Parameters that are empty are left out. */
export function get(path, parameters = {}, signal) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '' && value !== false) query.set(name, value);
  }
  const text = query.toString();
  return ask(text ? `${path}?${text}` : path, {signal});
}

export const post = (path, body = {}) =>
  ask(path, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});

/** Opens the stream of changes; the browser opens it again by itself when it breaks. */
export function watch() {
  const source = new EventSource('/api/stream');
  source.addEventListener('open', () => emit('live', true));
  source.addEventListener('error', () => {
    emit('live', false);
    // The browser gives up on an answer that is no stream, such as a refusal while the server starts again.
    if (source.readyState === EventSource.CLOSED) setTimeout(watch, 5000);
  });
  source.addEventListener('change', () => emit('change'));
}
