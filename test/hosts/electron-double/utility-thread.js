// A utility process of the double: a thread in which `process.parentPort` speaks as Electron's does.
import { EventEmitter } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';

class ThreadPort extends EventEmitter {
  #bare;
  constructor(bare) {
    super();
    this.#bare = bare;
    bare.on('close', () => this.emit('close'));
  }
  get bare() {
    return this.#bare;
  }
  postMessage(data, transfer = []) {
    const ports = transfer.map((port) => port.bare);
    this.#bare.postMessage({ data, ports }, ports);
  }
  start() {
    if (this.#bare.listenerCount('message') > 0) return;
    this.#bare.on('message', ({ data, ports }) => this.emit('message', { data, ports: ports.map((port) => new ThreadPort(port)) }));
  }
  close() {
    this.#bare.close();
  }
}

const port = new ThreadPort(parentPort);
// Electron's parent port starts with its first listener.
port.on('newListener', (event) => {
  if (event === 'message') setImmediate(() => port.start());
});
Object.defineProperty(process, 'parentPort', { value: port, configurable: true });
await import(workerData.entry);
