/** Text from evidence as HTML: escapes stand out, and no name can change the order of what stands beside it. */
import { revealHidden } from '../../model/display.ts';
import { type Content, html, joined, type Markup } from './markup.ts';

// The escapes of the display form; doubled backslashes are among them so that they are not taken for the start of another.
const escapes = /(\\(?:[nrt\\]|x[0-9a-f]{2}|u\{[0-9a-f]+\}))/;

function withVisibleEscapes(text: string): Content {
  if (!text.includes('\\')) return text;
  return text.split(escapes).map((part, index) => (index % 2 === 1 && part !== '\\\\' ? html`<b class="esc">${part}</b>` : part));
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/**
 * A path in display form, read from left to right. Each folder of a path that is not plain ASCII is isolated
 * by itself: otherwise two Urdu folders would trade places on the screen.
 */
export function pathMarkup(path: string): Markup {
  if (isAscii(path)) return html`<bdi class="path" dir="ltr">${withVisibleEscapes(path)}</bdi>`;
  const parts = path
    .split('/')
    .map((part) => (isAscii(part) ? withVisibleEscapes(part) : html`<bdi dir="ltr">${withVisibleEscapes(part)}</bdi>`));
  return html`<bdi class="path" dir="ltr">${joined(parts, '/')}</bdi>`;
}

/** A value or message from evidence, cut to `limit` characters; hidden characters are shown. */
export function valueMarkup(text: string, limit: number): Markup {
  const shown = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return html`<bdi>${revealHidden(shown)}</bdi>`;
}
