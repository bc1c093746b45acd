/** The three ways to reach the engine, each as a function that connects a client to a dispatcher. */
import { MessageChannel } from 'node:worker_threads';
import type { EngineConnection } from '../../src/contract/host-api.ts';
import type { EngineEventSource } from '../../src/contract/use-cases.ts';
import type { ClientMessage, ServerMessage } from '../../src/transport/channel.ts';
import { createClient } from '../../src/transport/client.ts';
import { directChannel } from '../../src/transport/direct-channel.ts';
import type { Dispatcher } from '../../src/transport/dispatcher.ts';
import { nodePortChannel } from '../../src/transport/port-channel.ts';
import { serveClient } from '../../src/transport/server.ts';
import { startLoopbackHost } from '../../src/web/loopback-host.ts';
import { builtInterface } from '../hosts/loopback/built-interface.ts';
import { loopbackPage } from '../hosts/loopback/page.ts';

export interface Connected {
  client: EngineConnection;
  /** Cuts the connection from the engine's side. */
  cut(): Promise<void>;
  end(): Promise<void>;
}

export type Connect = (dispatcher: Dispatcher, events: EngineEventSource) => Promise<Connected>;

async function overDirect(dispatcher: Dispatcher, events: EngineEventSource): Promise<Connected> {
  const { client, server } = directChannel();
  const served = serveClient(dispatcher, events, server);
  return { client: createClient(client), cut: async () => served.close(), end: async () => client.close() };
}

async function overMessagePort(dispatcher: Dispatcher, events: EngineEventSource): Promise<Connected> {
  const { port1, port2 } = new MessageChannel();
  const served = serveClient(dispatcher, events, nodePortChannel<ServerMessage, unknown>(port1));
  const channel = nodePortChannel<ClientMessage, ServerMessage>(port2);
  return { client: createClient(channel), cut: async () => served.close(), end: async () => channel.close() };
}

async function overWebSocket(dispatcher: Dispatcher, events: EngineEventSource): Promise<Connected> {
  const built = await builtInterface();
  const host = await startLoopbackHost({ dispatcher, events, interfaceDirectory: built.directory });
  const client = await loopbackPage(host.address).host.connect();
  return {
    client,
    cut: () => host.close(),
    async end() {
      client.close();
      await host.close();
      await built.remove();
    },
  };
}

export const channels: Record<string, Connect> = {
  'the direct channel': overDirect,
  'a message port': overMessagePort,
  'a web socket of the loopback host': overWebSocket,
};
