/**
 * Keys. A binding is a chord such as `Mod+Shift+Z` (`Mod` is Cmd on a Mac, else Ctrl) or two keys one after the other: `G R`.
 * Letters and digits are recognised by their place on the keyboard where the layout gives no Latin letter, so that the keys
 * work under an Urdu layout too.
 */

const isMac = /mac/i.test(globalThis.navigator?.platform ?? '');

/** The key of an event: `A`–`Z`, `0`–`9`, or the browser's own name such as `ArrowUp`. */
export function keyOf(event: KeyboardEvent): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (digit !== null) return digit[1] as string;
  if (/^[a-z]$/i.test(event.key)) return event.key.toUpperCase();
  const letter = /^Key([A-Z])$/.exec(event.code);
  if (letter !== null) return letter[1] as string;
  return event.key === ' ' ? 'Space' : event.key;
}

/** The chord of an event, in the form in which bindings are written. */
export function chordOf(event: KeyboardEvent): string {
  const key = keyOf(event);
  const parts: string[] = [];
  if (isMac ? event.metaKey : event.ctrlKey) parts.push('Mod');
  if (event.altKey) parts.push('Alt');
  // Shift makes the sign that is already the key, as in `?`.
  if (event.shiftKey && (key.length > 1 || /[A-Z0-9]/.test(key))) parts.push('Shift');
  parts.push(key);
  return parts.join('+');
}

/** A binding as it is shown to people: `Ctrl+Shift+Z`, arrows as arrows. */
export function shownChord(binding: string): string {
  return binding
    .replace('Mod', isMac ? '⌘' : 'Ctrl')
    .replace('Shift', isMac ? '⇧' : 'Shift')
    .replace('Alt', isMac ? '⌥' : 'Alt')
    .replace('ArrowLeft', '←')
    .replace('ArrowRight', '→')
    .replace('ArrowUp', '↑')
    .replace('ArrowDown', '↓')
    .replace('Escape', 'Esc')
    .replaceAll(' ', '+');
}

/** Whether keys typed here are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true;
  return target.tagName === 'INPUT' && !['checkbox', 'radio', 'range', 'button', 'color'].includes((target as HTMLInputElement).type);
}

const controls = [
  ...['button', 'a[href]', 'summary', 'input', 'select', 'textarea', 'video', 'audio'],
  ...['button', 'checkbox', 'radio', 'switch', 'link', 'tab', 'menuitem', 'menuitemcheckbox', 'slider', 'separator', 'combobox'].map(
    (role) => `[role="${role}"]`,
  ),
].join(', ');

/** Whether a key pressed here operates a control, as Space does a button and Enter a link. */
export function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(controls) !== null;
}
