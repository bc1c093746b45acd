/** Takes a folder in as an evidence source: what it is, where it lies, how it is mounted. */
import { accessSync, constants, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import type { NewSource } from '../../storage/case-tables.ts';

export interface MountFacts {
  fileSystem: string | null;
  readOnly: boolean | null;
}

/** The mount that holds a path, from `/proc/self/mountinfo` (proc(5)); unknown elsewhere than on Linux. */
export function mountFactsOf(path: Buffer): MountFacts {
  let table: string;
  try {
    table = readFileSync('/proc/self/mountinfo', 'latin1');
  } catch {
    return { fileSystem: null, readOnly: null };
  }
  const text = path.toString('latin1');
  let best: { point: string; facts: MountFacts } | null = null;
  for (const line of table.split('\n')) {
    const fields = line.split(' ');
    const separator = fields.indexOf('-');
    if (separator < 0) continue;
    const point = (fields[4] as string).replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    if (text !== point && !text.startsWith(point === '/' ? '/' : `${point}/`)) continue;
    if (best !== null && best.point.length > point.length) continue;
    best = { point, facts: { fileSystem: fields[separator + 1] ?? null, readOnly: (fields[5] ?? '').split(',').includes('ro') } };
  }
  return best?.facts ?? { fileSystem: null, readOnly: null };
}

/**
 * Whether a path lies on a medium that can be taken out, as Linux says it of the block device (sysfs, `removable`); false where
 * that cannot be told. A partition's own directory has no such file, its disk's does.
 */
export function isOnRemovableMedium(path: Buffer): boolean {
  try {
    const device = lstatSync(path).dev;
    // Linux, <sys/sysmacros.h>: gnu_dev_major and gnu_dev_minor of a device number that fits 32 bits.
    const numbers = `${(device >> 8) & 0xfff}:${(device & 0xff) | ((device >> 12) & 0xfff00)}`;
    const block = realpathSync(`/sys/dev/block/${numbers}`);
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
    const stat = lstatSync(resolved, { bigint: true });
    if (!stat.isDirectory())
      throw new EngineError(
        'source-unavailable',
        `${shown} is not a folder. Give the folder that holds the evidence, or the point where its volume is mounted.`,
        { path: shown },
      );
    accessSync(resolved, constants.R_OK | constants.X_OK);
    const { fileSystem, readOnly } = mountFactsOf(resolved);
    const display = displayRawName(resolved).text;
    return {
      path: resolved,
      label: display.slice(display.lastIndexOf('/') + 1) || display,
      addedAt,
      device: stat.dev.toString(),
      inode: stat.ino.toString(),
      fileSystem,
      mountedReadOnly: readOnly,
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
        { path: shown, code },
        thrown,
      );
    const reason = code === 'ENOENT' ? 'is not there' : code === 'EACCES' ? 'may not be read by this user' : `cannot be read (${code})`;
    throw new EngineError(
      'source-unavailable',
      `The evidence ${shown} ${reason}. Check the path and that its volume is mounted; nothing was changed.`,
      { path: shown, code },
      thrown,
    );
  }
}
