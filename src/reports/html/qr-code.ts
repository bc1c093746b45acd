/** QR codes as inline SVG (ISO/IEC 18004), so that a page needs no picture file. */
import createCode from 'qrcode-generator';
import { html, type Markup } from './markup.ts';

/** Modules of white around the code, as the standard asks. */
const quietZone = 4;

/**
 * A code of `text` (ASCII) with error correction M: 15 % of a stained or creased print may be lost. Dark on
 * white in any colour scheme, for readers expect that.
 */
export function qrCode(text: string, label: string): Markup {
  const code = createCode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row += 1) {
    for (let start = 0; start < count; start += 1) {
      if (!code.isDark(row, start)) continue;
      let end = start + 1;
      while (end < count && code.isDark(row, end)) end += 1;
      path += `M${start + quietZone} ${row + quietZone}h${end - start}v1h${start - end}z`;
      start = end;
    }
  }
  const side = count + 2 * quietZone;
  return html`<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="${label}" shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
}
