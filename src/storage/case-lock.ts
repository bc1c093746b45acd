/**
 * One process holds a case. The lock is the kernel's own (SQLite's exclusive lock on a small file), so a process that
 * dies lets go of it whatever happened, and a stale lock cannot exist; the text beside it only says who holds it.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EngineError } from '../model/error.ts';
import { translate } from './database-faults.ts';

export interface CaseLock {
  /** True where an earlier holder ended without letting go: the database then wants a check. */
  afterUncleanExit: boolean;
  /** Lets go. With `unclean` the next holder is told again that the database wants a check: this one has not made it. */
  release(unclean?: boolean): void;
}

function holderText(path: string): string {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as { process: number; host: string; since: string };
    return `process ${holder.process} on ${holder.host}, since ${holder.since}`;
  } catch {
    return 'another process';
  }
}

/**
 * Takes the lock of a case directory.
 * @throws EngineError `case-locked` naming the holder.
 */
export function lockCase(directory: string, holder: { process: number; host: string; since: string }): CaseLock {
  const holderPath = join(directory, 'case.lock.json');
  let lock: Database.Database;
  try {
    lock = new Database(join(directory, 'case.lock'), { timeout: 0 });
  } catch (thrown) {
    throw translate(thrown);
  }
  try {
    // Without a journal the exclusive lock leaves no second file behind, whenever its holder dies.
    lock.pragma('journal_mode = OFF');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    lock.close();
    if ((thrown as { code?: string }).code !== 'SQLITE_BUSY') throw translate(thrown);
    throw new EngineError(
      'case-locked',
      `The case is open elsewhere: ${holderText(holderPath)} holds it. Close it there, then try again.`,
      { reason: 'case-open-elsewhere' },
    );
  }
  let afterUncleanExit = true;
  try {
    readFileSync(holderPath);
  } catch {
    afterUncleanExit = false;
  }
  try {
    writeFileSync(holderPath, `${JSON.stringify(holder)}\n`);
  } catch (thrown) {
    lock.close();
    throw translate(thrown);
  }
  return {
    afterUncleanExit,
    release(unclean = false) {
      if (!unclean) rmSync(holderPath, { force: true });
      lock.exec('ROLLBACK');
      lock.close();
    },
  };
}
