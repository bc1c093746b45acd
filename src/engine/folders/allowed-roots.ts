/** Which folders a host may show: all, or those below its roots, whichever way their path leads there. */
import { realpathSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { EngineError } from '../../model/error.ts';

function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** Where a path leads: its nearest ancestor that is there, resolved, and the rest. */
function whereabouts(path: string): string {
  for (let existing = path, rest = ''; ; ) {
    try {
      return join(realpathSync(existing), rest);
    } catch {
      if (dirname(existing) === existing) return path;
      rest = join(existing.slice(dirname(existing).length), rest);
      existing = dirname(existing);
    }
  }
}

export class AllowedRoots {
  /** Absolute; null where everything that this user can see may be shown. */
  readonly roots: readonly string[] | null;

  constructor(roots: readonly string[] | undefined) {
    this.roots = roots?.map((root) => resolve(root)) ?? null;
  }

  /** Whether a folder may be shown: neither its path nor what that leads to lies outside. */
  admits(path: string): boolean {
    const folder = resolve(path);
    return this.roots === null || this.roots.some((root) => isWithin(folder, root) && isWithin(whereabouts(folder), whereabouts(root)));
  }

  /** The folder above, or null at a root. */
  above(folder: string): string | null {
    const parent = dirname(folder);
    return parent === folder || !this.admits(parent) ? null : parent;
  }

  /** @throws EngineError `invalid-request` for a folder outside. */
  require(path: string): string {
    const folder = resolve(path);
    if (!this.admits(folder))
      throw new EngineError('invalid-request', `${folder} lies outside the folders that this host may show.`, {
        reason: 'folder-out-of-bounds',
        place: folder,
        field: 'path',
      });
    return folder;
  }
}
