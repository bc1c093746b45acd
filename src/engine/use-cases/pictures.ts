/** Use cases that show items as pictures. */
import type { UseCases } from '../../contract/use-cases.ts';
import { EngineError } from '../../model/error.ts';
import { noPicture } from '../../model/viewing.ts';
import { type ItemLocation, locateItem } from '../../storage/item-location.ts';
import { requireLocation } from '../evidence/item-content.ts';
import type { EngineContext } from './context.ts';

export function pictureUseCases(context: EngineContext) {
  /** Sound and video are shown by the cover that was found in them, if any. */
  const shownOf = (location: ItemLocation): ItemLocation => {
    const { items, reader } = context.session;
    const number = /^(?:video|audio)\//.test(location.mediaType ?? '') ? items.numberOf(location.id) : null;
    if (number === null) return location;
    const cover = items.relatives(number).children.find(({ mediaType }) => mediaType?.startsWith('image/') === true);
    return cover === undefined ? location : (locateItem(reader, cover.id) ?? location);
  };
  return {
    'items.picture': async ({ id, edge, page, greyScale }, call) => {
      const location = requireLocation(context.session, id);
      if (location.kind !== 'file' && location.kind !== 'member')
        return noPicture(new EngineError('unsupported', 'It has no content.', { reason: 'item-without-content', name: location.name }));
      return context.viewing.picture(shownOf(location), { edge, page, greyScale: greyScale ?? false }, call.signal);
    },
  } satisfies Partial<UseCases>;
}
