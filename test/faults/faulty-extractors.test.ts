/** A parser that crashes, loops, eats memory, lies or floods costs its own item one recorded outcome, and nothing else. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { spawnNodeWorker } from '../../src/engine/processes/node-worker.ts';
import { systemClock } from '../../src/model/clock.ts';
import type { Item } from '../../src/model/item.ts';
import type { SpawnWorker } from '../../src/model/processing.ts';
import { isCampaign } from './campaign.ts';
import { extractors } from './faulty-extractors.ts';
import { Workbench } from './workbench.ts';

const campaign = isCampaign();
/** Long enough that who eats memory is at the cap before it, on a busy machine too. */
const deadline = { base: 9000, perMegabyte: 4000 };
/** Each has a result or a recorded error within its deadline and so many milliseconds. */
const grace = 2000;

/** A file of the type that each faulty extractor takes. */
const files: Record<string, string | Buffer> = {
  'abort.png': Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000049454e44ae426082', 'hex'),
  'crash.gif': Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'),
  'eternal.bmp': Buffer.concat([Buffer.from('BM'), Buffer.alloc(100)]),
  'waiting.pdf': '%PDF-1.4\n%%EOF\n',
  'glutton.zip': Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]),
  'hoarder.gz': Buffer.from('1f8b08000000000000030300000000000000000000', 'hex'),
  'exit.wav': Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00', 'latin1'),
  'throws.html': '<!DOCTYPE html><html></html>\n',
  'throws-nothing.xml': '<?xml version="1.0"?><a/>\n',
  'late.json': '{"a": 1}\n',
  'garbage.csv': 'a,b\n1,2\n3,4\n',
  'boaster.asc': '-----BEGIN PGP PUBLIC KEY BLOCK-----\n',
  'vast.vcf': 'BEGIN:VCARD\nEND:VCARD\n',
  'nested.rtf': '{\\rtf1 nested}',
  // A hundred thousand children take their time. Large, so that it has a batch for itself, and a deadline to match.
  ...(campaign ? { 'flood.ics': `BEGIN:VCALENDAR\n${`${'X'.repeat(69)}\n`.repeat(250_000)}END:VCALENDAR\n` } : {}),
};
const neighbours = 120;

/** A step that a process never came back from. */
interface FatalStep {
  /** Row of the item. */
  key: number;
  step: string;
  /** From its beginning to the end of the process, without the time in which this process had no turn: it can kill nobody then. */
  milliseconds: number;
  ending: string;
}

/** A clock of the time in which this process had turns: of a tick that comes late, what it is late by does not count. */
class OwnTime {
  private readonly step = 50;
  private lost = 0;
  private last = performance.now();
  private readonly timer = setInterval(() => this.tick(), this.step);

  private tick(): void {
    const now = performance.now();
    this.lost += Math.max(0, now - this.last - 2 * this.step);
    this.last = now;
  }

  now(): number {
    this.tick();
    return this.last - this.lost;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** A worker whose fatal steps are recorded with the time that they took. */
function watched(fatal: FatalStep[], time: OwnTime): SpawnWorker {
  return (options) => {
    const worker = spawnNodeWorker(options);
    let begun: { key: number; step: string; at: number } | null = null;
    let killed = false;
    return {
      ...worker,
      onMessage: (listener) =>
        worker.onMessage((message) => {
          begun = message.type === 'step' ? { key: message.key, step: message.step, at: time.now() } : null;
          listener(message);
        }),
      onExit: (listener) =>
        worker.onExit((description) => {
          if (begun !== null) {
            const { at, ...step } = begun;
            fatal.push({ ...step, milliseconds: time.now() - at, ending: killed ? 'killed' : description });
          }
          listener(description);
        }),
      kill() {
        killed = true;
        worker.kill();
      },
    };
  };
}

describe('extractors that misbehave on purpose', () => {
  const bench = new Workbench('faulty-extractors');
  let engine: Engine;
  let items: Map<string, Item>;
  let all: Item[];
  const fatal: FatalStep[] = [];
  const time = new OwnTime();

  beforeAll(async () => {
    const evidence = bench.path('evidence');
    mkdirSync(evidence);
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(evidence, name), bytes);
    // Around them, so that each has neighbours in its batch.
    for (let index = 0; index < neighbours; index += 1) writeFileSync(join(evidence, `${index % 26}${index}.txt`), `neighbour ${index}\n`);
    engine = createEngine({
      clock: systemClock,
      randomId: () => '0'.repeat(32),
      process: process.pid,
      host: 'test',
      productVersion: 'test',
      keyStore: bench.path('settings/keys'),
      spawnWorker: watched(fatal, time),
      isolation: 'process',
      deadline,
      registry: { url: new URL('faulty-extractors.ts', import.meta.url).href, extractors },
    });
    const call = { examiner: 'test', signal: new AbortController().signal, onProgress: () => undefined };
    await engine.useCases['case.create']({ directory: bench.path('case.sabut'), header: {} }, call);
    const run = await engine.useCases['run.start']({ evidence: [evidence], profile: 'standard', workers: 2 }, call);
    expect(run.state).toBe('complete');
    all = [...engine.session.itemReader().every()];
    items = new Map(all.filter(({ kind }) => kind === 'file').map((item) => [item.name, item]));
  }, 240_000);
  afterAll(async () => {
    time.stop();
    await engine?.close();
    bench.remove();
  });

  const outcomeOf = (file: string) => {
    const item = items.get(file) as Item;
    return item.outcomes[`test/${file.slice(0, file.indexOf('.'))}`];
  };
  const observationsOf = (file: string) => (items.get(file) as Item).observations.map(({ code, step }) => `${step} ${code}`);

  test.each([
    ['abort.png', 'failed', 'step-crashed'],
    ['crash.gif', 'failed', 'step-crashed'],
    ['exit.wav', 'failed', 'step-crashed'],
    ['late.json', 'failed', 'step-crashed'],
    ['eternal.bmp', 'timed-out', 'step-timed-out'],
    ['waiting.pdf', 'timed-out', 'step-timed-out'],
  ])('%s: its process ends, on two tries, and the step is %s', (file, outcome, code) => {
    expect(outcomeOf(file)).toBe(outcome);
    expect(observationsOf(file)).toEqual([`test/${file.slice(0, file.indexOf('.'))} ${code}`]);
  });

  test.each([
    ['glutton.zip', 'inside the heap', /heap out of memory/i],
    ['hoarder.gz', 'outside it', /allocation failed|failed to allocate|out of memory/i],
  ])('%s: who eats memory %s ends at the cap, by a throw or with the process', (file, _where, fault) => {
    expect(outcomeOf(file)).toBe('failed');
    const last = items.get(file)?.observations.at(-1);
    expect(last?.code).toMatch(/^(?:step-crashed|extractor-failed)$/);
    expect(last?.message).toMatch(fault);
  });

  test('what throws has failed, with its message made harmless, and what it said before is kept', () => {
    expect(outcomeOf('throws.html')).toBe('failed');
    expect(items.get('throws.html')?.observations).toEqual([
      { severity: 'note', code: 'before-the-fault', message: 'Said before.', step: 'test/throws' },
      { severity: 'warning', code: 'extractor-failed', message: 'a\\u{202e}parser\\nfell over', step: 'test/throws' },
    ]);
    expect(outcomeOf('throws-nothing.xml')).toBe('failed');
  });

  test('of garbage only what is declared is kept, and the rest is named', () => {
    const item = items.get('garbage.csv') as Item;
    expect(outcomeOf('garbage.csv')).toBe('failed');
    expect(item.artefacts).toEqual([
      { extractor: 'test/garbage', version: '1', fields: { kept: 'kept \ufffd' }, sources: { kept: 'somewhere' } },
    ]);
    expect(item.observations.map(({ severity, code, place }) => [severity, code, place])).toEqual([
      ['warning', 'field-refused', undefined],
      ['warning', 'unnamed', '7'],
      ['warning', 'extractor-failed', undefined],
    ]);
    expect(item.observations[0]?.message).toContain('text, integer, number, boolean, list, time, big, circle, unknown');
  });

  const childrenOf = (file: string) => all.filter(({ parent }) => parent === items.get(file)?.id);

  test('what is announced counts against the budget, and what does not come is said', () => {
    expect(outcomeOf('vast.vcf')).toBe('partial');
    expect(childrenOf('vast.vcf')).toEqual([]);
    expect(outcomeOf('boaster.asc')).toBe('partial');
    expect(observationsOf('boaster.asc')).toEqual(['test/boaster budget-exhausted']);
    expect(childrenOf('boaster.asc')).toHaveLength(64);
    for (const child of childrenOf('boaster.asc')) {
      expect(child).toMatchObject({ size: 0, outcomes: { read: 'partial' } });
      expect(child.observations.map(({ code }) => code)).toEqual(['content-cut-short']);
    }
  });

  test('nesting ends at the budget', () => {
    const nested = all.filter(({ path }) => path.startsWith('nested.rtf//'));
    expect(nested).toHaveLength(8);
    expect(nested.at(-1)?.outcomes['test/nested']).toBe('partial');
  });

  test.skipIf(!campaign)(
    `a flood of children ends at the budget${campaign ? '' : ' (skipped: takes half a minute; npm run test:campaign)'}`,
    () => {
      expect(outcomeOf('flood.ics'), JSON.stringify(items.get('flood.ics')?.observations)).toBe('partial');
      expect(observationsOf('flood.ics')).toEqual(['test/flood budget-exhausted']);
      expect(childrenOf('flood.ics')).toHaveLength(100_000);
    },
  );

  test('every one of them is hashed and identified all the same', () => {
    for (const file of Object.keys(files)) {
      const item = items.get(file) as Item;
      expect(item.outcomes, file).toMatchObject({ read: 'done', identify: 'done' });
      expect(item.sha256, file).toMatch(/^[0-9a-f]{64}$/);
      const others = Object.entries(item.outcomes).filter(
        ([step]) => !['read', 'identify', `test/${file.slice(0, file.indexOf('.'))}`].includes(step),
      );
      expect(new Set(others.map(([, outcome]) => outcome)), file).toEqual(new Set(['not-applicable']));
    }
  });

  test('their neighbours notice nothing', () => {
    const untouched = [...items.values()].filter(({ name }) => name.endsWith('.txt'));
    expect(untouched).toHaveLength(neighbours);
    for (const item of untouched) {
      expect(item.outcomes).toMatchObject({ read: 'done', identify: 'done', 'test/sound': 'done' });
      expect(item.observations).toEqual([]);
      expect(item.artefacts[0]?.fields).toEqual({ length: item.size });
    }
  });

  test('each ends within its deadline, on each of its tries', () => {
    const rowOf = engine.session.connection.prepare('SELECT name, size FROM item WHERE id = ?');
    const ended = fatal.map(({ key, ...rest }) => ({ ...(rowOf.get(key) as { name: string; size: number }), ...rest }));
    for (const { name, size, milliseconds, ending } of ended)
      expect(milliseconds, `${name} (${ending})`).toBeLessThan(deadline.base + (deadline.perMegabyte * size) / 1_000_000 + grace);
    const killed = ended.filter(({ ending }) => ending === 'killed').map(({ name }) => name);
    expect(new Set(killed)).toEqual(new Set(['eternal.bmp', 'waiting.pdf']));
    for (const file of ['abort.png', 'crash.gif', 'exit.wav', 'late.json', 'eternal.bmp', 'waiting.pdf'])
      expect(ended.filter(({ name }) => name === file).length, file).toBeGreaterThanOrEqual(2);
  });
});
