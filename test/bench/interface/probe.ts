/**
 * Runs inside the measured page, from before its first script. It only looks at what any reader of the page sees: the
 * table's rows, the gallery's tiles and their places in the window. A script without imports, so that it can be handed to
 * the browser as it is once its types are taken out.
 */

interface Looked {
  /** What stands there: the count and the rows or tiles in view, by place and text. */
  signature: string;
  /** Whether everything in view is there, with nothing that still waits. */
  full: boolean;
  /** Rows in view that are there. */
  loaded: number;
}

// As types alone: an import statement would make a module of this script.
type ActMeasured = import('./measurements.ts').ActMeasured;
type ScrollMeasured = import('./measurements.ts').ScrollMeasured;

interface OpeningMeasured {
  /** Since the navigation began, in milliseconds. */
  painted: number | null;
  answered: number | null;
}

const nothing: Looked = { signature: '', full: false, loaded: 0 };

/** Rows of the table that lie in its view, below its head. */
function lookAtTable(): Looked {
  const grid = document.querySelector('[role="grid"]');
  const head = grid?.querySelector('[role="columnheader"]');
  if (!grid || !head) return nothing;
  const box = grid.getBoundingClientRect();
  const top = head.getBoundingClientRect().bottom;
  const bottom = box.top + grid.clientHeight;
  let covered = 0;
  let loaded = 0;
  let waiting = 0;
  let signature = document.querySelector('[role="toolbar"] [role="status"]')?.textContent ?? '';
  for (const row of grid.querySelectorAll('[data-row]')) {
    const place = row.getBoundingClientRect();
    const seen = Math.min(place.bottom, bottom) - Math.max(place.top, top);
    if (seen < 1) continue;
    if (row.childElementCount > 1) {
      loaded += 1;
      covered += seen;
    } else waiting += 1;
    signature += `\n${row.getAttribute('data-row')} ${row.textContent}`;
  }
  const total = Number(grid.getAttribute('aria-rowcount')) - 1;
  return { signature, loaded, full: waiting === 0 && loaded > 0 && (covered >= bottom - top - 1 || loaded >= total) };
}

/** Tiles of the gallery that lie in its view; one is there when its picture is decoded, or its lack is explained. */
function lookAtGallery(): Looked {
  const list = document.querySelector('[role="listbox"]');
  if (!list) return nothing;
  const box = list.getBoundingClientRect();
  let loaded = 0;
  let waiting = 0;
  let signature = '';
  for (const tile of list.querySelectorAll('[data-row]')) {
    const place = tile.getBoundingClientRect();
    if (place.bottom < box.top + 1 || place.top > box.bottom - 1) continue;
    const picture = tile.querySelector('img');
    if (picture?.complete && picture.naturalWidth > 0) loaded += 1;
    else waiting += 1;
    signature += `\n${tile.getAttribute('data-row')}`;
  }
  return { signature, loaded, full: waiting === 0 && loaded > 0 };
}

/** The time at which the frame was handed over that is being made now: messages wait for it, timers may not. */
function painted(then: (time: number) => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    then(performance.now());
  };
  port2.postMessage(null);
}

/** Calls `look` in every frame until it answers false. */
function everyFrame(look: (time: number) => boolean): void {
  const step = (time: number): void => {
    if (look(time)) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

const quietTime = 600;
const patience = 15_000;

const sabutProbe = {
  lookAtTable,
  lookAtGallery,

  /** What the last `armAct` measured; null until it is known. */
  act: null as ActMeasured | null,

  /** Measures from the next click until what it brings stands still; or from the letter after which a box holds `typed`. */
  armAct(typed: string | null): void {
    this.act = null;
    const before = lookAtTable();
    const kind = typed === null ? 'click' : 'input';
    const began = (event: Event): void => {
      if (typed !== null && (event.target as HTMLInputElement).value !== typed) return;
      document.removeEventListener(kind, began, true);
      const start = event.timeStamp;
      let first: number | null = null;
      let settled: number | null = null;
      let held = before.signature;
      let changed = start;
      let wasBusy = false;
      everyFrame(() => {
        const { signature, full } = lookAtTable();
        const now = performance.now();
        // What was shown before may stay in view until the new rows are there; it is marked as such.
        const busy = document.querySelector('[aria-busy="true"]') !== null;
        if (busy || wasBusy || signature !== held) {
          held = signature;
          changed = now;
        }
        wasBusy = busy;
        if (changed === now && full && !busy && held !== before.signature)
          painted((time) => {
            first ??= time - start;
            settled = time - start;
          });
        const quiet = now - changed > quietTime && full;
        if (quiet || now - start > patience) this.act = { first, settled, late: !quiet };
        return this.act === null;
      });
    };
    document.addEventListener(kind, began, true);
  },

  scroll: null as ScrollMeasured | null,

  /** Looks at every frame for a while. `drag` also moves the scroll bar's thumb through the whole case and back. */
  watchScroll(duration: number, drag: boolean): void {
    this.scroll = null;
    const measured: ScrollMeasured = {
      frames: 0,
      blankFrames: 0,
      longestBlank: 0,
      longestTask: 0,
      longTasks: 0,
      longestFrame: 0,
      rows: 0,
    };
    const observer = new PerformanceObserver((list) => {
      for (const { duration: length } of list.getEntries()) {
        measured.longTasks += 1;
        measured.longestTask = Math.max(measured.longestTask, length);
      }
    });
    observer.observe({ type: 'longtask' });
    const grid = document.querySelector('[role="grid"]');
    const start = performance.now();
    let before = start;
    let blankSince: number | null = null;
    let lastRow: number | null = null;
    everyFrame((time) => {
      measured.frames += 1;
      measured.longestFrame = Math.max(measured.longestFrame, time - before);
      before = time;
      const { loaded, signature } = lookAtTable();
      if (loaded === 0) {
        measured.blankFrames += 1;
        blankSince ??= time;
      }
      if (blankSince !== null) measured.longestBlank = Math.max(measured.longestBlank, time - blankSince);
      if (loaded > 0) {
        blankSince = null;
        const row = Number(/\n(\d+) /.exec(signature)?.[1] ?? lastRow);
        measured.rows += Math.abs(row - (lastRow ?? row));
        lastRow = row;
      }
      if (time - start < duration) {
        // Down in the first half, up in the second.
        const share = (time - start) / duration;
        const place = share < 0.5 ? share * 2 : 2 - share * 2;
        if (drag && grid) grid.scrollTop = place * (grid.scrollHeight - grid.clientHeight);
        return true;
      }
      // Long tasks are told with a delay.
      setTimeout(() => {
        observer.disconnect();
        this.scroll = measured;
      }, 300);
      return false;
    });
  },

  opening: { painted: null, answered: null } as OpeningMeasured,

  /** Waits for the table's first full view, and for the cursor's arrival on row `row`, which only input brings there. */
  watchOpening(row: number): void {
    everyFrame(() => {
      const { opening } = this;
      if (opening.painted === null) {
        if (lookAtTable().full)
          painted((time) => {
            opening.painted = time;
          });
        return true;
      }
      if (document.querySelector(`[role="grid"] [data-row="${row}"][data-focused]`) === null) return true;
      painted((time) => {
        opening.answered = time;
      });
      return false;
    });
  },

  /** Milliseconds from the click to the gallery's first full screen, and to the last picture; null until then. */
  gallery: { first: null, all: null, tiles: 0, screen: 0, edge: 0 } as {
    first: number | null;
    all: number | null;
    tiles: number;
    screen: number;
    edge: number;
  },

  /** Measures from the next click; scrolls on by one screen whenever one is complete, until `total` tiles were there. */
  armGallery(total: number): void {
    const seen = new Set<string>();
    const began = (event: Event): void => {
      const start = event.timeStamp;
      everyFrame(() => {
        const { gallery } = this;
        const { full, signature } = lookAtGallery();
        if (!full) return true;
        const list = document.querySelector('[role="listbox"]');
        const shown = signature.split('\n').filter((row) => row !== '');
        for (const row of shown) seen.add(row);
        gallery.tiles = seen.size;
        if (gallery.first === null) {
          const picture = list?.querySelector('img');
          gallery.edge = Math.max(picture?.naturalWidth ?? 0, picture?.naturalHeight ?? 0);
          gallery.screen = shown.length;
          painted((time) => {
            gallery.first = time - start;
          });
        }
        if (seen.size >= total) {
          painted((time) => {
            gallery.all = time - start;
          });
          return false;
        }
        if (list) list.scrollTop += list.clientHeight - 40;
        return true;
      });
    };
    document.addEventListener('click', began, { capture: true, once: true });
  },
};

(globalThis as unknown as { sabutProbe: unknown }).sabutProbe = sabutProbe;
