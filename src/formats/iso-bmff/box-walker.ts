/** Walks the boxes of a file of any length by ranged reads: ISO/IEC 14496-12, 4.2. */
import type { ByteReader } from '../../model/reader.ts';
import type { FormatFault } from '../fault.ts';
import { boxAt } from '../heif/boxes.ts';
import { viewOf } from '../text.ts';
import { windowedReader } from '../windowed-reader.ts';

/** A box within the file: its type, and its payload from `start` to `end`. */
export interface MovieBox {
  type: string;
  /** The type as a number: metadata items are numbered rather than named. */
  code: number;
  start: number;
  end: number;
}

const maximumBoxes = 100_000;

/** Walks boxes by ranged reads, counting them so that a hostile file cannot make it walk for ever. */
export class BoxWalker {
  readonly faults: FormatFault[] = [];
  private readonly reader: ByteReader;
  private left = maximumBoxes;

  constructor(reader: ByteReader) {
    this.reader = windowedReader(reader);
  }

  get size(): number {
    return this.reader.size;
  }

  /** At most `limit` bytes of a payload. */
  read(box: { start: number; end: number }, limit: number): Promise<Uint8Array> {
    return this.reader.read(box.start, Math.max(0, Math.min(box.end - box.start, limit)));
  }

  /** The boxes between two offsets, in order; stops at the first broken one. */
  async *boxes(start: number, end: number): AsyncGenerator<MovieBox> {
    let position = start;
    while (position + 8 <= end && this.left > 0) {
      this.left -= 1;
      const header = await this.reader.read(position, 16);
      const box = boxAt(header, position, end);
      if (box === null) return;
      if (box.truncated) {
        const message = `The box ${JSON.stringify(box.type)} is longer than what holds it.`;
        this.faults.push({ code: 'truncated-box', message, place: `offset ${position}` });
      }
      yield { type: box.type, code: viewOf(header).getUint32(4), start: box.start, end: box.end };
      position = box.end;
    }
  }
}

/** Seconds of a duration in units of a time scale; null for none, for all ones ("not known") and for a scale of zero. */
export function seconds(duration: bigint, timescale: number, wide: boolean): number | null {
  const unknown = wide ? 0xffff_ffff_ffff_ffffn : 0xffff_ffffn;
  return duration === 0n || duration === unknown || timescale === 0 ? null : Number(duration) / timescale;
}
