/**
 * Entry of a worker that Electron's main process made. Its first message says what it is for and brings the port to the engine, which from then on stands
 * where `process.parentPort` stood: the worker itself does not know whose process it is.
 */
interface EnginePort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  start(): void;
}

interface ParentPort {
  once(event: 'message', listener: (event: { data: { role?: 'processing' | 'viewing' }; ports: EnginePort[] }) => void): void;
}

const { parentPort } = process as unknown as { parentPort: ParentPort };

parentPort.once('message', ({ data: { role }, ports: [port] }) => {
  if (port === undefined) process.exit(1);
  // Without its engine a worker has no purpose: it must not go on reading evidence.
  port.on('close', () => process.exit(0));
  Object.defineProperty(process, 'parentPort', { value: port });
  void (role === 'viewing' ? import('./viewing.ts') : import('./processing.ts')).then(() => port.start());
});
