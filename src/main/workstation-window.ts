/** The one window of the workstation: how it is locked down, where it stood last time, and what happens when its page fails. */
import path from 'node:path';
import type { BrowserWindow, BrowserWindowConstructorOptions, Dialog, Rectangle, Screen } from 'electron';
import type { StateKeeper } from './kept-state.ts';
import type { Labels } from './labels.ts';
import { interfaceAddress } from './schemes.ts';

const smallest = { width: 960, height: 640 };
const usual = { width: 1440, height: 900 };
/** A page that fails more often than this within a minute is not loaded again by itself. */
const toleratedFailures = 3;
const failureWindow = 60_000;

/** Options of the window. Everything that a page could gain is off. */
export function windowOptions(state: StateKeeper['state'], screen: Screen, developer: boolean): BrowserWindowConstructorOptions {
  const bounds = state.bounds !== null && isVisible(state.bounds, screen) ? state.bounds : usual;
  return {
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Sabut',
    backgroundColor: '#14171c',
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      plugins: false,
      spellcheck: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      devTools: developer,
    },
  };
}

/** Loads the interface into a window, keeps its place, and brings its page back after a crash. */
export function runWindow(window: BrowserWindow, keeper: StateKeeper, dialog: Dialog, labels: () => Labels): void {
  let failures: number[] = [];
  let asking = false;

  window.once('ready-to-show', () => {
    if (keeper.state.maximised) window.maximize();
    window.show();
  });
  window.on('close', () => {
    keeper.change({ bounds: window.getNormalBounds(), maximised: window.isMaximized() });
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const now = performance.now();
    failures = [...failures.filter((time) => now - time < failureWindow), now];
    // The engine has everything; the page only shows it.
    if (failures.length <= toleratedFailures) window.webContents.reload();
    else void askToReload();
  });
  window.on('unresponsive', () => void askToReload());

  async function askToReload(): Promise<void> {
    if (asking) return;
    asking = true;
    const words = labels();
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: words.notResponding,
      detail: words.notRespondingDetail,
      buttons: [words.reload, words.wait],
      defaultId: 0,
      cancelId: 1,
    });
    asking = false;
    if (response !== 0 || window.isDestroyed()) return;
    failures = [];
    // A page in an endless loop does not hear that it is to be loaded again; once it is gone, it is.
    if (window.webContents.isCrashed()) window.webContents.reload();
    else window.webContents.forcefullyCrashRenderer();
  }

  void window.loadURL(interfaceAddress);
}

/** Whether enough of a window's title bar lies on a display that is there to take hold of it. */
function isVisible(bounds: Rectangle, screen: Screen): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const width = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
    return width >= 200 && bounds.y >= workArea.y && bounds.y < workArea.y + workArea.height - 50;
  });
}
