/** Which items carry which tag, kept in step with every change of tags. */
import type { Connection } from '../connection.ts';
import type { ReviewTables } from '../review-tables.ts';

export class TagMarks {
  private readonly connection: Connection;
  private readonly review: ReviewTables;
  private length = 0;
  private marks = new Map<number, Uint8Array>();
  /** Number of tags of each item. */
  private counts = new Uint16Array(0);
  /** Raised whenever a mark changes. */
  revision = 0;

  constructor(connection: Connection, review: ReviewTables) {
    this.connection = connection;
    this.review = review;
  }

  /** Brings the marks up to the case, for item numbers below `length`. */
  refresh(length: number): void {
    const changes = this.review.takeTagChanges();
    if (changes === null || length !== this.length) {
      this.readAll(length);
      return;
    }
    for (const { tag, items, on } of changes) {
      const marks = this.marksOf(tag);
      for (const item of items) {
        if (item >= this.length || marks[item] === Number(on)) continue;
        marks[item] = Number(on);
        this.counts[item] = (this.counts[item] as number) + (on ? 1 : -1);
      }
    }
    if (changes.length > 0) this.revision += 1;
  }

  private readAll(length: number): void {
    this.length = length;
    this.marks = new Map();
    this.counts = new Uint16Array(length);
    this.revision += 1;
    const items = this.connection.prepare('SELECT item FROM item_tag WHERE tag = ? AND item < ?').pluck();
    for (const tag of this.connection.prepare('SELECT id FROM tag').pluck().all() as number[]) {
      const marks = this.marksOf(tag);
      for (const item of items.all(tag, length) as number[]) {
        marks[item] = 1;
        this.counts[item] = (this.counts[item] as number) + 1;
      }
    }
  }

  /** 1 for each item that carries the tag. */
  marksOf(tag: number): Uint8Array {
    let marks = this.marks.get(tag);
    if (marks === undefined) {
      marks = new Uint8Array(this.length);
      this.marks.set(tag, marks);
    }
    return marks;
  }

  isTagged(item: number): boolean {
    return this.counts[item] !== 0;
  }

  /** How many of these items carry a tag. */
  countTagged(items: Uint32Array): number {
    const { counts } = this;
    let tagged = 0;
    for (let index = 0; index < items.length; index += 1) if (counts[items[index] as number] !== 0) tagged += 1;
    return tagged;
  }

  tags(): IterableIterator<[number, Uint8Array]> {
    return this.marks.entries();
  }
}
