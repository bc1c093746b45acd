/** Use cases that read the evidence again: bytes, search in them, digests of ranges, text. */
import { createHash } from 'node:crypto';
import type { CallContext, UseCases } from '../../contract/use-cases.ts';
import { EngineError } from '../../model/error.ts';
import { openItemContent, requireLocation } from '../evidence/item-content.ts';
import type { ItemContent } from '../evidence/open-file.ts';
import { textWindow } from '../evidence/text-window.ts';
import type { EngineContext } from './context.ts';

const chunkLength = 1024 * 1024;

function refuseWhenCancelled(call: CallContext): void {
  if (call.signal.aborted) throw new EngineError('cancelled', 'Reading was cancelled. Nothing was changed.');
}

/** Where `pattern` begins at or after `from`, or null. Pieces overlap, so that a match across their border is found. */
async function find(content: ItemContent, pattern: Buffer, from: number, call: CallContext): Promise<number | null> {
  for (let offset = from; offset + pattern.length <= content.size; offset += chunkLength) {
    refuseWhenCancelled(call);
    const bytes = await content.read(offset, chunkLength + pattern.length - 1);
    const place = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(pattern);
    if (place >= 0) return offset + place;
    // Content in memory is read without waiting, and others want to be answered too.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return null;
}

export function evidenceUseCases(context: EngineContext) {
  const withContent = async <Result>(id: string, work: (content: ItemContent) => Promise<Result>): Promise<Result> => {
    const content = await openItemContent(context, id);
    try {
      return await work(content);
    } finally {
      content.close();
    }
  };
  return {
    'items.bytes': ({ id, offset, length }) =>
      withContent(id, async (content) => {
        const bytes = await content.read(offset, length);
        return { bytes: new Uint8Array(bytes), size: content.size, changed: content.changed };
      }),
    'items.find': ({ id, pattern, from }, call) =>
      withContent(id, async (content) => ({ offset: await find(content, Buffer.from(pattern, 'hex'), from, call) })),
    'items.digest': ({ id, offset, length }, call) =>
      withContent(id, async (content) => {
        const sums = { md5: createHash('md5'), sha1: createHash('sha1'), sha256: createHash('sha256') };
        for (let at = offset; at < offset + length; at += chunkLength) {
          refuseWhenCancelled(call);
          const bytes = await content.read(at, Math.min(chunkLength, offset + length - at));
          if (bytes.length === 0) break;
          for (const sum of Object.values(sums)) sum.update(bytes);
          await new Promise((resolve) => setImmediate(resolve));
        }
        return { md5: sums.md5.digest('hex'), sha1: sums.sha1.digest('hex'), sha256: sums.sha256.digest('hex') };
      }),
    'items.text': ({ id, charset, offset, length }) =>
      withContent(id, (content) =>
        textWindow(content, { charset, recorded: requireLocation(context.session, id).charset, offset, length }),
      ),
  } satisfies Partial<UseCases>;
}
