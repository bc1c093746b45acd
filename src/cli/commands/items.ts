/** `sabut items`: lists what a case holds. */
import { resolve } from 'node:path';
import { boundsOf, refuseWritingIntoEvidence } from '../../engine/case/evidence-bounds.ts';
import { type ExportFormat, exportFormats, exportItems } from '../../engine/reporting/export-items.ts';
import { writeFileWhole } from '../../engine/reporting/output-directory.ts';
import { EngineError } from '../../model/error.ts';
import type { Item } from '../../model/item.ts';
import { exitCodes } from '../exit-codes.ts';
import { toFilter } from '../item-fields.ts';
import type { Output } from '../output.ts';
import { openToRead, withEngine } from '../session.ts';
import { writeOutputPieces } from '../standard-streams.ts';

export interface ItemsOptions {
  where?: string[];
  format: string;
  output?: string;
}

/** After so many pieces the process listens again: to Ctrl+C above all. */
const breath = 256;

function* table(items: Iterable<Item>): Generator<string, void, undefined> {
  yield `${'ID'.padEnd(32)}  ${'SIZE'.padStart(12)}  ${'MODIFIED (UTC)'.padEnd(19)}  ${'TYPE'.padEnd(28)}  PATH\n`;
  let count = 0;
  for (const { id, size, times, mediaType, kind, source, path } of items) {
    const modified = times.modified?.iso?.slice(0, 19) ?? '-';
    yield `${id}  ${String(size ?? '-').padStart(12)}  ${modified.padEnd(19)}  ${(mediaType ?? kind).slice(0, 28).padEnd(28)}  ${source}/${path}\n`;
    count += 1;
  }
  yield `${count} ${count === 1 ? 'item' : 'items'}\n`;
}

async function* breathing<Piece>(pieces: Iterable<Piece>, signal: AbortSignal): AsyncGenerator<Piece, void, undefined> {
  let count = 0;
  for (const piece of pieces) {
    yield piece;
    count += 1;
    if (count % breath !== 0) continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) throw new EngineError('cancelled', 'The list was stopped before its end; no file was left behind.');
  }
}

/** Lists the items that the conditions select. */
export function listItems(output: Output, directory: string, options: ItemsOptions): Promise<number> {
  return withEngine(output, { signs: false }, async (opening) => {
    const filters = (options.where ?? []).map(toFilter);
    await openToRead(opening, output, directory);
    const { session } = opening.engine;
    if (options.output !== undefined)
      refuseWritingIntoEvidence([{ what: 'list', path: options.output }], boundsOf(session.tables.sourceRecords()));
    // A condition that cannot be understood is refused before the first line is written.
    if (filters.length > 0) for (const _ of session.itemReader().selected(filters)) break;
    const list = (exportFormats as readonly string[]).includes(options.format)
      ? exportItems(session, options.format as ExportFormat, filters)
      : { pieces: table(filters.length === 0 ? session.itemReader().every() : session.itemReader().selected(filters)), uncarried: () => 0 };
    const pieces = breathing(list.pieces, opening.signal);
    if (options.output === undefined) await writeOutputPieces(pieces);
    else await writeFileWhole(options.output, pieces);
    const uncarried = list.uncarried();
    if (uncarried > 0)
      output.remark(
        `${uncarried === 1 ? '1 file has a name' : `${uncarried} files have names`} that this format cannot carry; each stands in a comment line instead, and hashdeep will call it new.`,
      );
    if (options.output !== undefined) output.remark(`Wrote ${resolve(options.output)}`);
    return exitCodes.done;
  });
}
