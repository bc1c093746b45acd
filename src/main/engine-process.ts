/** Entry of the engine's utility process: the whole engine, without a window and without a network. Clients and workers come as ports. */
import type { MessagePortMain } from 'electron';
import { bootstrapEngine } from '../engine/bootstrap.ts';
import { toErrorRecord } from '../model/error.ts';
import type { ServerMessage } from '../transport/channel.ts';
import { createDispatcher, type Dispatcher } from '../transport/dispatcher.ts';
import { electronPortChannel } from '../transport/port-channel.ts';
import { serveClient } from '../transport/server.ts';
import type { FromEngineProcess, ToEngineProcess } from './engine-messages.ts';
import { lockNetwork } from './network-lock.ts';
import { workersOverPorts } from './workers-over-ports.ts';

lockNetwork();

const parent = process.parentPort;
const tell = (message: FromEngineProcess): void => parent.postMessage(message);
const workers = workersOverPorts(tell);
const engine = bootstrapEngine({ workers, followsQueue: true });
let dispatcher: Dispatcher | undefined;

parent.on('message', ({ data, ports }: { data: ToEngineProcess; ports: MessagePortMain[] }) => {
  switch (data.type) {
    case 'start':
      void start(data);
      break;
    case 'client':
      if (dispatcher !== undefined && ports[0] !== undefined) {
        serveClient(dispatcher, engine, electronPortChannel<ServerMessage, unknown>(ports[0]));
        tell({ type: 'client-served', client: data.client });
      }
      break;
    case 'close':
      // A fault while closing is known by the exit code; what was acknowledged is on disk.
      void engine.close().then(
        () => process.exit(0),
        (thrown) => {
          tell({ type: 'failed', error: toErrorRecord(thrown) });
          process.exit(1);
        },
      );
      break;
    default:
      workers.receive(data, ports[0]);
  }
});

async function start({ examiner, validateOutput, openCase, resumeRun }: Extract<ToEngineProcess, { type: 'start' }>): Promise<void> {
  const made = createDispatcher({ useCases: engine.useCases, defaultExaminer: examiner, validateOutput });
  if (openCase !== null) {
    // A case that is no longer there is no fault: the interface shows that none is open.
    const opened = await made.dispatch('case.open', { directory: openCase });
    if (opened.ok && resumeRun) void made.dispatch('run.resume', {});
  }
  dispatcher = made;
  tell({ type: 'ready' });
}
