/**
 * Opens the case database with every guard on and proves that they are on: a WAL database that is opened again
 * falls back to `synchronous=NORMAL`, and with NORMAL a power cut loses acknowledged rows.
 */
import { chmodSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { EngineError } from '../model/error.ts';
import { translate, translating } from './database-faults.ts';
import { migrations } from './migrations/index.ts';

export type Connection = Database.Database;

/** `Sabt` in ASCII: marks the file as a Sabut case to SQLite and to file(1). */
const applicationId = 0x53616274;
export const schemaVersion = migrations.length;

/** File system magic numbers (Linux statfs(2)) of network shares, whose locks SQLite cannot trust. */
const networkFileSystems = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x517b, 'SMB'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
]);
/** FAT, exFAT and FUSE: no shared memory to rely on, so no WAL. */
const fragileFileSystems = new Set([0x4d44, 0x2011bab0, 0x65735546]);

function fileSystemType(directory: string): number {
  return process.platform === 'linux' ? Number(statfsSync(directory).type) >>> 0 : 0;
}

/**
 * Opens or creates the database and brings its schema up to date.
 * @throws EngineError `case-corrupt` for a file that is no case database or is damaged, `case-from-newer-version`,
 * `unsupported` on a network share, `storage-full`.
 */
export function openConnection(path: string, create: boolean): Connection {
  if (!create && !existsSync(path))
    throw new EngineError(
      'not-found',
      `There is no case database at ${path}. Name a directory that ends in .sabut and was made by Sabut.`,
      { reason: 'not-a-case', place: dirname(path) },
    );
  const type = fileSystemType(dirname(path));
  const network = networkFileSystems.get(type);
  if (network !== undefined)
    throw new EngineError(
      'unsupported',
      `The case lies on a network share (${network}), where its database could be damaged. Copy the case directory to a local disk and open it there.`,
      { reason: 'case-on-network-share', system: network },
    );
  let connection: Connection | undefined;
  try {
    connection = new Database(path, { fileMustExist: !create, timeout: 2000 });
    identify(connection, create);
    guard(connection, fragileFileSystems.has(type));
    migrate(connection);
    return translating(connection);
  } catch (thrown) {
    connection?.close();
    throw translate(thrown);
  }
}

/** Opens a second connection for reading, beside the process's own writer. */
export function openReader(path: string): Connection {
  try {
    const connection = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
    guardReading(connection);
    return translating(connection);
  } catch (thrown) {
    throw translate(thrown);
  }
}

/**
 * Opens the database of a case that cannot be written, from a copy in a folder of its own: a database with a write-ahead log
 * cannot be read without files beside it, and nothing may come to lie beside this one. Where the system allows it the copy's
 * name is gone before this returns, so that it does not outlive the process.
 * @throws EngineError as `openConnection` does, and `case-locked` where somebody else is writing to the case.
 */
export function openCopy(path: string): Connection {
  const scratch = mkdtempSync(join(tmpdir(), 'sabut-sealed-'));
  let connection: Connection | undefined;
  const forget = () => rmSync(scratch, { recursive: true, force: true });
  try {
    const before = stateOf(path);
    for (const suffix of ['', '-wal']) {
      // Where the file system can share the blocks of both, the copy costs neither time nor space.
      if (existsSync(path + suffix)) copyFileSync(path + suffix, join(scratch, `case.db${suffix}`), constants.COPYFILE_FICLONE);
    }
    chmodSync(join(scratch, 'case.db'), 0o600);
    if (existsSync(join(scratch, 'case.db-wal'))) chmodSync(join(scratch, 'case.db-wal'), 0o600);
    if (stateOf(path) !== before)
      throw new EngineError('case-locked', 'Another process is writing to the case, which this user may only read. Close it there first.', {
        reason: 'case-in-use',
      });
    connection = new Database(join(scratch, 'case.db'), { fileMustExist: true });
    identify(connection, false);
    // Takes in what stands in the copy's write-ahead log, and needs no files beside the copy any more.
    connection.pragma('journal_mode = DELETE');
    refuseOlder(connection);
    guardReading(connection);
    const opened = connection;
    if (process.platform === 'win32') {
      const close = opened.close.bind(opened);
      opened.close = () => {
        close();
        forget();
        return opened;
      };
    } else {
      opened.prepare('SELECT count(*) FROM sqlite_schema').get();
      forget();
    }
    return translating(opened);
  } catch (thrown) {
    connection?.close();
    forget();
    throw translate(thrown);
  }
}

/** Sizes and times of the database's files. */
function stateOf(path: string): string {
  return ['', '-wal']
    .map((suffix) => statSync(path + suffix, { bigint: true, throwIfNoEntry: false }))
    .map((stat) => (stat === undefined ? '' : `${stat.size} ${stat.mtimeNs}`))
    .join(' ');
}

/** A case of an older schema is brought up to date when it is opened; one that cannot be written cannot be. */
function refuseOlder(connection: Connection): void {
  const version = connection.pragma('user_version', { simple: true }) as number;
  if (version < schemaVersion)
    throw new EngineError(
      'unsupported',
      `The case was written by an older Sabut (schema ${version}; this one needs ${schemaVersion}) and cannot be brought up to date where it may not be written. Copy it to a place where you may write, and open the copy.`,
      { reason: 'case-of-older-version' },
    );
}

function guardReading(connection: Connection): void {
  connection.pragma('trusted_schema = OFF');
  connection.pragma('cell_size_check = ON');
  connection.pragma('mmap_size = 0');
  connection.pragma('query_only = ON');
  connection.pragma('temp_store = MEMORY');
  connection.pragma('cache_size = -16384');
}

/** Before anything is set, because even the journal mode of an empty file is written to it. */
function identify(connection: Connection, create: boolean): void {
  const identity = connection.pragma('application_id', { simple: true }) as number;
  const version = connection.pragma('user_version', { simple: true }) as number;
  if (identity !== applicationId && !(identity === 0 && version === 0))
    throw new EngineError('case-corrupt', 'The file case.db is a database of another program. Restore the case directory from its copy.', {
      reason: 'not-a-case-database',
    });
  if (version > schemaVersion)
    throw new EngineError(
      'case-from-newer-version',
      `The case was last written by a newer Sabut (schema ${version}; this one knows ${schemaVersion}). Nothing was changed. Open it with the newer version.`,
      { reason: 'case-of-newer-version' },
    );
  if (version === 0 && !create)
    throw new EngineError(
      'case-corrupt',
      'The case is empty: its making was cut short, or case.db was replaced. Restore the directory from its copy, or remove it and make the case again.',
      { reason: 'case-empty' },
    );
}

function guard(connection: Connection, fragile: boolean): void {
  connection.pragma(`journal_mode = ${fragile ? 'DELETE' : 'WAL'}`);
  connection.pragma(`synchronous = ${fragile ? 'EXTRA' : 'FULL'}`);
  connection.pragma('fullfsync = ON');
  connection.pragma('checkpoint_fullfsync = ON');
  connection.pragma('trusted_schema = OFF');
  connection.pragma('cell_size_check = ON');
  connection.pragma('mmap_size = 0');
  connection.pragma('foreign_keys = ON');
  connection.pragma('temp_store = MEMORY');
  connection.pragma('cache_size = -16384');
  connection.pragma('wal_autocheckpoint = 4000');
  const synchronous = connection.pragma('synchronous', { simple: true }) as number;
  if (synchronous < 2)
    throw new EngineError(
      'internal',
      'The database would not promise durable writes. Nothing was changed. Report this with the output of sabut self-test.',
      { reason: 'writes-not-durable' },
    );
}

function migrate(connection: Connection): void {
  const version = connection.pragma('user_version', { simple: true }) as number;
  if (version === schemaVersion) return;
  // A table that is made anew is gone for a moment ("Making Other Kinds Of Table Schema Changes", sqlite.org/lang_altertable.html).
  connection.pragma('foreign_keys = OFF');
  connection.transaction(() => {
    connection.pragma(`application_id = ${applicationId}`);
    for (const statement of migrations.slice(version)) connection.exec(statement);
    connection.pragma(`user_version = ${schemaVersion}`);
  })();
  connection.pragma('foreign_keys = ON');
}
