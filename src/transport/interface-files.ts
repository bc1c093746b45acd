/** The files of the built interface, listed once: a request is looked up in the list and never becomes a path. */
import { EngineError } from '../model/error.ts';
import { interfaceHeaders, interfacePolicy, interfaceTypes, noncePlaceholder, type PolicySources } from './content-policy.ts';

/** What is needed of a file system; hosts hand in functions of node:fs/promises. */
export interface FolderAccess {
  /** Entries of a folder; rejects when there is none. */
  list(directory: string): Promise<{ name: string; isFile(): boolean; isDirectory(): boolean }[]>;
  read(path: string): Promise<Uint8Array>;
}

export interface Delivery {
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

export interface InterfaceFile {
  /** The file with its headers. A page gets a new nonce and the policy that belongs to it. */
  deliver(policy: PolicySources): Promise<Delivery>;
}

/** Deeper folders are no build of the interface. */
const maximumDepth = 8;

/**
 * Lists a build of the interface by URL path; `/` is its `index.html`.
 * Throws an EngineError `unsupported` when there is none.
 */
export async function listInterfaceFiles(directory: string, access: FolderAccess): Promise<ReadonlyMap<string, InterfaceFile>> {
  const files = new Map<string, InterfaceFile>();

  async function walk(folder: string, address: string, depth: number): Promise<void> {
    for (const entry of await access.list(folder)) {
      const path = `${folder}/${entry.name}`;
      const entryAddress = `${address}/${encodeURIComponent(entry.name)}`;
      const type = interfaceTypes[/\.[^.]*$/.exec(entry.name.toLowerCase())?.[0] ?? ''];
      if (entry.isDirectory() && depth < maximumDepth) await walk(path, entryAddress, depth + 1);
      else if (entry.isFile() && type !== undefined)
        files.set(
          entryAddress,
          interfaceFile(type, () => access.read(path)),
        );
    }
  }

  await walk(directory, '', 0).catch(() => {});
  const start = files.get('/index.html');
  if (start === undefined) {
    throw new EngineError(
      'unsupported',
      'The interface has not been built yet; run `npm run build` in the folder of Sabut and start again.',
    );
  }
  return files.set('/', start);
}

function interfaceFile(type: string, read: () => Promise<Uint8Array>): InterfaceFile {
  return {
    async deliver(policy) {
      const bytes = Uint8Array.from(await read());
      const body = type.startsWith('text/html')
        ? new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll(noncePlaceholder, policy.nonce))
        : bytes;
      const headers = {
        ...interfaceHeaders,
        'content-type': type,
        'content-length': String(body.length),
        'content-security-policy': policyFor(type, policy),
      };
      return { headers, body };
    },
  };
}

function policyFor(type: string, policy: PolicySources): string {
  if (type.startsWith('text/html')) return interfacePolicy(policy);
  // A worker takes its policy from its own file.
  if (type.startsWith('text/javascript')) return "default-src 'none'; script-src 'self'; connect-src 'self'";
  // A picture of the interface that is opened as a page of its own runs nothing.
  return "sandbox; default-src 'none'; style-src 'unsafe-inline'";
}
