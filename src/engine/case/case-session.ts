/**
 * An open case: the lock, the database's writer, the audit log and the key that signs for it. Everything that changes
 * the case goes through `record`, so that no change is without its entry in the log.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, isoMilliseconds } from '../../model/clock.ts';
import { EngineError } from '../../model/error.ts';
import { type CaseLock, lockCase } from '../../storage/case-lock.ts';
import { CaseTables } from '../../storage/case-tables.ts';
import { type Connection, openConnection, openCopy, openReader } from '../../storage/connection.ts';
import { translate } from '../../storage/database-faults.ts';
import { ItemQuery } from '../../storage/item-query.ts';
import { ItemReader } from '../../storage/item-reader.ts';
import { ItemWriter } from '../../storage/item-writer.ts';
import { ReviewTables } from '../../storage/review-tables.ts';
import { TouchedRows } from '../../storage/row-images.ts';
import { AuditFile } from '../audit/audit-file.ts';
import { type AuditEntryBody, type ChainHead, emptyHead, sealEntry } from '../audit/chain.ts';
import { checkpointSizes, writeCheckpoint } from '../audit/checkpoint.ts';
import { keyNameOf, loadOrCreateSigningKey, publishPublicKey, type SigningKey } from '../audit/keys.ts';
import { lastSignerOf } from '../audit/last-signer.ts';
import { makeFoldersAbove, removeFoldersAbove } from '../made-folders.ts';
import { isCaseDirectory, layout, marker, mayBeWritten, namesIn, refuseClosedFolder } from './case-directory.ts';
import { asCaseError, asPlaceError, cannotBeWritten, neverFinished } from './case-faults.ts';
import { type ActionEntry, withRows } from './entry-rows.ts';

/** A checkpoint is signed at the latest after so many entries. */
const checkpointInterval = 1000;

/** What a session needs from its host. */
export interface SessionSetting {
  clock: Clock;
  /** Who and where: for the lock and the log. */
  process: number;
  host: string;
  productVersion: string;
  keyStore: string;
  passphrase?: string | undefined;
}

/** Entries that say what was done with a case, and change nothing that a verification looks at. */
const leavesCaseAsItIs = new Set(['session-opened', 'case-verified', 'report-written', 'exhibits-exported', 'run-queued', 'run-unqueued']);

export class CaseSession {
  readonly directory: string;
  readonly setting: SessionSetting;
  readonly tables: CaseTables;
  readonly writer: ItemWriter;
  readonly review: ReviewTables;
  readonly connection: Connection;
  /** Number of the run that goes on in this process. Any other that the database calls running was cut off. */
  runUnderWay: number | null = null;
  /** Whether the case could only be opened for reading. It is not locked then, and nothing is recorded in it. */
  readonly readOnly: boolean;
  /** Entries that the database holds and a log that cannot be written lacks, as lines without newline. */
  readonly waitingLines: readonly string[];
  private readonly touched: TouchedRows;
  private readonly lock: CaseLock | null;
  private auditFile: AuditFile;
  private head: ChainHead;
  private signed: number;
  private delivered = 0;
  private readonly signingKeys = new Map<string, SigningKey>();
  /** The key that signed last in this session. */
  private signingKey: SigningKey | undefined;
  private announced = false;
  /** Set when entries are in the database whose way to the log file failed: nothing may follow until `restoreLog`. */
  private logFault: EngineError | undefined;
  /** Told after each change of what the case holds. */
  onChanged: (() => void) | undefined;
  private readerConnection: Connection | undefined;
  private itemQuery: ItemQuery | undefined;

  /** `lock` null: for reading only; `waitingLines` are then what the log lacks. */
  private constructor(
    directory: string,
    setting: SessionSetting,
    lock: CaseLock | null,
    connection: Connection,
    auditFile: AuditFile,
    waitingLines: readonly string[] = [],
  ) {
    this.directory = directory;
    this.setting = setting;
    this.lock = lock;
    this.connection = connection;
    this.auditFile = auditFile;
    this.readOnly = lock === null;
    this.waitingLines = waitingLines;
    this.touched = new TouchedRows(connection);
    this.tables = new CaseTables(connection, this.touched);
    this.writer = new ItemWriter(connection);
    this.review = new ReviewTables(connection, this.touched);
    this.head = auditFile.head;
    this.signed = auditFile.head.sequence;
  }

  /**
   * Makes a case directory and its first entry. Nothing stays behind when it fails.
   * @throws EngineError `conflict` where the directory exists and is not empty, `unsupported`, `storage-full`.
   */
  static async create(directory: string, setting: SessionSetting, header: Record<string, string>): Promise<CaseSession> {
    const existed = existsSync(directory);
    if (existed && (!statSync(directory).isDirectory() || readdirSync(directory).length > 0)) {
      throw new EngineError('conflict', `${directory} exists already. Open it, or choose another name; nothing was changed.`, {
        reason: 'case-exists',
        place: directory,
      });
    }
    let madeAbove: string | undefined;
    try {
      madeAbove = makeFoldersAbove(directory);
      if (!existed) mkdirSync(directory, { mode: 0o700 });
      for (const folder of [layout.checkpoints, layout.keys, layout.exports]) mkdirSync(join(directory, folder), { mode: 0o700 });
      writeFileSync(join(directory, marker.name), marker.text, { mode: 0o600 });
      const lock = lockCase(directory, holderOf(setting));
      let connection: Connection | undefined;
      try {
        connection = openConnection(join(directory, layout.database), true);
        const auditFile = await AuditFile.open(join(directory, layout.log), { create: true });
        const session = new CaseSession(directory, setting, lock, connection, auditFile);
        session.record(
          header['examiner'] ?? 'engine',
          [{ action: 'case-created', details: { ...header, version: setting.productVersion } }],
          () => session.tables.setHeader(header),
        );
        session.checkpoint(header['examiner'] ?? 'engine');
        return session;
      } catch (thrown) {
        connection?.close();
        lock.release();
        throw thrown;
      }
    } catch (thrown) {
      if (existed) for (const name of namesIn(directory)) rmSync(join(directory, name), { recursive: true, force: true });
      else if (existsSync(directory)) rmSync(directory, { recursive: true, force: true });
      removeFoldersAbove(directory, madeAbove);
      throw asPlaceError(thrown, directory);
    }
  }

  /**
   * Opens a case directory, brings the log up to the database, and after an unclean exit checks the database first.
   * With `readingWillDo` a case that cannot be written is opened for reading, and left as it is to the last byte.
   * @throws EngineError `not-found`, `case-locked`, `case-corrupt`, `case-from-newer-version`, `integrity-failed`, `unsupported`.
   */
  static async open(directory: string, setting: SessionSetting, readingWillDo = false): Promise<CaseSession> {
    if (!isCaseDirectory(directory)) {
      refuseClosedFolder(directory);
      throw new EngineError(
        'not-found',
        `${directory} is not a case directory: it has no case.db. Name a directory that ends in .sabut and was made by Sabut.`,
        { reason: 'not-a-case', place: directory },
      );
    }
    if (readingWillDo && !mayBeWritten(directory)) return CaseSession.openForReading(directory, setting);
    let lock: CaseLock | undefined;
    let connection: Connection | undefined;
    let auditFile: AuditFile | undefined;
    try {
      lock = lockCase(directory, holderOf(setting));
      connection = openConnection(join(directory, layout.database), false);
      if (lock.afterUncleanExit) quickCheck(connection);
      const tables = new CaseTables(connection);
      if (tables.header().caseId === '') throw neverFinished(directory);
      auditFile = await AuditFile.open(join(directory, layout.log));
      auditFile.reconcile(tables.outbox(), tables.auditHead() ?? emptyHead);
      return new CaseSession(directory, setting, lock, connection, auditFile);
    } catch (thrown) {
      auditFile?.close();
      connection?.close();
      lock?.release(lock.afterUncleanExit);
      throw asCaseError(translate(thrown), directory);
    }
  }

  private static async openForReading(directory: string, setting: SessionSetting): Promise<CaseSession> {
    let connection: Connection | undefined;
    let auditFile: AuditFile | undefined;
    try {
      connection = openCopy(join(directory, layout.database));
      const tables = new CaseTables(connection);
      if (tables.header().caseId === '') throw neverFinished(directory);
      auditFile = await AuditFile.open(join(directory, layout.log), { readOnly: true });
      const waiting = auditFile.waiting(tables.outbox(), tables.auditHead() ?? emptyHead);
      return new CaseSession(directory, setting, null, connection, auditFile, waiting);
    } catch (thrown) {
      auditFile?.close();
      connection?.close();
      throw asCaseError(translate(thrown), directory);
    }
  }

  /** A second connection that only reads: a listing that is open on it never stands in the writer's way. */
  get reader(): Connection {
    if (this.readOnly) return this.connection;
    this.readerConnection ??= openReader(join(this.directory, layout.database));
    return this.readerConnection;
  }

  /** Where things are kept that can be made again at any time; it may be missing. */
  get cacheDirectory(): string {
    return join(this.directory, layout.cache);
  }

  /** Answers questions about many items at once. */
  get items(): ItemQuery {
    this.itemQuery ??= new ItemQuery(this.reader, {
      writer: this.writer,
      review: this.review,
      clock: this.setting.clock,
      // What lies beside a case that cannot be written cannot be thrown away before a verification, so it is not looked at.
      cacheDirectory: this.readOnly ? null : join(this.cacheDirectory, 'columns'),
    });
    return this.itemQuery;
  }

  /** A reader of whole items; each caller that keeps one iterating needs its own. */
  itemReader(): ItemReader {
    return new ItemReader(this.reader);
  }

  /**
   * Changes the case: `work` and the entries that describe it go in one transaction, then the entries go to the log
   * file, on disk before this returns. The first change of a session is preceded by an entry that says who opened it.
   */
  record<Result>(actor: string, entries: ActionEntry[] | ((result: Result) => ActionEntry[]), work: () => Result): Result {
    if (this.readOnly) throw cannotBeWritten(this.directory);
    if (this.logFault !== undefined) throw this.logFault;
    const lines: { sequence: number; line: string }[] = [];
    let head = this.head;
    let changes = false;
    const seal = (body: AuditEntryBody) => {
      changes ||= !leavesCaseAsItIs.has(body.action);
      const sealed = sealEntry(head, body);
      head = sealed.head;
      lines.push({ sequence: head.sequence, line: sealed.line });
    };
    const time = isoMilliseconds(this.setting.clock.now());
    const announce = !this.announced && this.head.sequence > 0;
    let result: Result;
    try {
      result = this.connection.transaction(() => {
        const given = work();
        if (announce)
          seal({
            time,
            actor,
            action: 'session-opened',
            details: { version: this.setting.productVersion, host: this.setting.host, process: this.setting.process },
          });
        const described = typeof entries === 'function' ? entries(given) : entries;
        for (const { action, details } of withRows(described, this.touched.take())) seal({ time, actor, action, details });
        if (this.delivered > 0) this.tables.clearOutbox(this.delivered);
        if (lines.length > 0) this.tables.addAuditLines(lines, head);
        return given;
      })();
    } catch (thrown) {
      this.writer.mediaTypes.reload(this.connection, 'media_type', 'name');
      this.writer.outcomeSets.reload(this.connection, 'outcome_set', 'outcomes');
      this.review.forgetTagChanges();
      this.touched.forget();
      throw translate(thrown);
    }
    this.announced = true;
    this.head = head;
    if (lines.length > 0) {
      this.deliver(lines.map(({ line }) => line));
      if (head.sequence - this.signed >= checkpointInterval) this.checkpoint(actor);
    }
    if (changes) this.onChanged?.();
    return result;
  }

  /** Brings committed entries to the log file. Where that fails they stay in the outbox, and the session changes nothing more. */
  private deliver(lines: readonly string[]): void {
    try {
      this.auditFile.append(lines);
      this.delivered = this.head.sequence;
    } catch (thrown) {
      this.logFault =
        thrown instanceof EngineError
          ? thrown
          : new EngineError(
              'internal',
              'The audit log could not be written. Close the case and verify it.',
              { reason: 'log-not-written' },
              thrown,
            );
      throw this.logFault;
    }
  }

  /** After a failed write to the log file: opens it again and brings it up to the database, so that work can go on. */
  async restoreLog(): Promise<void> {
    if (this.logFault === undefined) return;
    this.auditFile.close();
    this.auditFile = await AuditFile.open(join(this.directory, layout.log));
    this.auditFile.reconcile(this.tables.outbox(), this.head);
    this.delivered = this.head.sequence;
    this.logFault = undefined;
  }

  /** Signs the log as it stands, unless nothing was added since the last signature. */
  checkpoint(examiner: string): void {
    if (this.readOnly || this.head.sequence === 0 || this.logFault !== undefined) return;
    const key = this.keyOf(examiner);
    writeCheckpoint({
      directory: join(this.directory, layout.checkpoints),
      caseId: this.tables.header().caseId,
      size: this.head.sequence,
      root: this.auditFile.root(),
      head: this.head.hash,
      time: isoMilliseconds(this.setting.clock.now()),
      signingKey: key,
    });
    this.signed = this.head.sequence;
    // All that are there: one whose signing was cut short before it came this far was missing so far.
    const sizes = checkpointSizes(join(this.directory, layout.checkpoints));
    this.connection.transaction(() => this.tables.addSignedSizes(sizes.filter((size) => size <= this.signed)))();
  }

  /** The examiner's own key; what the product does by itself is signed with the key that signed before. */
  private keyOf(examiner: string): SigningKey {
    if (examiner === 'engine' && this.signingKey !== undefined) return this.signingKey;
    const name = keyNameOf(examiner);
    let key = this.signingKeys.get(name);
    if (key === undefined) {
      key = loadOrCreateSigningKey({
        store: this.setting.keyStore,
        examinerName: examiner,
        passphrase: this.setting.passphrase,
      });
      publishPublicKey(join(this.directory, layout.keys), key);
      this.signingKeys.set(name, key);
    }
    this.signingKey = key;
    return key;
  }

  /** Where the audit log stands, and whose key signed it last. */
  auditHead(): { entries: number; head: string; root: string; keyFingerprint: string | null } {
    return {
      entries: this.head.sequence,
      head: this.head.hash,
      root: this.auditFile.root().toString('base64'),
      keyFingerprint: lastSignerOf(join(this.directory, layout.checkpoints), join(this.directory, layout.keys)),
    };
  }

  get databaseHead(): ChainHead {
    return this.head;
  }

  /** Ends the session: signs what was added, and lets go of the case. */
  close(examiner: string): void {
    try {
      if (this.announced && this.head.sequence > this.signed) this.checkpoint(examiner);
      if (!this.readOnly && this.delivered > 0 && this.logFault === undefined)
        this.connection.transaction(() => this.tables.clearOutbox(this.delivered))();
    } finally {
      this.auditFile.close();
      this.readerConnection?.close();
      this.connection.close();
      this.lock?.release();
    }
  }
}

function holderOf(setting: SessionSetting): { process: number; host: string; since: string } {
  return { process: setting.process, host: setting.host, since: isoMilliseconds(setting.clock.now()) };
}

function quickCheck(connection: Connection): void {
  const answer = connection.pragma('quick_check(1)', { simple: true }) as string;
  if (answer !== 'ok') {
    throw new EngineError(
      'case-corrupt',
      'The case was not closed properly and its database is damaged. It was not changed. Restore the case directory from its copy, or make the case again from the evidence.',
      { reason: 'database-damaged', found: answer },
    );
  }
}
