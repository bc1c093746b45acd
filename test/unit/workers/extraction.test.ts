import { describe, expect, it } from 'vitest';
import type { Emission, Extractor } from '../../../src/extractors/define-extractor.ts';
import type { ContentResult } from '../../../src/model/processing.ts';
import { type ByteReader, memoryReader } from '../../../src/model/reader.ts';
import { childBudget, extract } from '../../../src/workers/extraction.ts';
import { opensslDigest } from '../openssl.ts';

type Say = Emission | { kind: string };

/** An extractor that says what a test wants it to say. */
function saying(run: (reader: ByteReader) => Iterable<Say> | AsyncIterable<Say>, change: Partial<Extractor> = {}): Extractor {
  return {
    id: 'test/saying',
    version: '3',
    accepts: ['text/*'],
    produces: {
      title: { type: 'text', label: 'Title', source: 'test' },
      pages: { type: 'integer', label: 'Pages', source: 'test' },
    },
    description: 'Says what a test wants.',
    references: [],
    limits: {},
    async *run({ reader }) {
      yield* run(reader) as AsyncIterable<Emission>;
    },
    ...change,
  };
}

function emptyResult(mediaType: string | null): ContentResult {
  return {
    digests: {},
    size: 0,
    mediaType,
    mediaTypeBasis: null,
    charset: null,
    extensionMismatch: false,
    entropy: null,
    outcomes: {},
    observations: [],
    artefacts: [],
    children: [],
  };
}

async function run(
  extractors: readonly Extractor[],
  options: { mediaType?: string | null; bytes?: Uint8Array; count?: number; size?: number } = {},
) {
  const result = emptyResult(options.mediaType === undefined ? 'text/plain' : options.mediaType);
  const steps: string[] = [];
  const budget = { count: options.count ?? childBudget.count, bytes: options.size ?? childBudget.bytes };
  const setting = { extractors, digests: ['md5', 'sha256'] as const, thorough: false };
  await extract(result, 'name.txt', memoryReader(options.bytes ?? Buffer.from('hello')), setting, budget, 0, undefined, (step) =>
    steps.push(step),
  );
  return { result, steps, budget };
}

const artefact = (fields: object, sources: object = {}): Say => ({ kind: 'artefact', fields, sources }) as Say;
const child = (name: string, content: Uint8Array | ByteReader): Say =>
  ({ kind: 'child', name, content: content instanceof Uint8Array ? memoryReader(content) : content }) as Say;
const remark = (code: string): Say => ({ kind: 'observation', severity: 'note', code, message: 'A remark.' }) as Say;

describe('extract', () => {
  it('keeps what is declared, in the order of the declaration, with its sources', async () => {
    const { result, steps } = await run([saying(() => [artefact({ pages: 3, title: 'Ledger' }, { title: 'Title tag' })])]);
    expect(result.artefacts).toEqual([
      { extractor: 'test/saying', version: '3', fields: { title: 'Ledger', pages: 3 }, sources: { title: 'Title tag' } },
    ]);
    expect(Object.keys(result.artefacts[0]?.fields ?? {})).toEqual(['title', 'pages']);
    expect(result.outcomes).toEqual({ 'test/saying': 'done' });
    expect(steps).toEqual(['test/saying']);
  });

  it('leaves out values that are not what was declared, says so, and calls the step partial', async () => {
    const { result } = await run([saying(() => [artefact({ pages: 'three', title: 'kept', secret: 1 })])]);
    expect(result.artefacts.map(({ fields }) => fields)).toEqual([{ title: 'kept' }]);
    expect(result.observations).toMatchObject([{ code: 'field-refused', severity: 'warning', step: 'test/saying' }]);
    expect(result.observations[0]?.message).toContain('pages, secret');
    expect(result.outcomes['test/saying']).toBe('partial');
  });

  it('asks only extractors that take the type, and none where the type is not known', async () => {
    const picture = saying(() => [artefact({ title: 'wrong' })], { id: 'test/picture', accepts: ['image/*'] });
    const exact = saying(() => [], { id: 'test/exact', accepts: ['text/plain'] });
    const { result, steps } = await run([picture, exact]);
    expect(result.outcomes).toEqual({ 'test/picture': 'not-applicable', 'test/exact': 'done' });
    expect(steps).toEqual(['test/exact']);
    expect((await run([picture, exact], { mediaType: null })).result.outcomes).toEqual({
      'test/picture': 'not-applicable',
      'test/exact': 'not-applicable',
    });
  });

  it('skips what is larger than an extractor takes, without a step', async () => {
    const small = saying(() => [artefact({ title: 'never' })], { limits: { maximumSize: 4 } });
    const { result, steps } = await run([small]);
    expect(result.outcomes['test/saying']).toBe('skipped(over-size-limit)');
    expect([result.artefacts, steps]).toEqual([[], []]);
    expect((await run([small], { bytes: Buffer.from('four') })).result.outcomes['test/saying']).toBe('done');
  });

  it('records a throw as failed, with its message escaped, and keeps what came before; the next extractor runs', async () => {
    const faulty = saying(function* () {
      yield artefact({ title: 'before' });
      throw new Error('bad \u202e header\0');
    });
    const { result } = await run([faulty, saying(() => [artefact({ title: 'after' })], { id: 'test/next' })]);
    expect(result.outcomes).toEqual({ 'test/saying': 'failed', 'test/next': 'done' });
    expect(result.artefacts.map(({ fields }) => fields['title'])).toEqual(['before', 'after']);
    expect(result.observations).toEqual([
      { severity: 'warning', code: 'extractor-failed', message: 'bad \\u{202e} header\\x00', step: 'test/saying' },
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['a number', 7],
  ])('withstands %s being thrown', async (_, thrown) => {
    const faulty = saying(() => {
      throw thrown;
    });
    const { result } = await run([faulty]);
    expect(result.outcomes['test/saying']).toBe('failed');
    expect(result.observations[0]?.message).toBe(String(thrown));
  });

  it('takes an emission that it does not know for a failure', async () => {
    expect((await run([saying(() => [{ kind: 'confession' }])])).result.outcomes['test/saying']).toBe('failed');
  });

  it('bounds remarks, but never loses why a step failed', async () => {
    const flood = saying(function* () {
      for (let count = 0; count < 5000; count += 1) yield remark(`remark-${count}`);
      throw new Error('the end');
    });
    const { result } = await run([flood]);
    expect(result.observations.length).toBeLessThanOrEqual(201);
    expect(result.observations.at(-1)).toMatchObject({ code: 'extractor-failed', message: 'the end' });
  });

  it('brings remarks into the form that the case keeps', async () => {
    const strange = saying(() => [
      { kind: 'observation', severity: 'catastrophe', code: 'NOT A CODE', message: 'x'.repeat(10_000), place: 12 } as Say,
      { kind: 'observation', severity: 'note', code: 'lone', message: 'half \ud83d pair' } as Say,
    ]);
    const { result } = await run([strange]);
    expect(result.observations).toEqual([
      { severity: 'warning', code: 'unnamed', message: 'x'.repeat(4000), place: '12', step: 'test/saying' },
      { severity: 'note', code: 'lone', message: 'half \ufffd pair', step: 'test/saying' },
    ]);
  });

  it('calls a step partial that says it is incomplete', async () => {
    expect((await run([saying(() => [{ kind: 'incomplete' }])])).result.outcomes['test/saying']).toBe('partial');
  });

  it('gives up the step that was told to be given up', async () => {
    const result = emptyResult('text/plain');
    const observation = { severity: 'warning' as const, code: 'step-crashed', message: 'It crashed.', step: 'test/saying' };
    await extract(
      result,
      'name',
      memoryReader(Buffer.from('x')),
      { extractors: [saying(() => [artefact({ title: 'never' })])], digests: [], thorough: false },
      { count: 1, bytes: 1 },
      0,
      { 'test/saying': { outcome: 'failed', observation } },
      () => expect.unreachable('the step was begun'),
    );
    expect(result).toMatchObject({ outcomes: { 'test/saying': 'failed' }, observations: [observation], artefacts: [] });
  });
});

describe('content inside an item', () => {
  it('is digested, identified and looked into like an item', async () => {
    const picture = Buffer.from('GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;', 'latin1');
    const outer = saying((reader) =>
      reader.size > 100 ? [child('picture\u202e.JPG', picture), child('notes.txt', Buffer.from('notes'))] : [],
    );
    const { result, steps } = await run([outer], { bytes: Buffer.alloc(101, 'a') });
    expect(result.children).toMatchObject([
      {
        extractor: 'test/saying',
        name: 'picture\\u{202e}.JPG',
        nameBytes: Buffer.from('picture\u202e.JPG').toString('latin1'),
        extension: 'jpg',
        size: picture.length,
        mediaType: 'image/gif',
        extensionMismatch: true,
        digests: { md5: opensslDigest('md5', picture), sha256: opensslDigest('sha256', picture) },
        outcomes: { read: 'done', identify: 'done', 'test/saying': 'not-applicable' },
      },
      { name: 'notes.txt', mediaType: 'text/plain', charset: 'us-ascii', extensionMismatch: false, outcomes: { 'test/saying': 'done' } },
    ]);
    expect(steps).toEqual(['test/saying']);
  });

  it('is digested in pieces where it is large, and the same as whole', async () => {
    const large = Buffer.alloc(9 * 1024 * 1024 + 17, 'large content ');
    const { result } = await run([saying((reader) => (reader.size === 5 ? [child('large', large)] : []))]);
    expect(result.children[0]).toMatchObject({
      size: large.length,
      digests: { md5: opensslDigest('md5', large) },
      entropy: expect.any(Number),
    });
  });

  it('ends eight levels down, where every item holds one like itself', async () => {
    const endless = saying(() => [child('again', Buffer.from('again'))]);
    const { result } = await run([endless]);
    let depth = 0;
    let last: ContentResult = result;
    for (; last.children[0] !== undefined; last = last.children[0]) depth += 1;
    expect(depth).toBe(8);
    expect(last.outcomes['test/saying']).toBe('partial');
    expect(last.observations).toMatchObject([{ code: 'budget-exhausted' }]);
  });

  it('ends where its number or its bytes are used up, over all levels together', async () => {
    const twofold = saying(() => [child('one', Buffer.from('12345')), child('two', Buffer.from('12345'))]);
    const counted = await run([twofold], { count: 20 });
    const number = (result: ContentResult): number => result.children.reduce((sum, one) => sum + 1 + number(one), 0);
    expect(number(counted.result)).toBe(20);
    expect(counted.result.outcomes['test/saying']).toBe('partial');
    const weighed = await run([twofold], { size: 34 });
    expect(number(weighed.result)).toBe(6);
    expect(weighed.budget.bytes).toBe(4);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('is refused where it claims to have %d bytes', async (size) => {
    const lying = saying(() => [child('lie', { size, read: () => Promise.resolve(new Uint8Array(0)) })]);
    const { result } = await run([lying]);
    expect(result.outcomes['test/saying']).toBe('failed');
    expect(result.children).toEqual([]);
  });
});
