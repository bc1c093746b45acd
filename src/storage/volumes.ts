/** Reads and writes the file systems of the case's sources. Only writes inside a transaction. */
import { type TimeRules, timeRulesOf, type Volume } from '../model/volume.ts';
import type { Connection } from './connection.ts';

interface VolumeRow {
  device: string;
  file_system: string | null;
  options: string | null;
  local_clock: number;
  access_times_not_kept: number;
}

/** Adds the volumes of a source that was just added. */
export function addVolumes(connection: Connection, source: number, volumes: readonly Omit<Volume, 'accessTimesNotKept'>[]): void {
  const insert = connection.prepare(
    'INSERT INTO volume (source, device, file_system, options, local_clock, access_times_not_kept) VALUES (?, ?, ?, ?, ?, 0)',
  );
  for (const { device, fileSystem, options, localClock } of volumes) insert.run(source, device, fileSystem, options, Number(localClock));
}

/** Counts files of a source that were read where the system refused to leave the time of last access alone. */
export function countAccessTimesNotKept(connection: Connection, source: number, files: number): void {
  connection
    .prepare(
      'UPDATE volume SET access_times_not_kept = access_times_not_kept + ? WHERE source = ? AND device = (SELECT device FROM source WHERE id = ?)',
    )
    .run(files, source, source);
}

/** The volumes of a source: that of its root first. */
export function volumesOf(connection: Connection, source: number | bigint): Volume[] {
  const rows = connection
    .prepare(
      'SELECT volume.* FROM volume JOIN source ON source.id = volume.source WHERE source = ? ORDER BY volume.device <> source.device, volume.device',
    )
    .all(source) as VolumeRow[];
  return rows.map((row) => ({
    device: row.device,
    fileSystem: row.file_system,
    options: row.options,
    localClock: row.local_clock === 1,
    accessTimesNotKept: row.access_times_not_kept,
  }));
}

/** How the times of items are to be understood, by source and device. What is known of a source never changes, so it is asked for once. */
export class ItemTimeRules {
  private readonly connection: Connection;
  private readonly known = new Map<bigint, Map<bigint, TimeRules>>();
  private readonly asGiven = timeRulesOf(undefined);

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** `source` is the row of the source, `device` the item's device number as the case keeps it, signed. */
  of(source: bigint, device: bigint | null): TimeRules {
    let rules = this.known.get(source);
    if (rules === undefined) {
      const volumes = volumesOf(this.connection, source);
      rules = new Map(volumes.map((volume) => [BigInt.asIntN(64, BigInt(volume.device)), timeRulesOf(volume)]));
      this.known.set(source, rules);
    }
    return device === null ? this.asGiven : (rules.get(device) ?? this.asGiven);
  }
}
