/** Reads and writes the case's own rows: header, sources, runs, and the outbox of the audit log. Only writes inside a transaction. */
import type { CaseHeader, EvidenceSourceSummary, ProcessingRun, RunState } from '../model/case.ts';
import { displayRawName } from '../model/display.ts';
import type { FolderIdentity } from '../model/medium.ts';
import type { Connection } from './connection.ts';
import { sourceId } from './item-reader.ts';
import { TouchedRows, unloggedHeaderFields, volumeKey } from './row-images.ts';
import type { TallyRow } from './statistics.ts';
import { parseStored } from './stored-json.ts';
import { addVolumes, countAccessTimesNotKept, volumesOf } from './volumes.ts';

/** A source with the identity that its folder had when it was added. */
export interface SourceRecord extends FolderIdentity {
  id: number;
  path: Buffer;
  label: string;
  crossFileSystems: boolean;
  listed: boolean;
}

export interface NewSource extends FolderIdentity {
  path: Buffer;
  label: string;
  addedAt: string;
  mountedReadOnly: boolean | null;
  crossFileSystems: boolean;
}

export class CaseTables {
  private readonly connection: Connection;
  private readonly touched: TouchedRows;

  /** `touched` is told of each row that is written, so that the audit log can hold it. */
  constructor(connection: Connection, touched: TouchedRows = new TouchedRows(connection)) {
    this.connection = connection;
    this.touched = touched;
  }

  /** The header; fields that were never set are null. */
  header(): CaseHeader {
    const rows = this.connection.prepare('SELECT name, value FROM case_header').all() as { name: string; value: string }[];
    const values = new Map(rows.map(({ name, value }) => [name, value]));
    const optional = (name: string) => values.get(name) ?? null;
    return {
      name: values.get('name') ?? '',
      caseNumber: optional('caseNumber'),
      examiner: optional('examiner'),
      agency: optional('agency'),
      circle: optional('circle'),
      authority: optional('authority'),
      sections: optional('sections'),
      timeZone: values.get('timeZone') ?? 'Asia/Karachi',
      createdAt: values.get('createdAt') ?? '',
      caseId: values.get('caseId') ?? '',
    };
  }

  /** How many entries the checkpoints cover that were signed so far, so that one that is taken away is missed. */
  signedSizes(): number[] {
    const text = this.connection.prepare(`SELECT value FROM case_header WHERE name = 'signedSizes'`).pluck().get() as string | undefined;
    return text === undefined ? [] : text.split(' ').map(Number);
  }

  /** Remembers checkpoints. */
  addSignedSizes(sizes: readonly number[]): void {
    const all = [...new Set([...this.signedSizes(), ...sizes])].sort((first, second) => first - second);
    this.setHeader({ signedSizes: all.join(' ') });
  }

  /** The runs that wait, as JSON; an empty text where none does. */
  runQueue(): string {
    return (this.connection.prepare(`SELECT value FROM case_header WHERE name = 'runQueue'`).pluck().get() as string | undefined) ?? '';
  }

  /** Sets fields of the header; an empty text removes one. */
  setHeader(values: Record<string, string | undefined>): void {
    const put = this.connection.prepare(
      'INSERT INTO case_header (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
    const remove = this.connection.prepare('DELETE FROM case_header WHERE name = ?');
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      if (!unloggedHeaderFields.includes(name)) this.touched.touch('case_header', name);
      if (value === '') remove.run(name);
      else put.run(name, value);
    }
  }

  addSource(source: NewSource): number {
    const { path, label, addedAt, device, inode, fileSystem, volume, capacity, born, mountedReadOnly, crossFileSystems } = source;
    const result = this.connection
      .prepare(
        `INSERT INTO source (kind, path, label, added_at, device, inode, file_system, volume, capacity, born, mounted_read_only, cross_file_systems)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        'folder',
        path,
        label,
        addedAt,
        device,
        inode,
        fileSystem,
        volume,
        capacity,
        born,
        mountedReadOnly === null ? null : Number(mountedReadOnly),
        Number(crossFileSystems),
      );
    this.touched.touch('source', Number(result.lastInsertRowid));
    return Number(result.lastInsertRowid);
  }

  sourceRecords(): SourceRecord[] {
    const rows = this.connection
      .prepare(
        'SELECT id, path, label, device, inode, file_system AS fileSystem, volume, capacity, born, cross_file_systems, listed FROM source ORDER BY id',
      )
      .all() as (FolderIdentity & {
      id: number;
      path: Buffer;
      label: string;
      cross_file_systems: number;
      listed: number;
    })[];
    return rows.map(({ cross_file_systems, listed, ...row }) => ({
      ...row,
      crossFileSystems: cross_file_systems === 1,
      listed: listed === 1,
    }));
  }

  /** The sources with their totals, which come from a tally. */
  sources(rows: readonly TallyRow[]): EvidenceSourceSummary[] {
    const records = this.connection
      .prepare('SELECT id, path, label, added_at, file_system, mounted_read_only, manifest_sha256 FROM source ORDER BY id')
      .all() as {
      id: number;
      path: Buffer;
      label: string;
      added_at: string;
      file_system: string | null;
      mounted_read_only: number | null;
      manifest_sha256: string | null;
    }[];
    return records.map((record) => {
      const { text, raw } = displayRawName(record.path);
      const own = rows.filter(({ source }) => source === record.id);
      return {
        id: sourceId(record.id),
        kind: 'folder',
        path: text,
        pathRaw: raw,
        label: record.label,
        addedAt: record.added_at,
        fileSystem: record.file_system,
        mountedReadOnly: record.mounted_read_only === null ? null : record.mounted_read_only === 1,
        volumes: volumesOf(this.connection, record.id),
        manifestSha256: record.manifest_sha256,
        items: own.reduce((sum, { items }) => sum + items, 0),
        bytes: own.reduce((sum, { kind, bytes }) => sum + (kind === 'file' ? bytes : 0), 0),
      };
    });
  }

  /** Adds the file systems of a source that was just added. */
  addVolumes(source: number, volumes: Parameters<typeof addVolumes>[2]): void {
    addVolumes(this.connection, source, volumes);
    for (const { device } of volumes) this.touched.touch('volume', volumeKey(source, device));
  }

  /** Counts files of a source that were read where the system refused to leave the time of last access alone. */
  countAccessTimesNotKept(source: number, files: number): void {
    countAccessTimesNotKept(this.connection, source, files);
    for (const { device } of volumesOf(this.connection, source)) this.touched.touch('volume', volumeKey(source, device));
  }

  /** Records that a source was listed to its end. */
  markSourceListed(source: number): void {
    this.touched.touch('source', source);
    this.connection.prepare('UPDATE source SET listed = 1 WHERE id = ?').run(source);
  }

  setManifest(source: number, sha256: string): void {
    this.touched.touch('source', source);
    this.connection.prepare('UPDATE source SET manifest_sha256 = ? WHERE id = ?').run(sha256, source);
  }

  startRun(run: Omit<ProcessingRun, 'id' | 'state' | 'endedAt'>): number {
    const result = this.connection
      .prepare(`INSERT INTO run (profile, state, started_at, workers, isolation, tools, sources) VALUES (?, 'running', ?, ?, ?, ?, ?)`)
      .run(run.profile, run.startedAt, run.workers, run.isolation, JSON.stringify(run.tools), JSON.stringify(run.sources));
    this.touched.touch('run', Number(result.lastInsertRowid));
    return Number(result.lastInsertRowid);
  }

  setRun(id: number, change: { state: RunState; endedAt?: string | null; isolation?: string }): void {
    this.touched.touch('run', id);
    this.connection
      .prepare('UPDATE run SET state = ?, ended_at = coalesce(?, ended_at), isolation = coalesce(?, isolation) WHERE id = ?')
      .run(change.state, change.endedAt ?? null, change.isolation ?? null, id);
  }

  runs(): ProcessingRun[] {
    const rows = this.connection.prepare('SELECT * FROM run ORDER BY id').all() as {
      id: number;
      profile: ProcessingRun['profile'];
      state: RunState;
      started_at: string;
      ended_at: string | null;
      workers: number;
      isolation: string;
      tools: string;
      sources: string;
    }[];
    return rows.map((row) => ({
      id: row.id,
      profile: row.profile,
      state: row.state,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      workers: row.workers,
      isolation: row.isolation,
      tools: parseStored<Record<string, string>>(row.tools),
      sources: parseStored<string[]>(row.sources),
    }));
  }

  /** What the database knows as the last entry of the audit log. */
  auditHead(): { sequence: number; hash: string } | null {
    return (
      (this.connection.prepare('SELECT sequence, hash FROM audit_state WHERE id = 1').get() as
        | { sequence: number; hash: string }
        | undefined) ?? null
    );
  }

  /** Puts sealed entries into the outbox, in the transaction of what they describe. */
  addAuditLines(lines: readonly { sequence: number; line: string }[], head: { sequence: number; hash: string }): void {
    const insert = this.connection.prepare('INSERT INTO audit_outbox (sequence, line) VALUES (?, ?)');
    for (const { sequence, line } of lines) insert.run(sequence, line);
    this.connection
      .prepare(
        'INSERT INTO audit_state (id, sequence, hash) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash',
      )
      .run(head.sequence, head.hash);
  }

  outbox(): { sequence: number; line: string }[] {
    return this.connection.prepare('SELECT sequence, line FROM audit_outbox ORDER BY sequence').all() as {
      sequence: number;
      line: string;
    }[];
  }

  /** Forgets the entries that the log file holds on disk. */
  clearOutbox(upTo: number): void {
    this.connection.prepare('DELETE FROM audit_outbox WHERE sequence <= ?').run(upTo);
  }
}
