/**
 * Entry of a thread beside a worker's own, on another core: it computes a share of the digests of a large item. It sees the bytes
 * in memory that both have, never the evidence itself, and says when it is done with each piece.
 */
import { parentPort } from 'node:worker_threads';
import type { FromDigestThread, ToDigestThread } from './digest-partner.ts';
import { DigestStream } from './digesting.ts';

const port = parentPort as NonNullable<typeof parentPort>;
const answer = (message: FromDigestThread): void => port.postMessage(message);
let stream = new DigestStream([]);

port.on('message', (message: ToDigestThread) => {
  switch (message.type) {
    case 'begin':
      stream = new DigestStream(message.algorithms);
      break;
    case 'piece':
      stream.add(new Uint8Array(message.memory, 0, message.length));
      answer({ type: 'done' });
      break;
    case 'finish':
      answer({ type: 'digests', digests: stream.finish() });
      break;
  }
});
