/** Takes a folder in as an evidence source: what it is, where it lies, how it is mounted. */
import { accessSync, constants, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import { blockDeviceFolder } from '../../sources/folder/block-device.ts';
import { identityOf, mountFactsOf } from '../../sources/folder/medium.ts';
import type { NewSource } from '../../storage/case-tables.ts';

/**
 * Whether a path lies on a medium that can be taken out, as Linux says it of the block device (sysfs, `removable`); false where
 * that cannot be told. A partition's own directory has no such file, its disk's does.
 */
export function isOnRemovableMedium(path: Buffer): boolean {
  try {
    const block = realpathSync(blockDeviceFolder(lstatSync(path, { bigint: true }).dev));
    for (const folder of [block, dirname(block)]) {
      try {
        return readFileSync(`${folder}/removable`, 'latin1').trim() === '1';
      } catch {
        // Not the disk's own directory.
      }
    }
  } catch {
    // No block device behind it, or not Linux.
  }
  return false;
}

/**
 * Looks at a folder that is to become a source. The path is resolved, as the evidence must be told apart from a link to it.
 * @throws EngineError `source-unavailable` where it is missing, no folder or unreadable.
 */
export function describeEvidence(path: string | Buffer, addedAt: string, crossFileSystems: boolean): NewSource {
  const shown = typeof path === 'string' ? path : displayRawName(path).text;
  try {
    // Not realpathSync itself, which takes paths apart as text: a name on the way that is not UTF-8 would be lost.
    const resolved = realpathSync.native(path, { encoding: 'buffer' });
    if (!lstatSync(resolved).isDirectory())
      throw new EngineError(
        'source-unavailable',
        `${shown} is not a folder. Give the folder that holds the evidence, or the point where its volume is mounted.`,
        { reason: 'evidence-not-a-folder', path: shown },
      );
    accessSync(resolved, constants.R_OK | constants.X_OK);
    const display = displayRawName(resolved).text;
    return {
      path: resolved,
      label: display.slice(display.lastIndexOf('/') + 1) || display,
      addedAt,
      ...identityOf(resolved),
      mountedReadOnly: mountFactsOf(resolved).readOnly,
      crossFileSystems,
    };
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    const code = (thrown as NodeJS.ErrnoException).code ?? 'EUNKNOWN';
    // Text that was not UTF-8 on the command line has lost its bytes before it came here.
    if (code === 'ENOENT' && shown.includes('\ufffd'))
      throw new EngineError(
        'source-unavailable',
        `The evidence ${shown} has a name that is not UTF-8, which cannot be passed on a command line. Name the folder above it, or a symbolic link to it with a plain name; nothing was changed.`,
        { reason: 'evidence-name-not-utf8', path: shown, code },
        thrown,
      );
    const reason = code === 'ENOENT' ? 'is not there' : code === 'EACCES' ? 'may not be read by this user' : `cannot be read (${code})`;
    throw new EngineError(
      'source-unavailable',
      `The evidence ${shown} ${reason}. Check the path and that its volume is mounted; nothing was changed.`,
      {
        reason: code === 'ENOENT' ? 'evidence-not-there' : code === 'EACCES' ? 'evidence-closed-to-user' : 'evidence-unreadable',
        path: shown,
        code,
      },
      thrown,
    );
  }
}
