/**
 * A stand-in for the `electron` module, so that the built main process and preload script run under Node and can be asked what they
 * did: what was locked, denied, handed over, started again. It imitates; what only Chromium can show is left to the real one.
 */
import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { Worker } from 'node:worker_threads';
import { ChannelMain, type PortMain } from './ports.ts';
import { WebContentsDouble } from './web-contents.ts';

const here = import.meta.dirname;
const holder = globalThis as Record<symbol, unknown>;
const key = Symbol.for('sabut.electron-double');

/** Node's own import: the test runner's would find the real `electron` package past every hook. */
const nativeImport = new vm.Script('(address) => import(address)', {
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext() as (address: string) => Promise<unknown>;

let hooked = false;
let starts = 0;

/** Makes `electron` mean the double in whatever Node itself imports from now on. */
function hookImports(): void {
  if (hooked) return;
  hooked = true;
  registerHooks({
    resolve(specifier, context, next) {
      // Each start has a double of its own, and the shim is evaluated anew for it.
      if (specifier === 'electron')
        return { url: `${pathToFileURL(`${here}/shim.js`).href}?start=${starts}`, format: 'module', shortCircuit: true };
      return next(specifier, context);
    },
  });
}

export interface DialogAnswers {
  showMessageBox: { response: number };
  showOpenDialog: { canceled: boolean; filePaths: string[] };
  showSaveDialog: { canceled: boolean; filePath: string };
}

export interface DoubleOptions {
  /** Folder of `app.getPath('userData')`. */
  userPath: string;
  primary?: boolean;
  packaged?: boolean;
  /** Work areas of the displays. */
  displays?: { x: number; y: number; width: number; height: number }[];
  commandLine?: string[];
}

/** A utility process of the double. */
export class UtilityDouble extends EventEmitter {
  readonly entry: string;
  readonly options: { serviceName: string; execArgv: string[]; env: NodeJS.ProcessEnv };
  readonly pid = undefined;
  readonly #thread: Worker;
  killed = false;

  constructor(entry: string, options: UtilityDouble['options']) {
    super();
    this.entry = entry;
    this.options = options;
    this.#thread = new Worker(`${here}/utility-thread.js`, {
      workerData: { entry: pathToFileURL(entry).href },
      env: options.env,
      execArgv: [],
    });
    this.#thread.on('online', () => this.emit('spawn'));
    this.#thread.on('message', ({ data }) => this.emit('message', data));
    this.#thread.on('error', (error) => process.stderr.write(`${options.serviceName}: ${error.stack}\n`));
    this.#thread.on('exit', (code) => this.emit('exit', code));
  }

  postMessage(data: unknown, transfer: PortMain[] = []): void {
    const ports = transfer.map((port) => port.bare);
    this.#thread.postMessage({ data, ports }, ports);
  }

  kill(): boolean {
    this.killed = true;
    void this.#thread.terminate();
    return true;
  }
}

/** An event that can be refused. */
export function refusable(properties: object = {}): { prevented: boolean; preventDefault(): void } {
  const event = {
    prevented: false,
    preventDefault() {
      event.prevented = true;
    },
    ...properties,
  };
  return event;
}

export class ElectronDouble {
  /** What was done, in order, as far as order matters. */
  readonly log: string[] = [];
  readonly switches = new Map<string, string>();
  readonly schemes: { scheme: string; privileges: Record<string, boolean> }[] = [];
  readonly handlers = new Map<string, (request: Request) => Promise<Response>>();
  readonly windows: WindowDouble[] = [];
  readonly utilities: UtilityDouble[] = [];
  readonly dialogs: { kind: string; options: Record<string, unknown> }[] = [];
  readonly errors: string[] = [];
  answers: Partial<DialogAnswers> = {};
  menu: { label?: string; role?: string; submenu?: Record<string, unknown>[] }[] = [];
  exited = false;

  readonly app: EventEmitter;
  readonly session = new SessionDouble();
  readonly ipc = new EventEmitter();
  readonly #options: DoubleOptions;

  constructor(options: DoubleOptions) {
    this.#options = options;
    this.app = Object.assign(new EventEmitter(), {
      isPackaged: options.packaged ?? false,
      commandLine: {
        appendSwitch: (name: string, value = '') => {
          this.log.push(`switch ${name}`);
          this.switches.set(name, value);
        },
      },
      enableSandbox: () => this.log.push('sandbox'),
      requestSingleInstanceLock: () => options.primary ?? true,
      whenReady: async () => {
        await Promise.resolve();
        this.log.push('ready');
      },
      getPath: () => options.userPath,
      getVersion: () => '0.0.0-double',
      quit: () => this.quit(),
      exit: () => {
        this.exited = true;
      },
    });
  }

  /** What the module exports to the main process. */
  get exports(): Record<string, unknown> {
    const double = this;
    return {
      app: this.app,
      ipcMain: this.ipc,
      session: { defaultSession: this.session },
      MessageChannelMain: ChannelMain,
      protocol: {
        registerSchemesAsPrivileged: (schemes: ElectronDouble['schemes']) => {
          double.log.push('schemes');
          double.schemes.push(...schemes);
        },
        handle: (scheme: string, handler: (request: Request) => Promise<Response>) => {
          double.handlers.set(scheme, handler);
        },
      },
      screen: {
        getAllDisplays: () => (this.#options.displays ?? [{ x: 0, y: 0, width: 1920, height: 1080 }]).map((workArea) => ({ workArea })),
      },
      utilityProcess: {
        fork: (entry: string, _parameters: string[], options: UtilityDouble['options']) => {
          const utility = new UtilityDouble(entry, options);
          double.utilities.push(utility);
          return utility;
        },
      },
      Menu: {
        buildFromTemplate: (template: ElectronDouble['menu']) => template,
        setApplicationMenu: (menu: ElectronDouble['menu']) => {
          double.menu = menu;
        },
      },
      dialog: {
        showMessageBox: (...parameters: unknown[]) => double.#ask('showMessageBox', parameters, { response: 0 }),
        showOpenDialog: (...parameters: unknown[]) => double.#ask('showOpenDialog', parameters, { canceled: true, filePaths: [] }),
        showSaveDialog: (...parameters: unknown[]) => double.#ask('showSaveDialog', parameters, { canceled: true, filePath: '' }),
        showErrorBox: (_title: string, text: string) => double.errors.push(text),
      },
      BrowserWindow: class extends WindowDouble {
        constructor(options: WindowOptions) {
          super(options, double);
        }
      },
    };
  }

  /** Runs the built main process in this double. */
  async start(mainBundle: string): Promise<void> {
    hookImports();
    starts += 1;
    holder[key] = this.exports;
    const commandLine = process.argv;
    process.argv = [process.execPath, ...(this.#options.commandLine ?? [])];
    try {
      await nativeImport(`${pathToFileURL(mainBundle).href}?start=${starts}`);
      // Its own start is asynchronous; the arguments are read in it.
      if (this.#options.primary !== false) await this.until(() => this.windows.length > 0 || this.errors.length > 0);
    } finally {
      process.argv = commandLine;
    }
  }

  /** `app.quit`: asks whoever listens, as Electron does. */
  quit(): void {
    const event = refusable();
    this.app.emit('before-quit', event);
    if (!event.prevented) this.exited = true;
  }

  async until(condition: () => boolean, milliseconds = 20_000): Promise<void> {
    for (let waited = 0; !condition(); waited += 10) {
      if (waited > milliseconds) throw new Error(`waited in vain for ${condition}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Ends all that still runs. */
  async stop(): Promise<void> {
    const running = this.utilities.filter((utility) => utility.listenerCount('exit') > 0);
    for (const utility of running) utility.removeAllListeners('exit').kill();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  async #ask<Kind extends keyof DialogAnswers>(
    kind: Kind,
    parameters: unknown[],
    otherwise: DialogAnswers[Kind],
  ): Promise<DialogAnswers[Kind]> {
    this.dialogs.push({ kind, options: parameters.at(-1) as Record<string, unknown> });
    return this.answers[kind] ?? otherwise;
  }
}

/** A session that keeps what it was given. */
class SessionDouble extends EventEmitter {
  spellChecker = true;
  proxy: Record<string, string> = {};
  requestListener: ((details: { url: string }, decide: (decision: { cancel: boolean }) => void) => void) | undefined;
  permissionRequest: ((contents: unknown, permission: string, decide: (allowed: boolean) => void) => void) | undefined;
  permissionCheck: ((contents: unknown, permission: string) => boolean) | undefined;
  devicePermission: (() => boolean) | undefined;
  displayMedia: ((request: unknown, decide: (streams: object) => void) => void) | undefined;
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<SessionDouble['requestListener']>) => {
      this.requestListener = listener;
    },
  };

  setSpellCheckerEnabled(on: boolean): void {
    this.spellChecker = on;
  }
  setPermissionRequestHandler(handler: NonNullable<SessionDouble['permissionRequest']>): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: NonNullable<SessionDouble['permissionCheck']>): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.devicePermission = handler;
  }
  setDisplayMediaRequestHandler(handler: NonNullable<SessionDouble['displayMedia']>): void {
    this.displayMedia = handler;
  }
  async setProxy(proxy: Record<string, string>): Promise<void> {
    this.proxy = proxy;
  }
  async clearCache(): Promise<void> {}
}

export interface WindowOptions {
  webPreferences: Record<string, unknown> & { preload?: string };
  [option: string]: unknown;
}

/** A window: remembers its options and runs the preload script when it loads a page. */
export class WindowDouble extends EventEmitter {
  readonly options: WindowOptions;
  readonly webContents: WebContentsDouble;
  readonly #double: ElectronDouble;
  maximised = false;
  shown = false;
  destroyed = false;
  focused = 0;

  constructor(options: WindowOptions, double: ElectronDouble) {
    super();
    this.options = options;
    this.#double = double;
    double.log.push('window');
    this.webContents = new WebContentsDouble(options.webPreferences.preload, double.ipc);
    double.app.emit('web-contents-created', {}, this.webContents);
    double.windows.push(this);
  }

  async loadURL(address: string): Promise<void> {
    const { spellChecker, requestListener, permissionRequest } = this.#double.session;
    this.#double.log.push(
      `load ${!spellChecker && requestListener !== undefined && permissionRequest !== undefined ? 'guarded' : 'unguarded'}`,
    );
    this.webContents.load(address);
    this.emit('ready-to-show');
  }
  show(): void {
    this.shown = true;
  }
  maximize(): void {
    this.maximised = true;
  }
  isMaximized(): boolean {
    return this.maximised;
  }
  getNormalBounds(): object {
    return { x: 100, y: 80, width: 1200, height: 800 };
  }
  destroy(): void {
    this.destroyed = true;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  restore(): void {}
  focus(): void {
    this.focused += 1;
  }
}
