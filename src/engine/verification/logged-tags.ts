/** Which items have which tags by the audit log, since when and by whom. */

/** Items by number: 0 where the item has not the tag, else one more than the place of the stamp. */
interface TaggedItems {
  stamps: Uint32Array;
  /** Items with numbers that the case does not have. */
  unknown: number;
}

export type TagVerdict = 'as-logged' | 'unknown' | 'other-stamp';

export class LoggedTags {
  private readonly highestItem: number;
  private readonly byTag = new Map<number, TaggedItems>();
  private readonly stamps: string[] = [];

  constructor(highestItem: number) {
    this.highestItem = highestItem;
  }

  put(tag: number, ranges: readonly [first: number, last: number][], examiner: string, at: string): void {
    const stamp = JSON.stringify([examiner, at]);
    if (this.stamps.at(-1) !== stamp) this.stamps.push(stamp);
    this.fill(tag, ranges, this.stamps.length);
  }

  take(tag: number, ranges: readonly [first: number, last: number][]): void {
    this.fill(tag, ranges, 0);
  }

  private fill(tag: number, ranges: readonly [first: number, last: number][], value: number): void {
    let items = this.byTag.get(tag);
    if (items === undefined) {
      items = { stamps: new Uint32Array(this.highestItem + 1), unknown: 0 };
      this.byTag.set(tag, items);
    }
    for (const [first, last] of ranges) {
      items.stamps.fill(value, first, Math.min(last, this.highestItem) + 1);
      if (last > this.highestItem) items.unknown += (value === 0 ? -1 : 1) * (last - Math.max(first - 1, this.highestItem));
    }
  }

  /** Compares a row of the database; each that is as logged is ticked off. */
  tick(tag: number, item: number, examiner: string, at: string): TagVerdict {
    const items = this.byTag.get(tag);
    const stamp = items?.stamps[item] ?? 0;
    if (items === undefined || stamp === 0) return 'unknown';
    items.stamps[item] = 0;
    return this.stamps[stamp - 1] === JSON.stringify([examiner, at]) ? 'as-logged' : 'other-stamp';
  }

  /** By tag, how many items should have it that were not ticked off. */
  *missing(): Generator<[tag: number, items: number], void, undefined> {
    for (const [tag, { stamps, unknown }] of this.byTag) {
      let missing = Math.max(0, unknown);
      for (const stamp of stamps) if (stamp !== 0) missing += 1;
      if (missing > 0) yield [tag, missing];
    }
  }
}
