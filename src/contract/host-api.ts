/**
 * What the interface asks of the host that shows it, beside the engine's calls: a connection, addresses of evidence bytes, and the
 * few things that only a desktop can do. Pure types; `transport/host.ts` finds the implementation.
 */
import type { EngineClient } from './engine-api.ts';

/** A client whose connection may be lost: the engine crashed, or the host was closed. */
export interface EngineConnection extends EngineClient {
  /**
   * Is told once when the connection is lost or closed; every pending call has then been rejected with an EngineError of code
   * `internal` whose `details.reason` is `connection-closed`. `HostApi.connect` makes a new one. The returned function stops listening.
   */
  onClose(listener: () => void): () => void;
  /** Closes the connection. Jobs under way go on in the engine; queries are given up. */
  close(): void;
}

export interface HostApi {
  readonly kind: 'electron' | 'loopback';

  /**
   * Connects to the engine. May be called again after the connection was lost; waits for the engine while it is being restarted.
   * Throws an EngineError `unsupported` when the page has no right to talk to the host (an address that was already used).
   */
  connect(): Promise<EngineConnection>;

  /**
   * A short-lived address from which the bytes of an item can be shown in `<img>`, `<audio>` or `<video>`, with ranges. It lies in
   * another origin than the interface. Types that are not on the allow-list arrive as a download that the host refuses or saves.
   * @param mediaType the item's media type, such as `video/mp4`
   */
  evidenceAddress(itemId: string, mediaType: string): Promise<string>;

  /** Shows a written report apart from the interface, where nothing in it can run. Throws an EngineError `not-found` for what is none. */
  openReport(directory: string): Promise<void>;

  /** Saves a written report as PDF under a name that the examiner chooses; null when the dialog was closed. Absent where the browser prints it. */
  printReport?(directory: string): Promise<string | null>;

  /** Is told the directory of a case that the examiner opened outside of the interface (a double click). Returns how to stop listening. */
  openCaseRequested(listener: (directory: string) => void): () => void;

  /** Is told which entry of the native menu was chosen. Absent where there is none. Returns how to stop listening. */
  menuChosen?(listener: (action: MenuAction) => void): () => void;

  /** The system's dialog for a folder to read; null when it was closed. Absent where the interface must use `folders.list`. */
  chooseFolder?(): Promise<string | null>;

  /** The system's dialog for a folder to write, which may not exist yet; null when it was closed. */
  chooseSaveFolder?(suggestedName?: string): Promise<string | null>;

  /** The path of a file or folder that was dropped on the page, or null when it has none. */
  droppedPath?(file: File): string | null;

  /** Saves the page as PDF under a name that the examiner chooses; the file's path, or null when the dialog was closed. Elsewhere: `window.print()`. */
  printPage?(suggestedName?: string): Promise<string | null>;

  /** Tells the host the language of the interface, for menus and dialogs. */
  languageChanged?(language: 'en' | 'ur'): void;
}

/** Entries of the native menu that the interface carries out. */
export const menuActions = [
  'new-case',
  'open-case',
  'close-case',
  'add-evidence',
  'write-report',
  'export-exhibits',
  'print-page',
  'undo',
  'redo',
  'find',
  'palette',
  'settings',
  'verify',
  'keys',
] as const;
export type MenuAction = (typeof menuActions)[number];
