/**
 * Opens the case database with every guard on and proves that they are on: a WAL database that is opened again
 * falls back to `synchronous=NORMAL`, and with NORMAL a power cut loses acknowledged rows.
 */
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { EngineError } from '../model/error.ts';
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

function refuse(code: 'case-corrupt' | 'case-from-newer-version' | 'unsupported', message: string): never {
  throw new EngineError(code, message);
}

/**
 * Opens or creates the database and brings its schema up to date.
 * @throws EngineError `case-corrupt` for a file that is no case database or is damaged, `case-from-newer-version`,
 * `unsupported` on a network share, `storage-full`.
 */
export function openConnection(path: string, create: boolean): Connection {
  if (!create && !existsSync(path))
    throw new EngineError('not-found', `There is no case database at ${path}. Name a directory that ends in .sabut and was made by Sabut.`);
  const type = fileSystemType(dirname(path));
  const network = networkFileSystems.get(type);
  if (network !== undefined)
    refuse(
      'unsupported',
      `The case lies on a network share (${network}), where its database could be damaged. Copy the case directory to a local disk and open it there.`,
    );
  let connection: Connection | undefined;
  try {
    connection = new Database(path, { fileMustExist: !create, timeout: 2000 });
    identify(connection, create);
    guard(connection, fragileFileSystems.has(type));
    migrate(connection);
    return connection;
  } catch (thrown) {
    connection?.close();
    throw translate(thrown);
  }
}

/** Opens a second connection for reading, beside the process's own writer. */
export function openReader(path: string): Connection {
  const connection = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
  connection.pragma('trusted_schema = OFF');
  connection.pragma('cell_size_check = ON');
  connection.pragma('mmap_size = 0');
  connection.pragma('query_only = ON');
  connection.pragma('temp_store = MEMORY');
  connection.pragma('cache_size = -16384');
  return connection;
}

/** Before anything is set, because even the journal mode of an empty file is written to it. */
function identify(connection: Connection, create: boolean): void {
  const identity = connection.pragma('application_id', { simple: true }) as number;
  const version = connection.pragma('user_version', { simple: true }) as number;
  if (identity !== applicationId && !(identity === 0 && version === 0))
    refuse('case-corrupt', 'The file case.db is a database of another program. Restore the case directory from its copy.');
  if (version > schemaVersion)
    refuse(
      'case-from-newer-version',
      `The case was last written by a newer Sabut (schema ${version}; this one knows ${schemaVersion}). Nothing was changed. Open it with the newer version.`,
    );
  if (version === 0 && !create)
    refuse(
      'case-corrupt',
      'The case is empty: its making was cut short, or case.db was replaced. Restore the directory from its copy, or remove it and make the case again.',
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

/** What SQLite and the system say besides SQLITE_FULL where there is no space: for a write, and for the index of the write-ahead log. */
const spaceFaults = new Set(['SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_TRUNCATE', 'ENOSPC', 'EDQUOT']);

/** SQLite's result codes as errors of the engine; anything else is returned as it came. */
export function translate(thrown: unknown): unknown {
  const code = (thrown as { code?: string }).code;
  if (thrown instanceof EngineError || typeof code !== 'string') return thrown;
  const details = { sqlite: code };
  if (code.startsWith('SQLITE_FULL') || spaceFaults.has(code)) {
    return new EngineError(
      'storage-full',
      'The disk that holds the case is full. What was acknowledged is safe. Free some space there and resume.',
      details,
      thrown,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return new EngineError(
      'case-corrupt',
      'The case database is damaged and was not changed. Keep the directory as it is, and restore it from its copy or make the case again from the evidence.',
      details,
      thrown,
    );
  }
  if (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_PERM') ||
    code === 'EACCES' ||
    code === 'EROFS'
  ) {
    return new EngineError(
      'unsupported',
      'The case directory cannot be written. Copy it to a place where you may write, or correct its permissions, and open it there.',
      details,
      thrown,
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return new EngineError(
      'internal',
      `The disk that holds the case gave an error (${code}). What was acknowledged is safe as far as that disk is. Copy the case directory to a sound disk, then run sabut verify on the copy.`,
      details,
      thrown,
    );
  }
  if (code.startsWith('SQLITE_BUSY'))
    return new EngineError('case-locked', 'Another process is using the case. Close it there first.', details, thrown);
  return thrown;
}
