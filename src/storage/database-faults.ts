/** What SQLite and the system throw, as errors of the engine, wherever a database of a case is asked something. */
import type Database from 'better-sqlite3';
import { EngineError } from '../model/error.ts';
import { damagedCase } from './stored-json.ts';

/**
 * Makes every statement of a connection throw errors of the engine: damage can come to light wherever a page is read first.
 * Closing the connection ends the lists that somebody still reads from it: whoever asks for their next row, or for anything
 * else of the connection, is told by an error `cancelled`.
 */
export function translating(connection: Database.Database): Database.Database {
  const guarded =
    <Arguments extends unknown[], Result>(work: (...given: Arguments) => Result) =>
    (...given: Arguments): Result => {
      if (!connection.open) throw closedCase();
      try {
        return work(...given);
      } catch (thrown) {
        throw translate(thrown);
      }
    };
  const lists = new Set<IterableIterator<unknown>>();
  const translatingList = <Row>(rows: IterableIterator<Row>): IterableIterator<Row> => {
    lists.add(rows);
    const next = guarded(() => rows.next());
    const end = () => {
      lists.delete(rows);
      return rows.return?.() ?? { done: true as const, value: undefined };
    };
    return {
      next() {
        try {
          const step = next();
          if (step.done === true) lists.delete(rows);
          return step;
        } catch (thrown) {
          end();
          throw thrown;
        }
      },
      return: end,
      [Symbol.iterator]() {
        return this;
      },
    };
  };
  const prepare = connection.prepare.bind(connection);
  connection.prepare = guarded((sql: string) => {
    const statement = prepare(sql);
    statement.run = guarded(statement.run.bind(statement));
    statement.get = guarded(statement.get.bind(statement));
    statement.all = guarded(statement.all.bind(statement));
    const iterate = guarded(statement.iterate.bind(statement));
    statement.iterate = (...given) => translatingList(iterate(...given));
    return statement;
  }) as Database.Database['prepare'];
  connection.exec = guarded(connection.exec.bind(connection));
  connection.pragma = guarded(connection.pragma.bind(connection));
  const transaction = connection.transaction.bind(connection);
  connection.transaction = ((work: (...given: unknown[]) => unknown) => guarded(transaction(work))) as Database.Database['transaction'];
  const close = connection.close.bind(connection);
  connection.close = () => {
    for (const rows of lists) rows.return?.();
    lists.clear();
    return close();
  };
  return connection;
}

function closedCase(): EngineError {
  return new EngineError('cancelled', 'The case was closed before this was done. Open it again, and then do it again.');
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
      { reason: 'case-disk-full', ...details },
      thrown,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return new EngineError('case-corrupt', damagedCase, { reason: 'database-damaged', ...details }, thrown);
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
      { reason: 'case-not-writable', ...details },
      thrown,
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return new EngineError(
      'internal',
      `The disk that holds the case gave an error (${code}). What was acknowledged is safe as far as that disk is. Copy the case directory to a sound disk, then run sabut verify on the copy.`,
      { reason: 'case-disk-faulty', ...details },
      thrown,
    );
  }
  if (code.startsWith('SQLITE_BUSY'))
    return new EngineError(
      'case-locked',
      'Another process is using the case. Close it there first.',
      { reason: 'case-in-use', ...details },
      thrown,
    );
  return thrown;
}
