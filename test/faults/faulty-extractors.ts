/** Extractors that do on purpose what a parsing library may do over hostile bytes. Each takes one media type of its own. */
import { defineExtractor, type Emission, type Extractor } from '../../src/extractors/define-extractor.ts';
import type { FieldDeclarations } from '../../src/model/field.ts';
import type { ByteReader } from '../../src/model/reader.ts';

type Run = Extractor['run'];

function faulty(name: string, mediaType: string, run: Run, produces: FieldDeclarations = {}): Extractor {
  return defineExtractor({
    id: `test/${name}`,
    version: '1',
    accepts: [mediaType],
    produces,
    description: 'Misbehaves on purpose.',
    references: [],
    limits: {},
    run,
  });
}

function content(bytes: Uint8Array): ByteReader {
  return { size: bytes.length, read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)) };
}

/** Anything, as something that an extractor may say. */
function emission(value: unknown): Emission {
  return value as Emission;
}

const field = (type: FieldDeclarations[string]['type']): FieldDeclarations[string] => ({ type, label: 'A field', source: 'test' });

const before: Emission = { kind: 'observation', severity: 'note', code: 'before-the-fault', message: 'Said before.' };

/** Before it misbehaves, most say something, which is kept where the process lives on. */
export const extractors: readonly Extractor[] = [
  // A native abort, as by a failed assertion in C++.
  faulty('abort', 'image/png', async function* () {
    yield before;
    process.abort();
  }),
  // A memory access fault.
  faulty('crash', 'image/gif', async function* () {
    yield before;
    process.kill(process.pid, 'SIGSEGV');
    for (;;);
  }),
  faulty('eternal', 'image/bmp', async function* () {
    yield before;
    for (;;);
  }),
  // One that waits for ever: the process idles.
  faulty('waiting', 'application/pdf', async function* () {
    yield before;
    await new Promise(() => undefined);
  }),
  faulty('glutton', 'application/zip', async function* () {
    yield before;
    const eaten: number[][] = [];
    // In large pieces, so that it is at the cap long before its deadline, on a busy machine too.
    for (;;) eaten.push(new Array<number>(1_000_000).fill(eaten.length + 0.5));
  }),
  // Memory outside the JavaScript heap, touched so that it is really there.
  faulty('hoarder', 'application/gzip', async function* () {
    yield before;
    const eaten: Buffer[] = [];
    for (;;) eaten.push(Buffer.alloc(64 * 1024 * 1024, eaten.length + 1));
  }),
  faulty('exit', 'audio/wav', async function* () {
    yield before;
    process.exit(0);
  }),
  faulty('throws', 'text/html', async function* () {
    yield before;
    throw new Error('a\u202eparser\nfell over');
  }),
  faulty('throws-nothing', 'application/xml', async function* () {
    yield before;
    // biome-ignore lint/style/useThrowOnlyError: libraries throw anything
    throw undefined;
  }),
  // A fault that comes after the parser has returned, outside of every try.
  faulty('late', 'application/json', async function* () {
    yield before;
    setTimeout(() => {
      throw new Error('too late');
    }, 0);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }),
  faulty(
    'garbage',
    'text/csv',
    async function* () {
      yield emission({
        kind: 'artefact',
        fields: {
          text: 5,
          integer: 1.5,
          number: Number.NaN,
          boolean: 'yes',
          list: ['a', 1],
          time: new Date(0),
          kept: 'kept \ud800',
          unknown: 'x',
          big: 10n,
          circle: globalThis,
        },
        sources: { kept: 'somewhere' },
      });
      yield emission({ kind: 'artefact', fields: null, sources: null });
      yield emission({ kind: 'observation', severity: 'loud', code: 'Not A Code', message: { toString: () => 'an object' }, place: 7n });
      yield emission({ kind: 'nonsense' });
    },
    {
      text: field('text'),
      integer: field('integer'),
      number: field('number'),
      boolean: field('boolean'),
      list: field('text-list'),
      time: field('timestamp'),
      kept: field('text'),
      big: field('integer'),
      circle: field('text'),
    },
  ),
  faulty('flood', 'text/calendar', async function* () {
    for (let index = 0; ; index += 1) yield { kind: 'child', name: `child ${index}`, content: content(Buffer.from(`child ${index}\n`)) };
  }),
  // Announces much and gives nothing, again and again.
  faulty('boaster', 'application/pgp-keys', async function* () {
    const empty: ByteReader = { size: 32 * 1024 * 1024, read: () => Promise.resolve(new Uint8Array(0)) };
    for (let index = 0; ; index += 1) yield { kind: 'child', name: `boast ${index}`, content: empty };
  }),
  // Says that it holds far more than the budget of bytes.
  faulty('vast', 'text/vcard', async function* () {
    const vast: ByteReader = { size: 2 ** 40, read: (_offset, length) => Promise.resolve(new Uint8Array(Math.min(length, 65_536))) };
    yield { kind: 'child', name: 'vast', content: vast };
  }),
  // Children in children, without end: each is of the type that this extractor takes.
  faulty('nested', 'application/rtf', async function* ({ name }) {
    yield { kind: 'child', name: `in ${name}`.slice(0, 40), content: content(Buffer.from('{\\rtf1 nested}')) };
  }),
  faulty(
    'sound',
    'text/plain',
    async function* ({ reader }) {
      yield { kind: 'artefact', fields: { length: reader.size }, sources: {} };
    },
    { length: field('integer') },
  ),
];
