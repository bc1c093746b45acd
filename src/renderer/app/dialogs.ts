/** Which of the dialogs that open from anywhere is open. */
import { create } from 'zustand';

export type DialogName = 'palette' | 'keys' | 'report' | 'export' | 'tags' | 'comment' | 'save-search';

export const useDialogs = create<{ open: DialogName | null }>(() => ({ open: null }));

export function openDialog(name: DialogName): void {
  useDialogs.setState({ open: name });
}

export function closeDialog(): void {
  useDialogs.setState({ open: null });
}
