/** The interface's side of the Electron host: browser code that talks to the main process over one port and to the engine over another. */
import type { EngineConnection, HostApi, MenuAction } from '../contract/host-api.ts';
import { type EngineError, fromErrorRecord } from '../model/error.ts';
import { evidenceScheme, portsMessage, type SabutBridge } from './bridge.ts';
import type { Channel } from './channel.ts';
import { createClient } from './client.ts';
import type { DesktopRequest, DesktopTold } from './desktop-messages.ts';
import { type BrowserPort, browserPortChannel } from './port-channel.ts';

/** The part of `window` that this host uses. */
export interface ElectronPage {
  readonly sabut: SabutBridge;
  addEventListener(type: 'message', listener: (event: PortsEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: PortsEvent) => void): void;
}

type DesktopChannel = Channel<DesktopRequest, DesktopTold>;

interface PortsEvent {
  readonly source: unknown;
  readonly data: unknown;
  readonly ports: readonly BrowserPort[];
}

/** The host of a page that Electron shows. */
export function createElectronHost(page: ElectronPage): HostApi {
  const menuListeners = new Set<(action: MenuAction) => void>();
  const caseListeners = new Set<(directory: string) => void>();
  /** Cases that were opened before the interface listened. */
  const waitingCases: string[] = [];
  const answers = new Map<number, { resolve: (value: string | null) => void; reject: (error: EngineError) => void }>();
  let nextRequest = 1;
  let handOver: Promise<{ engine: BrowserPort; desktop: DesktopChannel }> | undefined;
  /** Whether `connect` took the engine's port of the last hand-over. */
  let engineTaken = false;

  function receivePorts(): Promise<{ engine: BrowserPort; desktop: BrowserPort }> {
    return new Promise((resolve) => {
      const listener = (event: PortsEvent): void => {
        const [engine, main] = event.ports;
        // Only the preload script of this very window posts this; a frame with evidence in it cannot be the source.
        if (event.source !== page || event.data !== portsMessage || engine === undefined || main === undefined) return;
        page.removeEventListener('message', listener);
        resolve({ engine, desktop: main });
      };
      page.addEventListener('message', listener);
      page.sabut.requestPorts();
    });
  }

  function told(message: DesktopTold): void {
    if (message.type === 'answer') {
      answers.get(message.id)?.resolve(message.value);
      answers.delete(message.id);
    } else if (message.type === 'refused') {
      answers.get(message.id)?.reject(fromErrorRecord(message.error));
      answers.delete(message.id);
    } else if (message.type === 'menu') {
      for (const listener of [...menuListeners]) listener(message.action);
    } else if (caseListeners.size === 0) {
      waitingCases.push(message.directory);
    } else {
      for (const listener of [...caseListeners]) listener(message.directory);
    }
  }

  /** One hand-over brings both ports; a later one replaces them. */
  function requestHandOver(): Promise<{ engine: BrowserPort; desktop: DesktopChannel }> {
    engineTaken = false;
    handOver = receivePorts().then((ports) => {
      const desktop: DesktopChannel = browserPortChannel(ports.desktop);
      desktop.onMessage(told);
      return { engine: ports.engine, desktop };
    });
    return handOver;
  }

  async function ask(request: DesktopRequest['request'], argument: string | null): Promise<string | null> {
    const { desktop } = await (handOver ?? requestHandOver());
    const id = nextRequest++;
    return new Promise((resolve, reject) => {
      answers.set(id, { resolve, reject });
      desktop.onClose(() => resolve(null));
      desktop.send({ id, request, argument });
    });
  }

  return {
    kind: 'electron',
    async connect(): Promise<EngineConnection> {
      const ports = await (handOver === undefined || engineTaken ? requestHandOver() : handOver);
      engineTaken = true;
      return createClient(browserPortChannel(ports.engine));
    },
    evidenceAddress: (itemId, mediaType) =>
      Promise.resolve(`${evidenceScheme}://item/${encodeURIComponent(itemId)}?type=${encodeURIComponent(mediaType)}`),
    chooseFolder: () => ask('choose-folder', null),
    chooseSaveFolder: (suggestedName) => ask('choose-save-folder', suggestedName ?? null),
    printPage: (suggestedName) => ask('print-page', suggestedName ?? null),
    async openReport(directory) {
      await ask('open-report', directory);
    },
    printReport: (directory) => ask('print-report', directory),
    languageChanged: (language) => void ask('language', language),
    droppedPath: (file) => page.sabut.pathOfFile(file) || null,
    openCaseRequested(listener) {
      caseListeners.add(listener);
      for (const directory of waitingCases.splice(0)) listener(directory);
      return () => caseListeners.delete(listener);
    },
    menuChosen(listener) {
      menuListeners.add(listener);
      return () => menuListeners.delete(listener);
    },
  };
}
