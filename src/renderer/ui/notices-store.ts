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
const atMost = 4;

function add(notice: Omit<Notice, 'id'>): void {
  const id = nextId++;
  useNotices.setState(({ notices }) => ({ notices: [...notices, { ...notice, id }].slice(-atMost) }));
  // An error stays until it was read.
  if (notice.error === null) setTimeout(() => dismissNotice(id), shownFor);
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
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
