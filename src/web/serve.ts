/** `sabut serve`: the engine, in this process, behind the loopback host. */
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { bootstrapEngine } from '../engine/bootstrap.ts';
import { fromErrorRecord } from '../model/error.ts';
import { createDispatcher } from '../transport/dispatcher.ts';
import { startLoopbackHost } from './loopback-host.ts';
import { openBrowser } from './open-browser.ts';

export interface ServeOptions {
  /** The case to open first. */
  caseDirectory?: string;
  /** 0 or absent: any free port. */
  port?: number;
  /** Whether to open the system's browser. */
  open?: boolean;
  /** Who answers for commands that name nobody; absent: the user of this machine. */
  examiner?: string;
  /** Folders below which evidence and cases may be chosen; absent: everything that this user can see. */
  folderRoots?: readonly string[];
  /** Where settings and the list of recent cases are kept; absent: with the user's other settings. */
  settingsDirectory?: string;
  /** The built interface; absent: `out/renderer` of this copy of Sabut. */
  interfaceDirectory?: string;
  /** Checks every answer against the contract; for tests. */
  validateOutput?: boolean;
  /** Is told each address that opens the interface, once: the first one, and another whenever one was used. */
  onAddress?: (address: string) => void;
}

export interface Serving {
  /** The address that opens the interface, once; its fragment holds the token. */
  readonly url: string;
  readonly origin: string;
  readonly evidenceOrigin: string;
  /** Whether the system could be asked to open its browser; false when it was not asked. */
  readonly opened: boolean;
  /** Pauses what runs, closes the case and ends the host. */
  close(): Promise<void>;
}

const builtInterface = fileURLToPath(new URL('../../out/renderer/', import.meta.url)).replace(/[\\/]$/, '');

/**
 * Serves the interface until closed.
 * Throws an EngineError: `unsupported` when the interface was not built, `conflict` when the port is taken, and what `case.open` throws.
 */
export async function runServe(options: ServeOptions = {}): Promise<Serving> {
  const engine = bootstrapEngine({ folderRoots: options.folderRoots, settingsDirectory: options.settingsDirectory, followsQueue: true });
  const dispatcher = createDispatcher({
    useCases: engine.useCases,
    defaultExaminer: options.examiner ?? os.userInfo().username,
    ...(options.validateOutput === undefined ? {} : { validateOutput: options.validateOutput }),
  });
  try {
    if (options.caseDirectory !== undefined) {
      const answer = await dispatcher.dispatch('case.open', { directory: options.caseDirectory });
      if (!answer.ok) throw fromErrorRecord(answer.error);
    }
    const host = await startLoopbackHost({
      dispatcher,
      events: engine,
      interfaceDirectory: options.interfaceDirectory ?? builtInterface,
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.onAddress === undefined ? {} : { onAddress: options.onAddress }),
    });
    const opened = options.open === true && (await openBrowser(host.address));
    return {
      get url() {
        return host.address;
      },
      origin: host.origin,
      evidenceOrigin: host.evidenceOrigin,
      opened,
      async close() {
        await host.close();
        await engine.close();
      },
    };
  } catch (thrown) {
    await engine.close();
    throw thrown;
  }
}
