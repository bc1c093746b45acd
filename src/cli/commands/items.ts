/** `sabut items` and `sabut show`. */

import type { Filter } from '../../contract/schemas.ts';
import { type ExportFormat, exportFormats, exportItems } from '../../engine/reporting/export-items.ts';
import { writeFileWhole } from '../../engine/reporting/output-directory.ts';
import { EngineError } from '../../model/error.ts';
import { isTimestamp } from '../../model/field.ts';
import type { Item } from '../../model/item.ts';
import type { Output } from '../output.ts';
import { type CliSession, exitCodes } from '../session.ts';

/** `FIELD=VALUE` as a filter. */
function toFilter(text: string): Filter {
  const equals = text.indexOf('=');
  return { field: text.slice(0, equals), operator: 'is', values: [text.slice(equals + 1)] };
}

function* table(items: Iterable<Item>): Generator<string, void, undefined> {
  yield `${'ID'.padEnd(32)}  ${'SIZE'.padStart(12)}  ${'MODIFIED (UTC)'.padEnd(19)}  ${'TYPE'.padEnd(28)}  PATH\n`;
  let count = 0;
  for (const { id, size, times, mediaType, kind, source, path } of items) {
    const modified = times.modified?.iso?.slice(0, 19) ?? '-';
    yield `${id}  ${String(size ?? '-').padStart(12)}  ${modified.padEnd(19)}  ${(mediaType ?? kind).slice(0, 28).padEnd(28)}  ${source}/${path}\n`;
    count += 1;
  }
  yield `${count} items\n`;
}

/** Writes to standard output at the pace at which it is read. */
async function toStandardOutput(pieces: Iterable<string | Uint8Array>): Promise<void> {
  for (const piece of pieces) {
    if (process.stdout.destroyed) return;
    if (!process.stdout.write(piece)) await new Promise<void>((resolve) => process.stdout.once('drain', resolve).once('close', resolve));
  }
}

/** Lists the items that the conditions select. */
export async function listItems(
  session: CliSession,
  output: Output,
  directory: string,
  options: { where: string[]; format: string; output?: string },
): Promise<number> {
  await session.call('case.open', { directory });
  // `sabut items … | head` closes the pipe early; that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.stdout.destroy();
  });
  const filters = options.where.map(toFilter);
  const open = session.engine.session;
  const list = (exportFormats as readonly string[]).includes(options.format)
    ? exportItems(open, options.format as ExportFormat, filters)
    : { pieces: table(open.itemReader().selected(filters)), uncarried: () => 0 };
  if (options.output === undefined) await toStandardOutput(list.pieces);
  else writeFileWhole(options.output, list.pieces);
  const uncarried = list.uncarried();
  if (uncarried > 0)
    output.remark(
      `${uncarried} files have names that this format cannot carry; each stands in a comment line instead, and hashdeep will call it new.`,
    );
  return exitCodes.done;
}

function findItem(session: CliSession, text: string): Item {
  const reader = session.engine.session.itemReader();
  const byId = /^[0-9a-f]{32}$/.test(text) ? reader.get(text) : null;
  if (byId !== null) return byId;
  const [found, second] = reader.selected([{ field: 'path', operator: 'is', values: [text.replace(/^S\d+\//, '')] }]);
  if (found === undefined)
    throw new EngineError('not-found', `The case has no item ${text}. Give an id or a path as sabut items prints it.`);
  if (second !== undefined)
    throw new EngineError('conflict', `Several sources hold ${text}. Give the id of the one that you mean: ${found.id}, ${second.id}.`);
  return found;
}

/** Prints one item. */
export async function showItem(session: CliSession, output: Output, directory: string, text: string): Promise<number> {
  await session.call('case.open', { directory });
  const item = findItem(session, text);
  output.object(item);
  const put = (label: string, value: unknown) => {
    if (value !== null && value !== undefined && value !== '') output.line(`${label.padEnd(22)} ${value}`);
  };
  put('Path', `${item.source}/${item.path}`);
  put('Raw path', item.pathRaw);
  put('Id', item.id);
  put('Kind', item.kind);
  put('Link target', item.linkTarget);
  put('Size', item.size === null ? null : `${item.size} bytes`);
  for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512', 'blake3'] as const) put(algorithm.toUpperCase(), item[algorithm]);
  put(
    'Type',
    item.mediaType === null ? null : `${item.mediaType} (by ${item.mediaTypeBasis})${item.charset === null ? '' : `; ${item.charset}`}`,
  );
  put('Extension', item.extension === null ? null : `${item.extension}${item.extensionMismatch ? '  DOES NOT GO WITH THE TYPE' : ''}`);
  put('Entropy', item.entropy === null ? null : `${item.entropy} bits a byte`);
  for (const [name, time] of Object.entries(item.times))
    put(
      name[0]?.toUpperCase() + name.slice(1),
      time === null ? null : `${time.iso ?? '(no valid time)'}  raw ${time.raw} (${time.basis}, to the ${time.precision})`,
    );
  put('Mode, owner, group', item.mode === null ? null : `${(item.mode & 0o7777).toString(8).padStart(4, '0')}, ${item.uid}, ${item.gid}`);
  put('Inode, links', item.inode === null ? null : `${item.inode}, ${item.links}`);
  for (const { extractor, version, fields, sources } of item.artefacts) {
    output.line(`\n${extractor} ${version}`);
    for (const [name, value] of Object.entries(fields)) {
      const shown = isTimestamp(value)
        ? `${value.iso ?? '(no valid time)'}  raw "${value.raw}" (${value.basis})`
        : Array.isArray(value)
          ? value.join('; ')
          : String(value);
      put(`  ${name}`, `${shown}${sources[name] === undefined ? '' : `   [${sources[name]}]`}`);
    }
  }
  output.line('\nOutcomes');
  for (const [step, outcome] of Object.entries(item.outcomes)) put(`  ${step}`, outcome);
  if (item.observations.length > 0) output.line('\nObservations');
  for (const { severity, code, message, step, place } of item.observations)
    output.line(`  ${severity} ${code} (${step}${place === undefined ? '' : `, ${place}`}): ${message}`);
  return exitCodes.done;
}
