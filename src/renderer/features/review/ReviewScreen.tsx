/** The review: facets, one result set in four views, and the preview of the item under the cursor. */
import { Button } from '@mantine/core';
import { FolderInput, SearchX } from 'lucide-react';
import { memo, type ReactNode, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel, Separator, usePanelRef } from 'react-resizable-panels';
import { useOpenCase } from '../../app/case-state.ts';
import { useDialogs } from '../../app/dialogs.ts';
import { goTo, usePlace } from '../../app/places.ts';
import { BareDialog } from '../../ui/BareDialog.tsx';
import { fetchAhead, onDemand } from '../../ui/on-demand.tsx';
import { EmptyState, ErrorParts, Waiting } from '../../ui/Parts.tsx';
import { Facets } from '../facets/Facets.tsx';
import { ItemTable } from '../items/ItemTable.tsx';
import { Preview, previewParts } from '../preview/Preview.tsx';
import { CommentDialog } from '../tags/CommentDialog.tsx';
import { FilterChips } from './FilterChips.tsx';
import styles from './Review.module.css';
import { ReviewToolbar } from './ReviewToolbar.tsx';
import { type ResultSet, useResultSet } from './result-set.ts';
import { roomForPreview, useReviewState } from './review-state.ts';
import { SaveSearchDialog } from './SaveSearchDialog.tsx';
import { useReviewActions } from './use-review-actions.ts';

const Gallery = onDemand(() => import('../gallery/Gallery.tsx').then((part) => part.Gallery));
const Timeline = onDemand(() => import('../timeline/Timeline.tsx').then((part) => part.Timeline));
const PositionMap = onDemand(() => import('../map/PositionMap.tsx').then((part) => part.PositionMap));

/** Milliseconds after which whoever has opened the review has seen its first rows. */
const settledAfter = 1000;

const View = memo(function View({ resultSet }: { resultSet: ResultSet }): ReactNode {
  const { t } = useTranslation();
  const view = usePlace((place) => place.view);
  const openCase = useOpenCase();
  if (resultSet.error !== null) return <ErrorParts error={resultSet.error} />;
  if (openCase?.sources.length === 0) {
    return (
      <EmptyState icon={FolderInput} title={t('review.noEvidence')} text={t('review.noEvidenceText')}>
        <Button variant="filled" onClick={() => goTo({ screen: 'evidence' })}>
          {t('actions.addEvidence')}
        </Button>
      </EmptyState>
    );
  }
  if (resultSet.total === undefined) return <Waiting label={t('general.loading')} />;
  if (resultSet.total === 0 && view !== 'timeline' && view !== 'map') {
    return (
      <EmptyState icon={SearchX} title={t('review.nothingFound')} text={t('review.nothingFoundText')}>
        <Button onClick={() => goTo({ filters: [] })}>{t('review.clearFilters')}</Button>
      </EmptyState>
    );
  }
  return (
    <Suspense fallback={<Waiting label={t('general.loading')} />}>
      {view === 'table' && <ItemTable resultSet={resultSet} />}
      {view === 'gallery' && <Gallery resultSet={resultSet} />}
      {view === 'timeline' && <Timeline resultSet={resultSet} />}
      {view === 'map' && <PositionMap resultSet={resultSet} />}
    </Suspense>
  );
});

/** Hides and shows a pane as the review's state says. */
function usePaneShown(shown: boolean) {
  const panel = usePanelRef();
  useEffect(() => {
    if (panel.current === null) return;
    if (shown && panel.current.isCollapsed()) panel.current.expand();
    if (!shown && !panel.current.isCollapsed()) panel.current.collapse();
  }, [panel, shown]);
  return panel;
}

/** The preview goes when the window gets narrow, and comes back with the room for it. */
function usePreviewWhereRoom(): void {
  useEffect(() => {
    const follow = (): void => useReviewState.setState({ previewShown: roomForPreview.matches });
    roomForPreview.addEventListener('change', follow);
    return () => roomForPreview.removeEventListener('change', follow);
  }, []);
}

export function ReviewScreen(): ReactNode {
  const { t } = useTranslation();
  const { resultSet, waiting } = useResultSet();
  const facetsShown = useReviewState((state) => state.facetsShown);
  const previewShown = useReviewState((state) => state.previewShown);
  const quickLook = useReviewState((state) => state.quickLook);
  const dialog = useDialogs((state) => state.open);
  const facets = usePaneShown(facetsShown);
  const preview = usePaneShown(previewShown);
  const empty = resultSet.total === 0;
  useEffect(() => useReviewState.setState({ empty }), [empty]);
  usePreviewWhereRoom();
  useEffect(() => fetchAhead([Gallery, Timeline, PositionMap, ...previewParts], settledAfter), []);
  useReviewActions(resultSet);
  return (
    <>
      <h1 className="for-reader-only">{t('screens.review')}</h1>
      <Group className={styles.panes} id="review">
        <Panel
          id="facets"
          panelRef={facets}
          collapsible
          defaultSize="17%"
          minSize="190px"
          maxSize="40%"
          onResize={(size) => {
            const shown = size.inPixels > 1;
            if (shown !== useReviewState.getState().facetsShown) useReviewState.setState({ facetsShown: shown });
          }}
        >
          <Facets />
        </Panel>
        <Separator id="facets-edge" className={styles.edge} aria-label={t('review.facetsEdge')} />
        <Panel id="results" minSize="25%" defaultSize="55%">
          <section className={styles.results} aria-label={t('review.results')} data-results>
            <ReviewToolbar resultSet={resultSet} />
            <FilterChips />
            <div className={styles.view} aria-busy={waiting}>
              <View resultSet={resultSet} />
            </div>
          </section>
        </Panel>
        <Separator id="preview-edge" className={styles.edge} aria-label={t('review.previewEdge')} />
        <Panel
          id="preview"
          panelRef={preview}
          collapsible
          defaultSize="28%"
          minSize="280px"
          maxSize="65%"
          onResize={(size) => {
            const shown = size.inPixels > 1;
            if (shown !== useReviewState.getState().previewShown) useReviewState.setState({ previewShown: shown });
          }}
        >
          {!quickLook && <Preview />}
        </Panel>
      </Group>
      {quickLook && (
        <BareDialog
          label={t('actions.quickLook')}
          onClose={() => useReviewState.setState({ quickLook: false })}
          fullScreen
          contentClass={styles.quickLookContent}
          bodyClass={styles.quickLook}
        >
          {/* Takes the focus, so that no button is under Space until Tab goes to one. */}
          <div className={styles.quickLookFocus} tabIndex={-1} data-autofocus>
            <Preview large />
          </div>
        </BareDialog>
      )}
      {dialog === 'comment' && <CommentDialog />}
      {dialog === 'save-search' && <SaveSearchDialog />}
    </>
  );
}
