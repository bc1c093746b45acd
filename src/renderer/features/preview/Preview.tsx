/** The item under the cursor: what it shows, what it holds, and what became of it. */
import { Tabs } from '@mantine/core';
import { MessageSquare, MousePointerClick, Paperclip, SquareStack, X } from 'lucide-react';
import { memo, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../../app/dialogs.ts';
import { failureOf, useAsk } from '../../app/engine.ts';
import { usePlace } from '../../app/places.ts';
import { onDemand } from '../../ui/on-demand.tsx';
import { EmptyState, ErrorParts, EvidenceName, EvidencePath, IconButton, Waiting } from '../../ui/Parts.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { KindIcon } from '../items/KindIcon.tsx';
import { useReviewState } from '../review/review-state.ts';
import { useExhibiting, useTagging } from '../review/tagging.ts';
import { Copies } from './Copies.tsx';
import { Custody } from './Custody.tsx';
import type { HeldItem } from './held-item.ts';
import { Metadata } from './Metadata.tsx';
import { Outcomes } from './Outcomes.tsx';
import { PictureView } from './PictureView.tsx';
import styles from './Preview.module.css';
import { viewerOf } from './viewer.ts';

const MediaView = onDemand(() => import('./MediaView.tsx').then((part) => part.MediaView));
const TextView = onDemand(() => import('./TextView.tsx').then((part) => part.TextView));
const HexView = onDemand(() => import('./HexView.tsx').then((part) => part.HexView));

/** What is fetched when an item first needs it. */
export const previewParts = [TextView, HexView, MediaView];

const tabs = ['content', 'text', 'hex', 'metadata', 'outcomes', 'custody', 'copies'] as const;
type TabName = (typeof tabs)[number];

/** The tags as buttons, each of which puts its tag on or takes it off. */
function TagBar({ held }: { held: HeldItem }): ReactNode {
  const { t } = useTranslation();
  const tags = useAsk('tags.list', {}).data?.tags ?? [];
  const tagging = useTagging();
  return (
    <div className={styles.tagBar} role="group" aria-label={t('screens.tags')}>
      {tags.map((tag) => {
        const on = held.row.tags.includes(tag.id);
        return (
          <button key={tag.id} type="button" aria-pressed={on} className={styles.tag} onClick={() => void tagging(tag, !on)}>
            <span className={styles.tagColour} style={{ backgroundColor: tag.colour }} />
            {tag.key !== null && <kbd>{tag.key}</kbd>}
            <bdi>{tag.name}</bdi>
          </button>
        );
      })}
    </div>
  );
}

function Content({ held, large }: { held: HeldItem; large: boolean }): ReactNode {
  const viewer = viewerOf(held.row);
  if (viewer === 'picture') return <PictureView row={held.row} large={large} />;
  if (viewer === 'media') return <MediaView row={held.row} />;
  if (viewer === 'text') return <TextView key={held.row.id} row={held.row} />;
  if (viewer === 'hex') return <HexView key={held.row.id} row={held.row} />;
  return <Metadata held={held} />;
}

function Head({ held, large }: { held: HeldItem; large: boolean }): ReactNode {
  const { t } = useTranslation();
  const exhibiting = useExhibiting();
  const { row } = held;
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <KindIcon row={row} size={17} />
        <h2>
          <EvidenceName text={row.name} />
        </h2>
        <IconButton
          icon={SquareStack}
          label={t('actions.addExhibit')}
          keys="X"
          pressed={row.exhibit !== null}
          onClick={() => void exhibiting()}
        />
        <IconButton
          icon={MessageSquare}
          label={t('actions.comment')}
          keys="C"
          pressed={row.comment !== null}
          onClick={() => openDialog('comment')}
        />
        {large && (
          <IconButton icon={X} label={t('general.close')} keys="Space" onClick={() => useReviewState.setState({ quickLook: false })} />
        )}
      </div>
      <EvidencePath path={`${row.source}/${row.path}`} className={styles.path} />
      {row.comment !== null && (
        <p className={styles.comment}>
          <bdi>{row.comment}</bdi>
        </p>
      )}
      {row.exhibit !== null && (
        <p className={styles.exhibit}>
          <Paperclip size={12} aria-hidden />
          {t('items.isExhibit')}
        </p>
      )}
      <TagBar held={held} />
    </header>
  );
}

export const Preview = memo(function Preview({ large = false }: { large?: boolean }): ReactNode {
  const { t } = useTranslation();
  const empty = useReviewState((state) => state.empty);
  const focus = usePlace((place) => (empty ? null : place.focus));
  // While the cursor runs through many items, none of them is asked for.
  const settled = useSettled(focus, 60);
  const answer = useAsk('items.get', { id: settled ?? '' }, { enabled: settled !== null, keepPrevious: true, keepFor: 15_000 });
  const [tab, setTab] = useState<TabName>('content');
  const held = answer.data;
  const failure = failureOf(answer);
  const hasContent = held?.row.kind === 'file' || held?.row.kind === 'member';
  const shown = hasContent || (tab !== 'text' && tab !== 'hex') ? tab : 'content';
  if (settled === null) return <EmptyState icon={MousePointerClick} title={t('preview.none')} text={t('preview.noneText')} />;
  if (failure !== null) return <ErrorParts error={failure} onRetry={() => void answer.refetch()} />;
  if (held === undefined) return <Waiting label={t('general.loading')} />;
  return (
    <section className={styles.preview} aria-label={t('preview.title')} data-large={large || undefined}>
      <Head held={held} large={large} />
      <Tabs value={shown} onChange={(value) => setTab((value ?? 'content') as TabName)} className={styles.tabs} data-preview-tabs>
        <Tabs.List className={styles.tabList} aria-label={t('preview.title')}>
          {tabs
            .filter((name) => hasContent || (name !== 'text' && name !== 'hex'))
            .map((name) => (
              <Tabs.Tab key={name} value={name} className={styles.tab}>
                {t(`preview.tabs.${name}`)}
                {name === 'copies' && held.sameContent.length > 0 && <span className={styles.badge}>{held.sameContent.length}</span>}
                {name === 'outcomes' && held.item.observations.length > 0 && (
                  <span className={styles.badge}>{held.item.observations.length}</span>
                )}
              </Tabs.Tab>
            ))}
        </Tabs.List>
        <Tabs.Panel value={shown} className={styles.panel}>
          <Suspense fallback={<Waiting label={t('general.loading')} />}>
            {shown === 'content' && <Content held={held} large={large} />}
            {shown === 'text' && <TextView key={held.row.id} row={held.row} />}
            {shown === 'hex' && <HexView key={held.row.id} row={held.row} />}
            {shown === 'metadata' && <Metadata held={held} />}
            {shown === 'outcomes' && <Outcomes held={held} />}
            {shown === 'custody' && <Custody held={held} />}
            {shown === 'copies' && <Copies held={held} />}
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
});
