/** The files of the built interface, listed once: a request is looked up in the list and never becomes a path. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { EngineError } from '../model/error.ts';
import { interfaceTypes, noncePlaceholder } from '../transport/content-policy.ts';

export interface InterfaceFile {
  /** Value of `content-type`. */
  type: string;
  /** Whether it is a page, which is delivered with a nonce and a policy of its own. */
  page: boolean;
  /** Its bytes; in a page, the nonce stands where it belongs. */
  read(nonce: string): Promise<Buffer>;
}

/**
 * Lists a build of the interface by URL path; `/` is its `index.html`.
 * Throws an EngineError `unsupported` when there is none.
 */
export async function listInterfaceFiles(directory: string): Promise<ReadonlyMap<string, InterfaceFile>> {
  const files = new Map<string, InterfaceFile>();
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const type = interfaceTypes[extname(entry.name).toLowerCase()];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(directory, path).split(sep).map(encodeURIComponent).join('/')}`;
    files.set(address, interfaceFile(path, type));
  }
  const start = files.get('/index.html');
  if (start === undefined) {
    throw new EngineError(
      'unsupported',
      'The interface has not been built yet; run `npm run build` in the folder of Sabut and start again.',
    );
  }
  return files.set('/', start);
}

function interfaceFile(path: string, type: string): InterfaceFile {
  const page = type.startsWith('text/html');
  return {
    type,
    page,
    async read(nonce) {
      const bytes = await readFile(path);
      return page ? Buffer.from(bytes.toString('utf8').replaceAll(noncePlaceholder, nonce)) : bytes;
    },
  };
}
