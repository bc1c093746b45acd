/**
 * Entry of the process that makes pictures and takes members out of items. It touches hostile bytes, so it may die at any
 * time, and its engine ends it when it takes too long. Runs under Node.js and as a utility process.
 */
import type { FromViewer, ToViewer } from '../model/viewing.ts';
import { openEngineChannel } from './engine-channel.ts';
import { makePicture } from './pictures.ts';
import { openTarget, UnreadTarget } from './view-target.ts';

const channel = openEngineChannel<FromViewer, ToViewer>();
let queue: Promise<void> = Promise.resolve();

async function answer(message: ToViewer): Promise<FromViewer> {
  const { request, target } = message;
  try {
    const { reader, file, close } = await openTarget(target);
    try {
      if (message.type === 'picture') return { type: 'picture', request, picture: await makePicture(reader, target, message.wish), file };
      const bytes = await reader.read(0, reader.size);
      return { type: 'content', request, bytes: new Uint8Array(bytes), file };
    } finally {
      close();
    }
  } catch (thrown) {
    if (thrown instanceof UnreadTarget) return { type: 'unread', request, code: thrown.code, message: thrown.message };
    const { code, message: said } = thrown as NodeJS.ErrnoException;
    return { type: 'unread', request, code: code ?? 'extractor-failed', message: said ?? String(thrown) };
  }
}

channel.listen((message) => {
  queue = queue.then(async () => channel.post(await answer(message)));
});
channel.post({ type: 'ready' });
