/** Windows of their own for written reports: to look at one, and to make a PDF of it. Nothing runs in them, and they lead nowhere else. */
import { writeFile } from 'node:fs/promises';
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import type { EngineClient } from '../contract/engine-api.ts';
import { EngineError } from '../model/error.ts';
import { evidenceScheme } from '../transport/bridge.ts';
import { reportFirstPage } from '../transport/report-response.ts';

/** The host of the evidence scheme under which reports are answered. */
export const reportHost = 'report';

export interface ReportWindows {
  create(options: BrowserWindowConstructorOptions): BrowserWindow;
  engine(): Promise<EngineClient>;
}

function options(show: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1100,
    height: 900,
    show,
    title: 'Sabut',
    autoHideMenuBar: true,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      javascript: false,
      nodeIntegration: false,
      webviewTag: false,
      plugins: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: false,
    },
  };
}

/** Addresses of a report's files begin so; a directory's name is no part of an address, hence the encoding. */
function addressOf(directory: string): string {
  return `${evidenceScheme}://${reportHost}/${Buffer.from(directory, 'utf8').toString('base64url')}/`;
}

/** The report that an address belongs to, as what all its addresses begin with; null where it is none. */
export function reportOf(address: string): string | null {
  return new RegExp(`^${evidenceScheme}://${reportHost}/[A-Za-z0-9_-]+/`).exec(address)?.[0] ?? null;
}

/** The directory and the encoded path of a report's address. */
export function reportTarget(pathname: string): { directory: string; encoded: string } | null {
  const [, directory, encoded] = /^\/([A-Za-z0-9_-]+)\/(.+)$/.exec(pathname) ?? [];
  if (directory === undefined || encoded === undefined) return null;
  return { directory: Buffer.from(directory, 'base64url').toString('utf8'), encoded };
}

async function requireReport(windows: ReportWindows, directory: string): Promise<void> {
  const engine = await windows.engine();
  await engine.call('report.read', { directory, path: reportFirstPage, offset: 0, length: 1 });
}

/** Shows a report. @throws EngineError `not-found` for what is no report that was written here. */
export async function openReport(windows: ReportWindows, directory: string): Promise<void> {
  await requireReport(windows, directory);
  await windows.create(options(true)).loadURL(addressOf(directory) + reportFirstPage);
}

/** Writes a report's first page as PDF to a file. @throws EngineError as `openReport`, and `unsupported` where it cannot be written. */
export async function printReport(windows: ReportWindows, directory: string, file: string): Promise<void> {
  await requireReport(windows, directory);
  const window = windows.create(options(false));
  try {
    await window.loadURL(addressOf(directory) + reportFirstPage);
    await writeFile(file, await window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true }));
  } catch (thrown) {
    throw new EngineError(
      'unsupported',
      `The PDF could not be written to ${file}. Choose another place.`,
      { reason: 'pdf-not-written', place: file },
      thrown,
    );
  } finally {
    window.destroy();
  }
}
