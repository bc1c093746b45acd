/**
 * `audit.ndjson`, opened for appending by the process that holds the case. Entries come from the case
 * database's outbox: the row is committed first, the line is appended and flushed after it, so that the
 * file can be behind the outbox after a crash, and never ahead of it.
 */
import { closeSync, constants, fdatasyncSync, fstatSync, openSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { EngineError } from '../../model/error.ts';
import { type ChainHead, checkLine, emptyHead } from './chain.ts';
import { syncDirectory, toWriteError, writeFully } from './durable-file.ts';
import { readLogLines } from './log-lines.ts';
import { CompactRange, leafHash } from './merkle.ts';

const newline = 0x0a;
const ownerOnly = 0o600;

/** A line that the database has acknowledged. */
export interface OutboxRow {
  sequence: number;
  /** As `sealEntry` gave it, without newline. */
  line: string;
}

export interface Reconciliation {
  /** Lines that were missing and are now in the file. */
  appended: number;
  /** Whether the file ended in part of a line, as after a power cut, and was completed. */
  completedLine: boolean;
}

export class AuditFile {
  readonly #path: string;
  readonly #descriptor: number;
  readonly #readOnly: boolean;
  readonly #range = new CompactRange();
  #head = emptyHead;
  /** Bytes of whole, checked lines. */
  #length = 0;
  /** What follows the last whole line until `reconcile` has completed it. */
  #tornTail: Buffer | null = null;
  #usable = true;
  #closed = false;

  private constructor(path: string, descriptor: number, readOnly: boolean) {
    this.#path = path;
    this.#descriptor = descriptor;
    this.#readOnly = readOnly;
  }

  /**
   * Opens the log and checks its chain from the first line to the last. With `create` the file must not
   * exist yet and is made, readable by its owner only; with `readOnly` it is never written to. An incomplete last line is
   * kept for `reconcile`.
   * Throws `integrity-failed` where the file is missing or any line is not as it was written, `conflict`
   * where it is to be made and exists.
   */
  static async open(path: string, { create = false, readOnly = false }: { create?: boolean; readOnly?: boolean } = {}): Promise<AuditFile> {
    const file = new AuditFile(path, create ? createLog(path) : openLog(path, readOnly), readOnly);
    try {
      await file.#load();
      return file;
    } catch (thrown) {
      file.close();
      throw thrown;
    }
  }

  /** Number of entries and hash of the last line, without an incomplete line at the end. */
  get head(): ChainHead {
    return this.#head;
  }

  /** RFC 6962 root over the lines, 32 bytes. Costs a few hashes, however long the log is. */
  root(): Buffer {
    return this.#range.root();
  }

  /**
   * Appends lines (without newline) in one write and flushes it: after the return they survive a power
   * cut. All are checked before anything is written. After any throw of the file system the file refuses
   * further work: close it, open it again and reconcile, which finds out what reached the disk.
   * Throws `integrity-failed` for a line that does not follow, or when the file was changed by another
   * program since the last write; `storage-full`.
   */
  append(lines: readonly string[]): void {
    this.#refuseUnlessUsable();
    if (this.#tornTail !== null)
      throw new EngineError('internal', 'The audit log ends in an incomplete line and must be reconciled before it is written to.');
    this.#extend(lines, 0);
  }

  /**
   * Brings the file up to the outbox when a case is opened. `outbox` holds the acknowledged lines that may
   * not have reached the file, in order; it may go back further than the file's end. `databaseHead`, where
   * given, must be the head afterwards. Throws `integrity-failed` where file and outbox contradict each
   * other; nothing is written then.
   */
  reconcile(outbox: readonly OutboxRow[], databaseHead?: ChainHead): Reconciliation {
    this.#refuseUnlessUsable();
    const { missing, head } = this.#missingFrom(outbox);
    if (databaseHead !== undefined) this.#refuseOtherHead(head, databaseHead);
    const tail = this.#tornTail;
    this.#extend(missing, tail === null ? 0 : this.#keepBeginning(tail, missing[0]));
    this.#tornTail = null;
    return { appended: missing.length, completedLine: tail !== null };
  }

  /**
   * What `reconcile` would append, as lines without newline, after the same checks: of a case that cannot be written, where they
   * stay in the outbox. Throws as `reconcile` does.
   */
  waiting(outbox: readonly OutboxRow[], databaseHead: ChainHead): string[] {
    const { missing, head } = this.#missingFrom(outbox);
    this.#refuseOtherHead(head, databaseHead);
    return missing;
  }

  #refuseOtherHead(head: ChainHead, databaseHead: ChainHead): void {
    if (databaseHead.sequence !== head.sequence || databaseHead.hash !== head.hash)
      throw new EngineError(
        'integrity-failed',
        `The audit log ends with entry ${head.sequence} (${head.hash}), but the case database with entry ${databaseHead.sequence} (${databaseHead.hash}). One of them was replaced or cut. Restore both from the same backup.`,
        { reason: 'log-and-database-differ', logEntries: head.sequence, databaseEntries: databaseHead.sequence },
      );
  }

  /** Releases the file; what was appended is on the disk already. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#usable = false;
    closeSync(this.#descriptor);
  }

  async #load(): Promise<void> {
    for await (const lines of readLogLines(this.#path)) {
      for (const bytes of lines) {
        if (bytes[bytes.length - 1] !== newline) {
          this.#tornTail = bytes;
          return;
        }
        this.#head = followOrThrow(this.#head, bytes, 'The audit log was altered or damaged');
        this.#count(bytes);
      }
    }
  }

  /** Takes a checked line into the tree and the length. */
  #count(bytes: Buffer): void {
    this.#range.append(leafHash(bytes.subarray(0, bytes.length - 1)));
    this.#length += bytes.length;
  }

  /** The outbox's lines that the file has not, and the head with them, after a check that the two agree where they meet. */
  #missingFrom(outbox: readonly OutboxRow[]): { missing: string[]; head: ChainHead } {
    const head = this.#head;
    const first = outbox[0];
    const last = outbox.at(-1);
    if (first === undefined || last === undefined) return { missing: [], head };
    if (first.sequence > head.sequence + 1)
      throw new EngineError(
        'integrity-failed',
        `The audit log ends with entry ${head.sequence}, but the oldest entry still waiting to be written is ${first.sequence}: entries were cut off the log. Restore audit.ndjson from a backup.`,
        { reason: 'log-cut-off', logEntries: head.sequence, firstWaiting: first.sequence },
      );
    if (last.sequence < head.sequence)
      throw new EngineError(
        'integrity-failed',
        `The audit log has ${head.sequence} entries, but the case database knows only ${last.sequence}: the database was replaced by an older copy, or entries were added to the log by hand. Restore both from the same backup.`,
        { reason: 'log-and-database-differ', logEntries: head.sequence, databaseEntries: last.sequence },
      );
    // Rows that the file has already lead, link by link, to the file's last line or to what follows it.
    let chain: ChainHead | null = null;
    const missing: string[] = [];
    for (const row of outbox) {
      const bytes = Buffer.from(`${row.line}\n`, 'utf8');
      const before: ChainHead = chain ?? { sequence: row.sequence - 1, hash: prevOf(row.line) };
      const after = followOrThrow(before, bytes, 'The case database holds an audit entry that was altered');
      if (before.sequence === head.sequence && before.hash !== head.hash) throw conflictAt(before.sequence);
      if (after.sequence === head.sequence && after.hash !== head.hash) throw conflictAt(after.sequence);
      if (after.sequence > head.sequence) missing.push(row.line);
      chain = after;
    }
    return { missing, head: chain ?? head };
  }

  /**
   * How many bytes of an incomplete last line can stay, because they begin the line that the outbox holds
   * next. Besides such a beginning a power cut can leave zeros, where a file system made the file longer
   * before it wrote the content; only those are cut off.
   */
  #keepBeginning(tail: Buffer, expected: string | undefined): number {
    let length = tail.length;
    while (length > 0 && tail[length - 1] === 0) length -= 1;
    const whole = expected === undefined ? null : Buffer.from(expected, 'utf8');
    if (whole === null || !whole.subarray(0, length).equals(tail.subarray(0, length)))
      throw new EngineError(
        'integrity-failed',
        `The audit log ends in an incomplete line after entry ${this.#head.sequence}, and it is not the beginning of the entry that the case database holds next. Restore audit.ndjson from a backup.`,
        { reason: 'log-cut-off', logEntries: this.#head.sequence },
      );
    if (length < tail.length) this.#guarded(() => truncateSync(this.#path, this.#length + length));
    return length;
  }

  /** Checks the lines, writes them but for the first `present` bytes, which the file has already, and flushes. */
  #extend(lines: readonly string[], present: number): void {
    if (lines.length === 0) return;
    const encoded = lines.map((line) => Buffer.from(`${line}\n`, 'utf8'));
    let head = this.#head;
    for (const bytes of encoded) head = followOrThrow(head, bytes, 'An entry cannot be added to the audit log');
    this.#guarded(() => {
      const size = fstatSync(this.#descriptor).size;
      if (size !== this.#length + present)
        throw new EngineError(
          'integrity-failed',
          `The audit log has ${size} bytes where Sabut left ${this.#length + present}: another program wrote to it. Close the case and verify it.`,
          { reason: 'log-written-by-others', expected: this.#length + present, found: size },
        );
      writeFully(this.#descriptor, Buffer.concat(encoded).subarray(present));
      fdatasyncSync(this.#descriptor);
    });
    for (const bytes of encoded) this.#count(bytes);
    this.#head = head;
  }

  /** After a failed write nothing is known about the file's end, so it must not be used any further. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.#usable = false;
      throw toWriteError(thrown, 'the audit log', this.#path);
    }
  }

  #refuseUnlessUsable(): void {
    if (this.#readOnly) throw new EngineError('internal', 'The audit log was opened for reading only.');
    if (!this.#usable)
      throw new EngineError(
        'internal',
        'The audit log is closed, or a write to it failed; it must be opened again and reconciled before further use.',
      );
  }
}

const noFollow = constants.O_NOFOLLOW ?? 0;

function openLog(path: string, readOnly: boolean): number {
  try {
    return openSync(path, readOnly ? constants.O_RDONLY | noFollow : constants.O_WRONLY | constants.O_APPEND | noFollow);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT')
      throw new EngineError(
        'integrity-failed',
        'The audit log (audit.ndjson) is missing from the case. Restore it from a backup.',
        { reason: 'log-missing' },
        thrown,
      );
    throw toWriteError(thrown, 'the audit log', path);
  }
}

function createLog(path: string): number {
  try {
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL, ownerOnly);
    syncDirectory(dirname(path));
    return descriptor;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST')
      throw new EngineError(
        'conflict',
        'The case has an audit log (audit.ndjson) already; a new one would replace its history.',
        { reason: 'log-there-already' },
        thrown,
      );
    throw toWriteError(thrown, 'the audit log', path);
  }
}

function followOrThrow(head: ChainHead, bytes: Buffer, what: string): ChainHead {
  const check = checkLine(head, bytes);
  const fault = check.faults[0];
  if (fault === undefined) return check.head;
  throw new EngineError('integrity-failed', `${what}: entry ${head.sequence + 1} ${fault.message}.`, {
    reason: 'log-entry-altered',
    sequence: head.sequence + 1,
    fault: fault.code,
  });
}

function conflictAt(sequence: number): EngineError {
  return new EngineError(
    'integrity-failed',
    `Entry ${sequence} of the audit log is not the one that the case database holds: one of them was replaced. Restore both from the same backup.`,
    { reason: 'log-and-database-differ', sequence },
  );
}

/** The hash that a canonical line names as its predecessor's; a line that has none fails its check later. */
function prevOf(line: string): string {
  return /,"prev":"([0-9a-f]{64})","sequence":\d+,"time":"[^"]*"\}$/.exec(line)?.[1] ?? emptyHead.hash;
}
