/** Going from view to view. The gallery is for what can be seen: it holds the class to pictures and films until that is taken away. */
import type { Filter } from '../../../contract/schemas.ts';
import { goTo, type ReviewView, usePlace } from '../../app/places.ts';
import { valuesOf, withCondition } from './filters.ts';
import { useReviewState } from './review-state.ts';

const visual = ['image', 'video'];

/** Whether the class is held to pictures and films, and nothing else. */
export function isVisual(filters: readonly Filter[]): boolean {
  const classes = valuesOf(filters, 'mediaClass');
  return classes.length === visual.length && visual.every((one) => classes.includes(one));
}

/** Fields that already say what is to be seen. */
const deciding = new Set(['mediaClass', 'mediaType', 'extension', 'id', 'kind']);

/** Shows another view of the result set. */
export function showView(view: ReviewView): void {
  const { filters, view: before } = usePlace.getState();
  const { galleryWide, galleryNarrowed } = useReviewState.getState();
  if (view === before) return;
  if (view === 'gallery' && !galleryWide && !filters.some(({ field }) => deciding.has(field))) {
    useReviewState.setState({ galleryNarrowed: true });
    goTo({ view, filters: withCondition(filters, 'mediaClass', 'is', visual) });
  } else if (before === 'gallery' && galleryNarrowed) {
    useReviewState.setState({ galleryNarrowed: false });
    goTo({ view, filters: isVisual(filters) ? withCondition(filters, 'mediaClass', 'is', []) : filters });
  } else goTo({ view });
}

/** Holds the gallery to pictures and films, or lets everything in; the choice stays for the session. */
export function toggleVisual(): void {
  const { filters } = usePlace.getState();
  const held = isVisual(filters);
  useReviewState.setState({ galleryWide: held, galleryNarrowed: !held });
  goTo({ filters: withCondition(filters, 'mediaClass', 'is', held ? [] : visual) });
}
