/** How the workstation ends: never in the middle of a run without asking, and never before the engine closed the case. */
import type { BrowserWindow, Dialog } from 'electron';
import type { EngineSupervisor } from './engine-supervisor.ts';
import type { StateKeeper } from './kept-state.ts';
import type { Labels } from './labels.ts';

export interface QuitParts {
  supervisor: EngineSupervisor;
  keeper: StateKeeper;
  dialog: Dialog;
  labels(): Labels;
  window(): BrowserWindow | undefined;
  /** Ends the program; called once, when all is safe. */
  exit(): void;
}

/** Makes the function that `before-quit` and closing the window call; it may be called any number of times. */
export function createQuit({ supervisor, keeper, dialog, labels, window, exit }: QuitParts): () => Promise<void> {
  let underWay = false;

  async function mayQuit(running: string | null): Promise<boolean> {
    const parent = window();
    if (running === null || parent === undefined) return true;
    const words = labels();
    const { response } = await dialog.showMessageBox(parent, {
      type: 'question',
      message: words.runGoesOn,
      detail: words.runGoesOnDetail,
      buttons: [words.pauseAndQuit, words.keepWorking],
      defaultId: 1,
      cancelId: 1,
    });
    return response === 0;
  }

  return async () => {
    if (underWay) return;
    underWay = true;
    const running = await supervisor.runningCase();
    if (!(await mayQuit(running))) {
      underWay = false;
      return;
    }
    keeper.change({ resume: running });
    await supervisor.close();
    exit();
  };
}
