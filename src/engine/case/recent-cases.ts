/** The cases that were opened on this machine, for the start screen. Losing the list loses nothing else. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RecentCase {
  directory: string;
  name: string;
  caseNumber: string | null;
  openedAt: string;
  integrity: 'verified' | 'unverified' | 'fault';
  /** When it was verified last, whatever came after. */
  verifiedAt: string | null;
  /** Hash of the log's last entry with which the verification still holds. */
  verifiedHead: string | null;
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

  /** Puts a case at the top. A verification that is known of it holds only while the log ends as it did then: another machine may have had it since. */
  add(recent: Omit<RecentCase, 'integrity' | 'verifiedAt' | 'verifiedHead'>, head: string): void {
    const others = this.read();
    const known = others.find(({ directory }) => directory === recent.directory);
    this.write(
      [
        {
          ...recent,
          integrity:
            known === undefined || (known.integrity === 'verified' && known.verifiedHead !== head) ? 'unverified' : known.integrity,
          verifiedAt: known?.verifiedAt ?? null,
          verifiedHead: known?.verifiedHead ?? null,
        },
        ...others.filter(({ directory }) => directory !== recent.directory),
      ].slice(0, kept),
    );
  }

  private change(directory: string, change: (known: RecentCase) => Partial<RecentCase> | null): boolean {
    const cases = this.read();
    const known = cases.find((one) => one.directory === directory);
    const changes = known === undefined ? null : change(known);
    if (changes === null) return false;
    this.write(cases.map((one) => (one === known ? { ...one, ...changes } : one)));
    return true;
  }

  /** Keeps what a verification found. */
  verified(directory: string, ok: boolean, verifiedAt: string, head: string): void {
    this.change(directory, () => ({ integrity: ok ? 'verified' : 'fault', verifiedAt, verifiedHead: ok ? head : null }));
  }

  /** The case was changed: a verification from before says nothing of it any more. True when there was one. */
  changed(directory: string): boolean {
    return this.change(directory, ({ integrity }) => (integrity === 'verified' ? { integrity: 'unverified', verifiedHead: null } : null));
  }

  /** The case is being closed: with what its log ends if nothing but reports and the like came after the verification. */
  left(directory: string, head: string): void {
    this.change(directory, ({ integrity }) => (integrity === 'verified' ? { verifiedHead: head } : null));
  }

  /** The list, newest first, with whether each case is still there. */
  list(): (RecentCase & { present: boolean })[] {
    return this.read().map((one) => ({ ...one, verifiedAt: one.verifiedAt ?? null, present: existsSync(join(one.directory, 'case.db')) }));
  }
}
