/** What the workstation remembers of itself from one start to the next: its window, its language, and a run to go on with. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Language } from './labels.ts';

/** A window's place, in the pixels of its display. */
export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface KeptState {
  bounds: Bounds | null;
  maximised: boolean;
  language: Language;
  /** The case whose run was paused by the last quit. */
  resume: string | null;
}

export interface StateKeeper {
  readonly state: Readonly<KeptState>;
  change(changes: Partial<KeptState>): void;
}

/** Reads the file, which may be absent or spoilt; `change` writes it at once. A file that cannot be written is no reason to stop. */
export function keepState(file: string): StateKeeper {
  let state = stateFrom(readJson(file));
  return {
    get state() {
      return state;
    },
    change(changes) {
      state = { ...state, ...changes };
      try {
        writeFileSync(`${file}.new`, JSON.stringify(state));
        renameSync(`${file}.new`, file);
      } catch (thrown) {
        console.warn(`The window's state could not be kept: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      }
    },
  };
}

/** What of a file's content can be used; the rest takes its first value. */
function stateFrom(value: Record<string, unknown>): KeptState {
  return {
    bounds: isBounds(value.bounds) ? value.bounds : null,
    maximised: value.maximised === true,
    language: value.language === 'ur' ? 'ur' : 'en',
    resume: typeof value.resume === 'string' ? value.resume : null,
  };
}

function isBounds(value: unknown): value is Bounds {
  if (value === null || typeof value !== 'object') return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  const whole = [x, y, width, height].every((side) => Number.isInteger(side) && Math.abs(side as number) < 100_000);
  return whole && (width as number) >= 200 && (height as number) >= 150;
}

function readJson(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
