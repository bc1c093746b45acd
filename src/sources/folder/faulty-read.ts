/**
 * Reading media that give errors: the read is halved down to one sector, what stays unreadable is
 * filled with zeros and named, so that every other byte is exact (NIST CFTT: benign fill, listed).
 */

/** A byte range that could not be read. */
export interface BadRange {
  offset: number;
  length: number;
}

/** Reads into `target` at `offset`; returns the bytes read (0 at the end). Throws the system's error. */
export type RawRead = (target: Uint8Array, offset: number) => number;

const sector = 512;

/** System errors that mean the medium, not the request, is at fault. */
export function isMediumFault(code: string | undefined): boolean {
  return code === 'EIO' || code === 'ENXIO' || code === 'EREMOTEIO' || code === 'ENODATA' || code === 'EUCLEAN' || code === 'EBADMSG';
}

/**
 * Fills `target` from `offset` on as far as the item goes. A medium fault splits the range until the faulty
 * sectors are alone; those are zero-filled and appended to `bad` (adjacent ranges are joined). Nothing is made up
 * beyond `end`, the size that the system gives for the item.
 * Returns the bytes filled. Errors that are not the medium's are thrown.
 */
export function readAround(read: RawRead, target: Uint8Array, offset: number, end: number, bad: BadRange[]): number {
  let filled = 0;
  while (filled < target.length) {
    let count: number;
    try {
      count = read(target.subarray(filled), offset + filled);
    } catch (thrown) {
      if (!isMediumFault((thrown as NodeJS.ErrnoException).code)) throw thrown;
      const left = Math.min(target.length - filled, end - offset - filled);
      return left <= 0 ? filled : filled + splitRead(read, target.subarray(filled, filled + left), offset + filled, end, bad);
    }
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

function splitRead(read: RawRead, target: Uint8Array, offset: number, end: number, bad: BadRange[]): number {
  // Pieces are cut on sector borders of the item, so that the ranges named are those of the medium.
  const border = sector - (offset % sector);
  if (target.length <= border) {
    target.fill(0);
    const last = bad.at(-1);
    if (last !== undefined && last.offset + last.length === offset) last.length += target.length;
    else bad.push({ offset, length: target.length });
    return target.length;
  }
  const half = Math.floor((offset + target.length / 2) / sector) * sector - offset;
  const middle = Math.max(border, half);
  const first = readAround(read, target.subarray(0, middle), offset, end, bad);
  if (first < middle) return first;
  return first + readAround(read, target.subarray(middle), offset + middle, end, bad);
}

/** The ranges of an item in ddrescue's map format (GNU ddrescue manual, "Mapfile structure"). */
export function toRescueMap(size: number, bad: readonly BadRange[]): string {
  const hex = (value: number) => `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
  const lines = [
    `# Mapfile. Created by Sabut`,
    '# current_pos  current_status  current_pass',
    `${hex(size)}     +               1`,
    '#      pos        size  status',
  ];
  let position = 0;
  for (const range of bad) {
    if (range.offset > position) lines.push(`${hex(position)}  ${hex(range.offset - position)}  +`);
    lines.push(`${hex(range.offset)}  ${hex(range.length)}  -`);
    position = range.offset + range.length;
  }
  if (position < size) lines.push(`${hex(position)}  ${hex(size - position)}  +`);
  return `${lines.join('\n')}\n`;
}
