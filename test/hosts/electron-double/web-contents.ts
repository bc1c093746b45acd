/** The page of a window, with the preload script run in a world of its own, as a sandboxed one is: it may load `electron` and nothing else. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type { SabutBridge } from '../../../src/transport/bridge.ts';
import { PagePort, type PortMain } from './ports.ts';

export interface PageDouble {
  /** What the preload script exposed, by name. */
  readonly exposed: Record<string, unknown>;
  readonly sabut: SabutBridge;
  addEventListener(type: 'message', listener: (event: never) => void): void;
  removeEventListener(type: 'message', listener: (event: never) => void): void;
}

export interface FrameDouble {
  url: string;
  origin: string;
  parent: FrameDouble | null;
  detached: boolean;
  postMessage(channel: string, message: unknown, ports: PortMain[]): void;
}

export class WebContentsDouble extends EventEmitter {
  readonly #preload: string | undefined;
  readonly #ipc: EventEmitter;
  mainFrame: FrameDouble | undefined;
  page: PageDouble | undefined;
  loads = 0;
  crashed = false;
  webRtcPolicy = '';
  windowOpenHandler: ((details: { url: string }) => { action: string }) | undefined;
  /** Modules that the preload script asked for. */
  readonly required: string[] = [];
  /** Messages that brought ports to the page. */
  handOvers = 0;

  constructor(preload: string | undefined, ipc: EventEmitter) {
    super();
    this.#preload = preload;
    this.#ipc = ipc;
  }

  setWindowOpenHandler(handler: NonNullable<WebContentsDouble['windowOpenHandler']>): void {
    this.windowOpenHandler = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRtcPolicy = policy;
  }
  getURL(): string {
    return this.mainFrame?.url ?? '';
  }
  isCrashed(): boolean {
    return this.crashed;
  }
  forcefullyCrashRenderer(): void {
    this.crash('killed');
  }
  async printToPDF(): Promise<Buffer> {
    return Buffer.from('%PDF-double');
  }
  reload(): void {
    this.load(this.mainFrame?.url ?? '');
  }

  /** The page's process ends. */
  crash(reason: string): void {
    this.crashed = true;
    if (this.mainFrame !== undefined) this.mainFrame.detached = true;
    this.emit('render-process-gone', {}, { reason, exitCode: 1 });
  }

  /** Loads a page: a new frame, a new world, the preload script run anew. */
  load(url: string): void {
    this.loads += 1;
    this.crashed = false;
    if (this.mainFrame !== undefined) this.mainFrame.detached = true;
    const { protocol, host } = new URL(url);
    const origin = `${protocol}//${host}`;
    const listeners = new Set<(event: never) => void>();
    const fromMain = new EventEmitter();
    const exposed: Record<string, unknown> = {};

    const frame: FrameDouble = {
      url,
      origin,
      parent: null,
      detached: false,
      postMessage: (channel, message, ports) => {
        this.handOvers += 1;
        fromMain.emit(channel, { ports: ports.map((port) => new PagePort(port.bare)) }, message);
      },
    };
    this.mainFrame = frame;
    const page: PageDouble = {
      exposed,
      get sabut() {
        return exposed['sabut'] as SabutBridge;
      },
      addEventListener: (_type, listener) => listeners.add(listener),
      removeEventListener: (_type, listener) => listeners.delete(listener),
    };
    this.page = page;

    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, value: unknown) => (exposed[name] = value) },
      ipcRenderer: {
        on: (channel: string, listener: (...parameters: unknown[]) => void) => fromMain.on(channel, listener),
        send: (channel: string, ...parameters: unknown[]) =>
          this.#ipc.emit(channel, { sender: this, senderFrame: frame, ports: [] }, ...parameters),
      },
      webUtils: { getPathForFile: (file: { path?: string }) => file.path ?? '' },
    };
    const window = {
      location: { origin },
      postMessage: (data: unknown, target: string, ports: unknown[]) => {
        if (target !== origin) return;
        for (const listener of [...listeners]) queueMicrotask(() => listener({ source: page, data, ports } as never));
      },
    };
    const require = (name: string): unknown => {
      this.required.push(name);
      if (name !== 'electron') throw new Error(`a sandboxed preload script cannot load ${name}`);
      return electron;
    };
    // A window of a report has none.
    if (this.#preload === undefined) return;
    vm.runInNewContext(readFileSync(this.#preload, 'utf8'), { require, window, module: { exports: {} }, exports: {} });
  }
}
