/** Short messages about what was done or went wrong. */
import { create } from 'zustand';
import type { ErrorRecord } from '../../model/error.ts';

export interface Notice {
  id: number;
  tone: 'good' | 'bad' | 'plain';
  /** Already translated. */
  text: string;
  error: ErrorRecord | null;
}

export const useNotices = create<{ notices: Notice[] }>(() => ({ notices: [] }));

let nextId = 1;
const shownFor = 5000;
/** An error has more to read. */
const errorShownFor = 30_000;
const atMost = 4;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** Lets a notice go by itself after a while. */
export function releaseNotice({ id, error }: Pick<Notice, 'id' | 'error'>): void {
  holdNotice(id);
  timers.set(
    id,
    setTimeout(() => dismissNotice(id), error === null ? shownFor : errorShownFor),
  );
}

/** Keeps a notice for as long as it is looked at. */
export function holdNotice(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

function add(notice: Omit<Notice, 'id'>): void {
  const added = { ...notice, id: nextId++ };
  useNotices.setState(({ notices }) => ({ notices: [...notices, added].slice(-atMost) }));
  releaseNotice(added);
}

export function notify(text: string, tone: Notice['tone'] = 'plain'): void {
  add({ tone, text, error: null });
}

export function notifyError(error: ErrorRecord): void {
  const { notices } = useNotices.getState();
  if (notices.some((notice) => notice.error?.code === error.code && notice.error.message === error.message)) return;
  add({ tone: 'bad', text: '', error });
}

export function dismissNotice(id: number): void {
  holdNotice(id);
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
