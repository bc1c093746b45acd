import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { untilDrained } from '../../../src/cli/standard-streams.ts';

const events = ['drain', 'close', 'error'] as const;

test.each(events)('waiting until %s leaves no listener behind', async (event) => {
  const stream = new PassThrough();
  const before = events.map((name) => stream.listenerCount(name));
  for (let round = 0; round < 20; round += 1) {
    const waiting = untilDrained(stream);
    expect(events.map((name) => stream.listenerCount(name))).toEqual(before.map((count) => count + 1));
    stream.emit(event);
    await waiting;
  }
  expect(events.map((name) => stream.listenerCount(name))).toEqual(before);
});
