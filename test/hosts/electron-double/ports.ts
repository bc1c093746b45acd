/** Message ports of the double: Node's, dressed as Electron's and as a page's. Underneath, a message is `{ data, ports }`. */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

interface Wrapped {
  data: unknown;
  ports: MessagePort[];
}

/** `MessagePortMain`: keeps messages until it is started. */
export class PortMain extends EventEmitter {
  readonly bare: MessagePort;

  constructor(bare: MessagePort) {
    super();
    this.bare = bare;
    bare.on('close', () => this.emit('close'));
  }

  postMessage(data: unknown, transfer: PortMain[] = []): void {
    const ports = transfer.map((port) => port.bare);
    this.bare.postMessage({ data, ports } satisfies Wrapped, ports);
  }

  start(): void {
    if (this.bare.listenerCount('message') > 0) return;
    this.bare.on('message', ({ data, ports }: Wrapped) => this.emit('message', { data, ports: ports.map((port) => new PortMain(port)) }));
  }

  close(): void {
    this.bare.close();
  }
}

/** `MessageChannelMain`. */
export class ChannelMain {
  readonly port1: PortMain;
  readonly port2: PortMain;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new PortMain(port1);
    this.port2 = new PortMain(port2);
  }
}

/** `MessagePort` as a page has it. */
export class PagePort {
  readonly #bare: MessagePort;

  constructor(bare: MessagePort) {
    this.#bare = bare;
  }

  postMessage(data: unknown): void {
    this.#bare.postMessage({ data, ports: [] } satisfies Wrapped);
  }

  addEventListener(type: 'message' | 'close', listener: (event: { data: unknown }) => void): void {
    if (type === 'close') this.#bare.on('close', () => listener({ data: undefined }));
    else this.#bare.on('message', ({ data }: Wrapped) => listener({ data }));
  }

  start(): void {
    this.#bare.start();
  }

  close(): void {
    this.#bare.close();
  }
}
