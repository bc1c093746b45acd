/** The folders of all sources as a tree: every item knows its folder by number, so that what lies below one is counted at once. */
import { displayRawName } from '../../model/display.ts';

/** A folder that has no folder above it. */
const noFolder = -1;

export class FolderTree {
  private readonly numbers = new Map<string, number>();
  /** By folder number; a folder's number is always larger than that of the folder above it. */
  readonly parents: number[] = [];
  readonly sources: number[] = [];
  /** Bytes of the path below the source, as latin1. */
  readonly paths: string[] = [];
  /** Whether the case has the folder as a directory; what holds members of a file is none. */
  readonly isDirectory: boolean[] = [];
  private children: number[][] | null = null;

  get size(): number {
    return this.parents.length;
  }

  /** The number of a folder, which it is given if it has none. Paths as latin1; the empty path is the source's root. */
  enter(source: number, path: string): number {
    const known = this.numbers.get(`${source}:${path}`);
    if (known !== undefined) return known;
    const parent = path === '' ? noFolder : this.enter(source, path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    return this.append(source, path, parent);
  }

  /** Adds a folder as it was kept; for filling the tree from the cache. */
  append(source: number, path: string, parent: number): number {
    const number = this.parents.length;
    this.numbers.set(`${source}:${path}`, number);
    this.parents.push(parent);
    this.sources.push(source);
    this.paths.push(path);
    this.isDirectory.push(path === '');
    this.children = null;
    return number;
  }

  /** The number of a folder, or null where nothing lies in it. */
  find(source: number, path: string): number | null {
    return this.numbers.get(`${source}:${path}`) ?? null;
  }

  /** Directories directly in a folder, by name. */
  directoriesIn(folder: number): number[] {
    if (this.children === null) {
      this.children = this.parents.map(() => []);
      for (const [number, parent] of this.parents.entries()) if (parent >= 0) (this.children[parent] as number[]).push(number);
    }
    const list = (this.children[folder] as number[]).filter((child) => this.isDirectory[child] === true);
    return list.sort((first, second) => ((this.paths[first] as string) < (this.paths[second] as string) ? -1 : 1));
  }

  /** By folder number: 1 for the folders given and all that lie below them. */
  below(folders: readonly number[]): Uint8Array {
    const marks = new Uint8Array(this.size);
    for (const folder of folders) marks[folder] = 1;
    for (let number = 0; number < this.size; number += 1) {
      const parent = this.parents[number] as number;
      if (parent >= 0 && marks[parent] === 1) marks[number] = 1;
    }
    return marks;
  }

  /** Adds to each folder's count those of all folders below it. */
  sumUp(direct: Uint32Array): Uint32Array {
    const sums = direct.slice();
    for (let number = this.size - 1; number >= 0; number -= 1) {
      const parent = this.parents[number] as number;
      if (parent >= 0) sums[parent] = (sums[parent] as number) + (sums[number] as number);
    }
    return sums;
  }

  /** Path in display form. */
  displayPath(folder: number): string {
    return displayRawName(Buffer.from(this.paths[folder] as string, 'latin1')).text;
  }

  /** Last part of the path in display form. */
  displayName(folder: number): string {
    const path = this.paths[folder] as string;
    return displayRawName(Buffer.from(path.slice(path.lastIndexOf('/') + 1), 'latin1')).text;
  }
}
