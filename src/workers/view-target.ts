/** Opens what is to be looked at: a file of the evidence, or what its extractors bring forth again. */
import { hash } from 'node:crypto';
import { closeSync, readSync } from 'node:fs';
import { acceptsMediaType, type Extractor } from '../extractors/define-extractor.ts';
import type { ByteReader } from '../model/reader.ts';
import type { MemberStep, SeenFile, ViewTarget } from '../model/viewing.ts';
import { readAround } from '../sources/folder/faulty-read.ts';
import { isSameRoot } from '../sources/folder/medium.ts';
import { OpenFault, openEvidence } from '../sources/folder/open-evidence.ts';

/** Content of more bytes is not taken out of an item whole. */
const memberLimit = 256 * 1024 * 1024;

/** Nothing can be read; `code` is the operating system's or one of ours. */
export class UnreadTarget extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface OpenedTarget {
  reader: ByteReader;
  file: SeenFile;
  close(): void;
}

/**
 * Opens the target. Sectors that cannot be read stand as zeros.
 * @throws UnreadTarget
 */
export async function openTarget(target: ViewTarget): Promise<OpenedTarget> {
  const root = Buffer.from(target.root.path, 'latin1');
  requireRoot(root, target);
  let opened: ReturnType<typeof openEvidence>;
  try {
    opened = openEvidence(root, Buffer.from(target.path, 'latin1'));
  } catch (thrown) {
    if (thrown instanceof OpenFault) throw new UnreadTarget(thrown.code, thrown.message);
    throw thrown;
  }
  const { descriptor, stat } = opened;
  const close = () => closeSync(descriptor);
  try {
    let reader: ByteReader = fileReader(descriptor, Number(stat.size));
    let name = target.name;
    for (const step of target.members) {
      reader = await memberOf(reader, name, step);
      name = step.name;
    }
    return { reader, file: { size: Number(stat.size), modified: stat.mtimeNs.toString() }, close };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** An unmounted medium leaves another directory in its place. */
function requireRoot(root: Buffer, target: ViewTarget): void {
  let reason = 'another folder lies at its place now';
  try {
    if (isSameRoot(root, target.root)) return;
  } catch (thrown) {
    reason = (thrown as NodeJS.ErrnoException).code ?? 'EUNKNOWN';
  }
  throw new UnreadTarget('source-unavailable', reason);
}

function fileReader(descriptor: number, size: number): ByteReader {
  return {
    size,
    async read(offset, length) {
      const start = Math.min(Math.max(0, offset), size);
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(size, start + length) - start));
      const count = readAround((part, at) => readSync(descriptor, part, 0, part.length, at), bytes, start, size, []);
      return bytes.subarray(0, count);
    },
  };
}

async function extractorOf(step: MemberStep): Promise<Extractor> {
  const { extractors } = await import('../extractors/registry.ts');
  const extractor = extractors.find(({ id }) => id === step.extractor);
  if (extractor === undefined || !acceptsMediaType(extractor, step.containerType)) {
    throw new UnreadTarget('not-found-inside', `this version has no extractor ${step.extractor} for ${step.containerType}`);
  }
  return extractor;
}

/** Runs the extractor again until it brings forth the member: the one whose content is what was recorded. */
async function memberOf(container: ByteReader, name: string, step: MemberStep): Promise<ByteReader> {
  const extractor = await extractorOf(step);
  const context = { reader: container, mediaType: step.containerType, name, signal: new AbortController().signal };
  const wanted = Buffer.from(step.name, 'latin1').toString('utf8');
  let isAnother = false;
  for await (const emission of extractor.run(context)) {
    // Children of the same name were told apart by a number before it: then content decides.
    if (emission.kind !== 'child' || !(wanted === emission.name || wanted.endsWith(`-${emission.name}`))) continue;
    if (emission.content.size > memberLimit)
      throw new UnreadTarget('too-large-inside', `it has ${emission.content.size} bytes, and at most ${memberLimit} are taken out`);
    const bytes = Buffer.from(await emission.content.read(0, emission.content.size));
    if (step.sha256 !== null && hash('sha256', bytes, 'hex') !== step.sha256) {
      isAnother = true;
      continue;
    }
    if (step.sha256 === null && wanted !== emission.name) continue;
    return {
      size: bytes.length,
      read: (offset, length) => Promise.resolve(bytes.subarray(Math.max(0, offset), Math.max(0, offset + length))),
    };
  }
  throw new UnreadTarget(isAnother ? 'changed' : 'not-found-inside', `${step.extractor} no longer finds it there`);
}
