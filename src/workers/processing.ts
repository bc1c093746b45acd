/**
 * Entry of the worker process: takes batches, answers with results. It touches hostile bytes, so it may die at any
 * time; the engine then knows from the last `step` which item it was. Runs under Node.js and as a utility process.
 */
import type { Extractor } from '../extractors/define-extractor.ts';
import { announcedSize, type Configuration, type FromWorker, type ItemResult, type ToWorker, type Work } from '../model/processing.ts';
import { prepareDigests } from './digesting.ts';
import { openEngineChannel } from './engine-channel.ts';
import { ItemProcessor } from './item-processor.ts';
import { SourceUnavailable } from './read-content.ts';

/** Results are sent at the latest after so many items or milliseconds. */
const flushCount = 64;
const flushInterval = 50;

const channel = openEngineChannel<FromWorker, ToWorker>();
let processor: ItemProcessor | undefined;
let queue: Promise<void> = Promise.resolve();
let results: ItemResult[] = [];
let lastFlush = performance.now();

function flush(): void {
  if (results.length > 0) channel.post({ type: 'results', results });
  results = [];
  lastFlush = performance.now();
}

async function configure(configuration: Configuration): Promise<void> {
  let chosen: Extractor[] = [];
  if (configuration.extractors.length > 0) {
    const registry =
      configuration.registry === undefined
        ? await import('../extractors/registry.ts')
        : ((await import(configuration.registry)) as { extractors: Extractor[] });
    chosen = registry.extractors.filter((extractor) => configuration.extractors.includes(extractor.id));
  }
  await prepareDigests(configuration.digests);
  processor = new ItemProcessor(configuration, chosen);
  channel.post({ type: 'ready' });
}

async function work(message: Work): Promise<void> {
  for (const item of message.items) {
    try {
      const onStep = (step: string, hashed: ItemResult | null) => {
        flush();
        channel.post({ type: 'step', key: item.key, step, hashed });
      };
      const onOpen = (size: number) => {
        if (size <= announcedSize) return;
        flush();
        channel.post({ type: 'opened', key: item.key, size });
      };
      const result = await (processor as ItemProcessor).process(item, message, onStep, onOpen);
      results.push(result);
    } catch (thrown) {
      if (!(thrown instanceof SourceUnavailable)) throw thrown;
      flush();
      channel.post({ type: 'source-unavailable', source: item.source, key: item.key, code: thrown.code });
    }
    if (results.length >= flushCount || performance.now() - lastFlush > flushInterval) flush();
  }
  flush();
  channel.post({ type: 'batch-done', batch: message.batch });
}

channel.listen((message) => {
  // A rejection ends the process: a fault of ours, told apart from the evidence's by its exit.
  queue = queue.then(() => (message.type === 'configure' ? configure(message) : work(message)));
});
