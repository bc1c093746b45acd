/** The cases that were opened on this machine, for the start screen. Losing the list loses nothing else. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RecentCase {
  directory: string;
  name: string;
  caseNumber: string | null;
  openedAt: string;
  integrity: 'verified' | 'unverified' | 'fault';
}

const kept = 20;

export class RecentCases {
  private readonly path: string | null;

  constructor(settingsDirectory: string | undefined) {
    this.path = settingsDirectory === undefined ? null : join(settingsDirectory, 'recent-cases.json');
  }

  private read(): RecentCase[] {
    if (this.path === null) return [];
    try {
      return JSON.parse(readFileSync(this.path, 'utf8')) as RecentCase[];
    } catch {
      return [];
    }
  }

  private write(cases: RecentCase[]): void {
    if (this.path === null) return;
    try {
      mkdirSync(join(this.path, '..'), { recursive: true, mode: 0o700 });
      writeFileSync(`${this.path}.new`, JSON.stringify(cases), { mode: 0o600 });
      renameSync(`${this.path}.new`, this.path);
    } catch {
      // A settings folder that cannot be written must never stand between an examiner and the case.
    }
  }

  /** Puts a case at the top. */
  add(recent: RecentCase): void {
    const others = this.read();
    const known = others.find(({ directory }) => directory === recent.directory);
    this.write(
      [
        { ...recent, integrity: known?.integrity ?? recent.integrity },
        ...others.filter(({ directory }) => directory !== recent.directory),
      ].slice(0, kept),
    );
  }

  setIntegrity(directory: string, integrity: RecentCase['integrity']): void {
    this.write(this.read().map((one) => (one.directory === directory ? { ...one, integrity } : one)));
  }

  /** The list, newest first, with whether each case is still there. */
  list(): (RecentCase & { present: boolean })[] {
    return this.read().map((one) => ({ ...one, present: existsSync(join(one.directory, 'case.db')) }));
  }
}
