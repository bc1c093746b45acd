/** Entry of Electron's main process: windows, menus and dialogs, and the processes that do the work. It reads no evidence itself. */
import os from 'node:os';
import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, protocol, screen, session, utilityProcess } from 'electron';
import type { MenuAction } from '../contract/host-api.ts';
import { portsChannel, requestPortsChannel } from '../transport/bridge.ts';
import type { Channel } from '../transport/channel.ts';
import type { DesktopTold } from '../transport/desktop-messages.ts';
import { caseDirectoryAmong, caseDirectoryOf } from './case-path.ts';
import { guardContents, isInterfaceFrame } from './contents-guard.ts';
import { serveDesktop } from './desktop-port.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { keepState } from './kept-state.ts';
import { type Labels, labels } from './labels.ts';
import { menuTemplate } from './menu.ts';
import { applyOfflineSwitches, guardSession } from './offline.ts';
import { createQuit } from './quit.ts';
import { declareSchemes, handleEvidenceScheme, handleInterfaceScheme } from './schemes.ts';
import { runWindow, windowOptions } from './workstation-window.ts';

const beside = import.meta.dirname;
const developer = !app.isPackaged;

let window: BrowserWindow | undefined;
let desktop: Channel<DesktopTold, unknown> | undefined;
/** A case that was double-clicked before the page could be told. */
let waitingCase: string | null = null;

app.enableSandbox();
applyOfflineSwitches(app);
declareSchemes(protocol);
app.on('web-contents-created', (_event, contents) => guardContents(contents));

if (app.requestSingleInstanceLock()) {
  // macOS hands over what was double-clicked before the app is ready.
  app.on('open-file', (event, file) => {
    event.preventDefault();
    void caseDirectoryOf(file).then(openCase);
  });
  app.on('second-instance', (_event, commandLine, workingDirectory) => {
    window?.restore();
    window?.focus();
    void caseDirectoryAmong(commandLine, workingDirectory).then(openCase);
  });
  app.whenReady().then(start, fail);
} else {
  app.quit();
}

/** Tells the interface of a case to open, now or when it is there. */
function openCase(directory: string | null): void {
  if (directory === null) return;
  if (desktop === undefined) waitingCase = directory;
  else desktop.send({ type: 'open-case', directory });
}

async function start(): Promise<void> {
  const keeper = keepState(path.join(app.getPath('userData'), 'workstation.json'));
  const words = (): Labels => labels[keeper.state.language];

  const supervisor = new EngineSupervisor({
    fork: (entry, options) => utilityProcess.fork(entry, [], options),
    createPorts: () => new MessageChannelMain(),
    engineEntry: path.join(beside, 'engine-process.js'),
    workerEntry: path.join(beside, 'utility-process.js'),
    productVersion: app.getVersion(),
    examiner: os.userInfo().username,
    validateOutput: developer,
    resume: keeper.state.resume,
    async onRepeatedFailure(error) {
      const { response } = await dialog.showMessageBox({
        type: 'error',
        message: words().engineFailed,
        detail: `${words().engineFailedDetail}\n\n${error.message}`,
        buttons: [words().tryAgain, words().quit],
        defaultId: 0,
        cancelId: 1,
      });
      if (response !== 0) app.quit();
      return response === 0;
    },
  });
  supervisor.start();
  keeper.change({ resume: null });

  await guardSession(session.defaultSession);
  await handleInterfaceScheme(protocol, path.join(beside, '../renderer'));
  handleEvidenceScheme(protocol, () => supervisor.client());

  function showMenu(): void {
    const choose = (action: MenuAction): void => desktop?.send({ type: 'menu', action });
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ labels: words(), platform: process.platform, developer, choose })));
  }

  ipcMain.on(requestPortsChannel, async (event) => {
    const frame = event.senderFrame;
    const opened = window;
    if (opened === undefined || event.sender !== opened.webContents || !isInterfaceFrame(frame)) return;
    const engine = await supervisor.openPort().catch(() => undefined);
    // The page may have been loaded again while the engine was started.
    if (engine === undefined || opened.isDestroyed() || !isInterfaceFrame(frame)) {
      engine?.close();
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    desktop?.close();
    desktop = serveDesktop(port1, {
      dialog,
      window: opened,
      labels: words,
      reports: { create: (options) => new BrowserWindow(options), engine: () => supervisor.client() },
      setLanguage(language) {
        keeper.change({ language });
        showMenu();
      },
    });
    frame.postMessage(portsChannel, null, [engine, port2]);
    const waiting = waitingCase;
    waitingCase = null;
    openCase(waiting);
  });

  let mayEnd = false;
  const quit = createQuit({
    supervisor,
    keeper,
    dialog,
    labels: words,
    window: () => window,
    exit() {
      mayEnd = true;
      app.quit();
    },
  });
  app.on('before-quit', (event) => {
    if (mayEnd) return;
    event.preventDefault();
    void quit();
  });
  app.on('window-all-closed', () => app.quit());

  openCase(await caseDirectoryAmong(process.argv, process.cwd()));
  showMenu();
  window = new BrowserWindow(windowOptions(keeper.state, screen, developer));
  window.on('close', (event) => {
    if (mayEnd) return;
    event.preventDefault();
    void quit();
  });
  window.on('closed', () => {
    window = undefined;
  });
  runWindow(window, keeper, dialog, words);
}

function fail(thrown: unknown): void {
  dialog.showErrorBox('Sabut', thrown instanceof Error ? thrown.message : String(thrown));
  app.exit(1);
}
