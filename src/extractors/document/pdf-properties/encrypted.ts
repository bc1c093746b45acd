/** Reads what an encrypted document says of itself when no password is asked for opening it. */
import type { PdfDocument } from '../../../formats/pdf/document.ts';

/** pdf.js needs the whole file in memory. */
const maximumSize = 64 * 1024 * 1024;

export interface DecryptedProperties {
  information: Map<string, string>;
  language: string | null;
  pageCount: number | null;
}

export type Decryption =
  | { kind: 'read'; properties: DecryptedProperties }
  | { kind: 'password' | 'too-large' }
  | { kind: 'failed'; message: string };

/**
 * Opens the document with the empty password by pdf.js, which is loaded on first need (a quarter of a
 * second and 60 MiB): only encrypted documents are worth that. `known` says what was read without it.
 */
export async function readEncrypted(bytes: Uint8Array, known: PdfDocument): Promise<Decryption> {
  if (bytes.length > maximumSize) return { kind: 'too-large' };
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({
    // pdf.js takes the buffer away: it gets a copy.
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    stopAtErrors: true,
    useSystemFonts: false,
    disableFontFace: true,
    useWorkerFetch: false,
    useWasm: false,
    enableXfa: false,
    maxImageSize: 0,
  });
  try {
    const document = await task.promise;
    const { info } = await document.getMetadata();
    const information = textEntries(info);
    const language = information.get('Language') ?? null;
    return { kind: 'read', properties: { information, language, pageCount: known.pageCount ?? document.numPages } };
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'PasswordException') return { kind: 'password' };
    return { kind: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) };
  } finally {
    await task.destroy();
  }
}

/** Entries with text; pdf.js keeps those that ISO 32000 does not name under `Custom`. */
function textEntries(information: object): Map<string, string> {
  const custom = 'Custom' in information && information.Custom instanceof Map ? [...information.Custom] : [];
  const entries: [unknown, unknown][] = [...custom, ...Object.entries(information)];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[0] === 'string' && typeof entry[1] === 'string'));
}
