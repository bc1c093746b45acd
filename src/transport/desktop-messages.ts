/** What the interface and Electron's main process say to each other over their port. The engine's calls never pass here. */
import { z } from 'zod';
import type { MenuAction } from '../contract/host-api.ts';
import type { ErrorRecord } from '../model/error.ts';

/** From the interface; checked by the main process. */
export const desktopRequest = z.object({
  id: z.number().int().min(1),
  request: z.enum(['choose-folder', 'choose-save-folder', 'print-page', 'open-report', 'print-report', 'language']),
  /** A suggested file name, the directory of a report, or the language. */
  argument: z.string().max(4096).nullable(),
});
export type DesktopRequest = z.infer<typeof desktopRequest>;

/** From the main process. */
export type DesktopTold =
  | { type: 'answer'; id: number; value: string | null }
  | { type: 'refused'; id: number; error: ErrorRecord }
  | { type: 'menu'; action: MenuAction }
  | { type: 'open-case'; directory: string };
