/** Whether blurred pictures are shown clearly for the time being; never kept beyond the session. */
import { create } from 'zustand';
import type { ItemRow } from '../../contract/schemas.ts';
import { useAsk } from '../app/engine.ts';
import { usePreferences } from '../app/preferences.ts';

interface RevealState {
  revealed: boolean;
  setRevealed(revealed: boolean): void;
}

export const useReveal = create<RevealState>((set) => ({ revealed: false, setRevealed: (revealed) => set({ revealed }) }));

/** Gives a function that says whether an item's picture is to be blurred. */
export function useBlur(): (row: Pick<ItemRow, 'tags'>) => boolean {
  const blur = usePreferences((preferences) => preferences.blur);
  const names = usePreferences((preferences) => preferences.sensitiveTags);
  const revealed = useReveal((state) => state.revealed);
  const tags = useAsk('tags.list', {}, { enabled: blur === 'tagged' }).data?.tags ?? [];
  if (revealed || blur === 'none') return () => false;
  if (blur === 'all') return () => true;
  const sensitive = new Set(tags.filter((tag) => names.includes(tag.name.toLowerCase())).map((tag) => tag.id));
  return (row) => row.tags.some((tag) => sensitive.has(tag));
}
