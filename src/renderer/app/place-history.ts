/**
 * Places as entries of the browser's history. Each entry takes the browser several milliseconds, and more than 200 in half a
 * minute are refused: they are written once what the examiner waits for was drawn, and of a cursor that runs only its last place.
 */

/** Milliseconds for which an entry waits: longer than a key that is held down takes to repeat itself. */
const pause = 120;

interface Entry {
  state: unknown;
  address: string;
  /** Otherwise it takes the place of the entry before it. */
  push: boolean;
}

let waiting: Entry[] = [];
let timer: ReturnType<typeof setTimeout> | null = null;

/** Writes what waits, in its order. */
function flush(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  for (const { state, address, push } of waiting)
    if (push) window.history.pushState(state, '', address);
    else window.history.replaceState(state, '', address);
  waiting = [];
}

/** Has an entry written soon. */
export function recordPlace(entry: Entry): void {
  const last = waiting.at(-1);
  if (entry.push || last === undefined) waiting.push(entry);
  else waiting[waiting.length - 1] = { ...entry, push: last.push };
  timer ??= setTimeout(flush, pause);
}

export function goBack(): void {
  flush();
  window.history.back();
}

export function goForward(): void {
  flush();
  window.history.forward();
}

/** Calls `arrive` with the state of the entry that the examiner went back or forward to. What still waits is left behind. */
export function onReturn(arrive: (state: unknown) => void): void {
  window.addEventListener('popstate', (event) => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    waiting = [];
    arrive(event.state);
  });
  // A page that is loaded anew takes up where this one was.
  window.addEventListener('pagehide', flush);
}
