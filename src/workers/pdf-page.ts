/** Draws a page of a PDF document. Scripts, forms and links of the document do nothing here. */
import { fileURLToPath } from 'node:url';

export interface DrawnPage {
  /** PNG. */
  bytes: Uint8Array;
  /** Points, turned as the page says. */
  width: number;
  height: number;
  pages: number;
}

/** What pdf.js makes with the canvas that it brings itself. */
interface PageCanvas {
  canvas: { toBuffer(mediaType: 'image/png'): Uint8Array };
  context: object;
}

const imageLimit = 100_000_000;

/** A folder of pdf.js's own resources, with a slash at its end. */
function resourceFolder(name: string): string {
  return fileURLToPath(new URL(`${name}/`, import.meta.resolve('pdfjs-dist/package.json')));
}

/**
 * Draws one page so that its longest edge has `edge` pixels.
 * @throws Error in words for people: encrypted, damaged, no such page.
 */
export async function drawPdfPage(bytes: Uint8Array, page: number, edge: number): Promise<DrawnPage> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({
    // pdf.js takes the buffer away: it gets a copy.
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    useSystemFonts: false,
    disableFontFace: true,
    useWorkerFetch: false,
    enableXfa: false,
    maxImageSize: imageLimit,
    standardFontDataUrl: resourceFolder('standard_fonts'),
    cMapUrl: resourceFolder('cmaps'),
    cMapPacked: true,
    iccUrl: resourceFolder('iccs'),
    wasmUrl: resourceFolder('wasm'),
  });
  try {
    const document = await task.promise;
    const pages = document.numPages;
    if (page >= pages) throw new Error(`the document has ${pages} pages`);
    const drawn = await document.getPage(page + 1);
    const { width, height } = drawn.getViewport({ scale: 1 });
    const viewport = drawn.getViewport({ scale: edge / Math.max(width, height, 1) });
    const factory = document.canvasFactory as { create(width: number, height: number): PageCanvas };
    const { canvas, context } = factory.create(Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height)));
    await drawn.render({ canvas: canvas as never, canvasContext: context as never, viewport, background: 'white' }).promise;
    return { bytes: canvas.toBuffer('image/png'), width: Math.round(width), height: Math.round(height), pages };
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'PasswordException') throw new Error('the document is encrypted and needs a password');
    throw thrown;
  } finally {
    await task.destroy();
  }
}
