/** What the examiner can do, wherever it is offered: keys, palette, native menu and the list of keys come from here. */
import { create } from 'zustand';
import type english from '../../../resources/translations/interface.en.json';
import { chordOf, isControl, isTyping } from './keys.ts';

export type ActionId = keyof typeof english.actions;
export type ActionGroup = keyof typeof english.actionGroups;

export interface Action {
  id: ActionId;
  group: ActionGroup;
  /** Bindings; the first is shown. */
  keys?: readonly string[];
  run(): void;
  /** Works while text is being typed and while a dialog is open. */
  everywhere?: boolean;
}

const useActionStore = create<{ scopes: Record<string, readonly Action[]> }>(() => ({ scopes: {} }));

/** Offers the actions of a scope until the returned function is called. */
export function offerActions(scope: string, actions: readonly Action[]): () => void {
  useActionStore.setState(({ scopes }) => ({ scopes: { ...scopes, [scope]: actions } }));
  return () =>
    useActionStore.setState(({ scopes }) => {
      const { [scope]: _gone, ...rest } = scopes;
      return { scopes: rest };
    });
}

/** Every action that is offered at the moment. */
export function useOfferedActions(): Action[] {
  const scopes = useActionStore((state) => state.scopes);
  return Object.values(scopes).flat();
}

function offered(): Action[] {
  return Object.values(useActionStore.getState().scopes).flat();
}

/** Carries out an action by its id; false when it is not offered now. */
export function perform(id: ActionId): boolean {
  const action = offered().find((candidate) => candidate.id === id);
  action?.run();
  return action !== undefined;
}

/** How long a screen may take to appear. */
const patience = 5000;

/** Carries out an action as soon as another scope than `except` offers it: a screen that is being shown. */
export function performWhenOffered(id: ActionId, except: string): void {
  const attempt = (): boolean => {
    const { scopes } = useActionStore.getState();
    const action = Object.entries(scopes).flatMap(([scope, actions]) =>
      scope === except ? [] : actions.filter((one) => one.id === id),
    )[0];
    if (action === undefined) return false;
    // Once what offers it stands on the page.
    requestAnimationFrame(() => action.run());
    return true;
  };
  if (attempt()) return;
  const stop = useActionStore.subscribe(() => {
    if (!attempt()) return;
    stop();
    clearTimeout(timer);
  });
  const timer = setTimeout(stop, patience);
}

const sequencePause = 900;

/** Keys by which a focused control is operated. */
const operating = /^(?:Shift\+)?(?:Space|Enter)$/;

/** Listens to the keyboard and carries out what is bound. Returns how to stop. */
export function listenToKeys(page: Window): () => void {
  let started: { key: string; at: number } | null = null;
  let inDialog = false;

  // Before any other listener: a key that closes a dialog does nothing beyond it.
  function seeDialog(): void {
    inDialog = page.document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = chordOf(event);
    // What has the focus is operated, and nothing else is.
    if (operating.test(chord) && isControl(event.target)) return;
    const typing = isTyping(event.target);
    const sequence = started !== null && event.timeStamp - started.at < sequencePause ? `${started.key} ${chord}` : null;
    started = null;
    const actions = offered();
    const match =
      actions.find((action) => sequence !== null && action.keys?.includes(sequence)) ??
      actions.find((action) => action.keys?.includes(chord));
    if (match !== undefined && (match.everywhere || !(typing || inDialog))) {
      event.preventDefault();
      match.run();
      return;
    }
    if (!typing && actions.some((action) => action.keys?.some((binding) => binding.startsWith(`${chord} `)))) {
      started = { key: chord, at: event.timeStamp };
    }
  }

  page.addEventListener('keydown', seeDialog, { capture: true });
  page.addEventListener('keydown', onKeyDown);
  return () => {
    page.removeEventListener('keydown', seeDialog, { capture: true });
    page.removeEventListener('keydown', onKeyDown);
  };
}
