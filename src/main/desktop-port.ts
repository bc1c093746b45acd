/** What the interface may ask of the desktop: dialogs, the page as PDF, the language of the menu. One port a page. */
import { writeFile } from 'node:fs/promises';
import type { BrowserWindow, Dialog, MessagePortMain } from 'electron';
import { toErrorRecord } from '../model/error.ts';
import type { Channel } from '../transport/channel.ts';
import { type DesktopRequest, type DesktopTold, desktopRequest } from '../transport/desktop-messages.ts';
import { electronPortChannel } from '../transport/port-channel.ts';
import type { Labels, Language } from './labels.ts';
import { openReport, printReport, type ReportWindows } from './report-window.ts';

export interface DesktopServices {
  dialog: Dialog;
  window: BrowserWindow;
  labels(): Labels;
  reports: ReportWindows;
  setLanguage(language: Language): void;
}

/** Serves one page until its port closes. */
export function serveDesktop(port: MessagePortMain, services: DesktopServices): Channel<DesktopTold, unknown> {
  const channel = electronPortChannel<DesktopTold, unknown>(port);
  channel.onMessage((received) => {
    const { success, data: request } = desktopRequest.safeParse(received);
    if (!success) {
      channel.close();
      return;
    }
    answer(request, services).then(
      (value) => channel.send({ type: 'answer', id: request.id, value }),
      (thrown) => channel.send({ type: 'refused', id: request.id, error: toErrorRecord(thrown) }),
    );
  });
  return channel;
}

async function answer(
  { request, argument }: DesktopRequest,
  { dialog, window, labels, reports, setLanguage }: DesktopServices,
): Promise<string | null> {
  const words = labels();
  const choosePdf = async (suggestion: string): Promise<string | null> => {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title: words.savePage,
      defaultPath: fileName(suggestion),
      filters: [{ name: 'PDF', extensions: ['pdf'] }],
      properties: ['showOverwriteConfirmation', 'dontAddToRecent'],
    });
    return canceled || filePath === '' ? null : filePath;
  };
  switch (request) {
    case 'choose-folder': {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: words.chooseFolder,
        buttonLabel: words.choose,
        // A case is a package on macOS, and evidence may hold hidden folders.
        properties: ['openDirectory', 'showHiddenFiles', 'treatPackageAsDirectory', 'dontAddToRecent'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    }
    case 'choose-save-folder': {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: words.chooseSaveFolder,
        buttonLabel: words.choose,
        ...(argument === null ? {} : { defaultPath: fileName(argument) }),
        properties: ['createDirectory', 'showHiddenFiles', 'dontAddToRecent'],
      });
      return canceled || filePath === '' ? null : filePath;
    }
    case 'open-report':
      await openReport(reports, argument ?? '');
      return null;
    case 'print-report': {
      const filePath = await choosePdf('report.pdf');
      if (filePath !== null) await printReport(reports, argument ?? '', filePath);
      return filePath;
    }
    case 'print-page': {
      const filePath = await choosePdf(argument ?? 'Sabut.pdf');
      if (filePath === null) return null;
      await writeFile(filePath, await window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true }));
      return filePath;
    }
    case 'language':
      setLanguage(argument === 'ur' ? 'ur' : 'en');
      return null;
  }
}

/** A suggestion as a plain file name: the page may not steer the dialog into another folder. */
function fileName(suggestion: string): string {
  return suggestion.replaceAll(/[\p{Cc}\p{Bidi_Control}/\\:*?"<>|]/gu, '_').replace(/^\.+/, '_');
}
