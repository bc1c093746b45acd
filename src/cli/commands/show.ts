/** `sabut show`: all that a case holds about one item. */
import { EngineError } from '../../model/error.ts';
import { type FieldValue, isTimestamp } from '../../model/field.ts';
import type { Item } from '../../model/item.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { type CliSession, openToRead, withEngine } from '../session.ts';

/** The item with an id, with a path below a source (`S1/DCIM/1.jpg`, as lists print it), or with a path in any source. */
function findItem({ engine }: CliSession, text: string): Item {
  const reader = engine.session.itemReader();
  const byId = /^[0-9a-f]{32}$/i.test(text) ? reader.get(text.toLowerCase()) : null;
  if (byId !== null) return byId;
  const [, source, rest = ''] = /^(S\d+)\/(.*)$/s.exec(text) ?? [];
  if (source !== undefined) {
    const [found] = reader.selected([
      { field: 'source', operator: 'is', values: [source] },
      { field: 'path', operator: 'is', values: [rest] },
    ]);
    if (found !== undefined) return found;
  }
  const [found, second] = engine.session.itemReader().selected([{ field: 'path', operator: 'is', values: [text] }]);
  if (found === undefined)
    throw new EngineError('not-found', `The case has no item ${text}. Give an id or a path as sabut items prints it.`);
  if (second !== undefined)
    throw new EngineError('conflict', `More than one item is ${text}. Say which one is meant: ${nameOf(found)} or ${nameOf(second)}.`);
  return found;
}

function nameOf({ source, path, id }: Item): string {
  return `${source}/${path} (${id})`;
}

function shownValue(value: FieldValue): string {
  if (isTimestamp(value)) return `${value.iso ?? '(no valid time)'}  raw "${value.raw}" (${value.basis})`;
  return Array.isArray(value) ? value.join('; ') : String(value);
}

/** Prints one item. */
export function showItem(output: Output, directory: string, text: string): Promise<number> {
  return withEngine(output, { signs: false }, async (session) => {
    await openToRead(session, output, directory);
    const item = findItem(session, text);
    output.object(item);
    describeItem(item, (line) => output.line(line));
    return exitCodes.done;
  });
}

function describeItem(item: Item, line: (text: string) => void): void {
  const put = (label: string, value: unknown) => {
    // A value from evidence stays on its line, or it could pass for one of ours.
    if (value !== null && value !== undefined && value !== '')
      line(`${label.padEnd(22)} ${String(value).replaceAll('\n', '\\n').replaceAll('\t', '\\t')}`);
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
    line(`\n${extractor} ${version}`);
    for (const [name, value] of Object.entries(fields))
      put(`  ${name}`, `${shownValue(value)}${sources[name] === undefined ? '' : `   [${sources[name]}]`}`);
  }
  line('\nOutcomes');
  for (const [step, outcome] of Object.entries(item.outcomes)) put(`  ${step}`, outcome);
  if (item.observations.length > 0) line('\nObservations');
  for (const { severity, code, message, step, place } of item.observations)
    put(`  ${severity} ${code}`, `(${step}${place === undefined ? '' : `, ${place}`}): ${message}`);
}
