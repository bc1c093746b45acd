/** Views, the search by name, saved searches, and how much is shown. */
import { Menu, TextInput } from '@mantine/core';
import {
  Bookmark,
  BookmarkPlus,
  Images,
  type LucideIcon,
  MapPin,
  MessageSquare,
  PanelLeft,
  PanelRight,
  SquareStack,
  Table2,
  Tag as TagIcon,
  Timer,
  Trash2,
} from 'lucide-react';
import { memo, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../../app/dialogs.ts';
import { useAsk, useCommand } from '../../app/engine.ts';
import { shownChord } from '../../app/keys.ts';
import { goTo, type ReviewView, reviewViews, usePlace } from '../../app/places.ts';
import { formatCount } from '../../ui/format.ts';
import { IconButton, Keys } from '../../ui/Parts.tsx';
import { TagMark } from '../tags/TagMark.tsx';
import { valuesOf, withCondition } from './filters.ts';
import styles from './Review.module.css';
import type { ResultSet } from './result-set.ts';
import { useReviewState } from './review-state.ts';
import { useExhibiting, useTagging } from './tagging.ts';
import { showView } from './views.ts';

const icons: Record<ReviewView, LucideIcon> = { table: Table2, gallery: Images, timeline: Timer, map: MapPin };

/**
 * Looks for a text in the names, with every letter: a question that another letter makes useless is given up before the engine
 * comes to it. All letters of one text are one step back.
 */
const NameSearch = memo(function NameSearch(): ReactNode {
  const { t } = useTranslation();
  const held = usePlace((place) => String(valuesOf(place.filters, 'name', 'contains')[0] ?? ''));
  const [text, setText] = useState(held);
  useEffect(() => setText((now) => (now.trim() === held ? now : held)), [held]);
  function look(typed: string): void {
    setText(typed);
    const { filters } = usePlace.getState();
    const sought = typed.trim();
    if (sought !== held)
      goTo({ filters: withCondition(filters, 'name', 'contains', sought === '' ? [] : [sought]) }, held === '' ? 'push' : 'replace');
  }
  return (
    <TextInput
      id="name-search"
      type="search"
      className={styles.name}
      aria-label={t('review.searchName')}
      placeholder={t('review.searchName')}
      value={text}
      onChange={(event) => look(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          event.currentTarget.blur();
        }
      }}
    />
  );
});

const SavedSearches = memo(function SavedSearches(): ReactNode {
  const { t } = useTranslation();
  const searches = useAsk('searches.list', {}).data?.searches ?? [];
  const command = useCommand();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={styles.iconButton} aria-label={t('searches.title')} title={t('searches.title')}>
          <Bookmark size={16} strokeWidth={1.75} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<BookmarkPlus size={14} aria-hidden />}
          rightSection={<Keys chord={shownChord('Mod+S')} />}
          onClick={() => openDialog('save-search')}
        >
          {t('actions.saveSearch')}
        </Menu.Item>
        <Menu.Divider />
        {searches.length === 0 && <Menu.Label>{t('searches.none')}</Menu.Label>}
        {searches.map((search) => (
          <Menu.Item key={search.id} onClick={() => goTo({ filters: search.filters, sort: search.sort })}>
            <bdi>{search.name}</bdi>
          </Menu.Item>
        ))}
        {searches.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('searches.remove')}</Menu.Label>
            {searches.map((search) => (
              <Menu.Item
                key={search.id}
                color="red"
                leftSection={<Trash2 size={14} aria-hidden />}
                onClick={() => void command('searches.remove', { id: search.id })}
              >
                <bdi>{search.name}</bdi>
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
});

/** Puts a tag on what is selected, by mouse. */
const TagMenu = memo(function TagMenu(): ReactNode {
  const { t } = useTranslation();
  const tags = useAsk('tags.list', {}).data?.tags ?? [];
  const tagging = useTagging();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={styles.iconButton} aria-label={t('tags.menu')} title={t('tags.menu')}>
          <TagIcon size={16} strokeWidth={1.75} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {tags.map((tag) => (
          <Menu.Item
            key={tag.id}
            rightSection={tag.key === null ? undefined : <Keys chord={tag.key} />}
            onClick={() => void tagging(tag, true)}
          >
            <TagMark tag={tag} />
          </Menu.Item>
        ))}
        {tags.length === 0 && <Menu.Label>{t('tags.none')}</Menu.Label>}
        <Menu.Divider />
        {tags.map((tag) => (
          <Menu.Item
            key={tag.id}
            rightSection={tag.key === null ? undefined : <Keys chord={`Shift+${tag.key}`} />}
            onClick={() => void tagging(tag, false)}
          >
            <span className={styles.menuItem}>
              {t('tags.takeOff')}
              <TagMark tag={tag} />
            </span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => openDialog('tags')}>{t('actions.editTags')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
});

/** How many items are shown, and how many of them are selected. */
function Count({ total }: { total: number | undefined }): ReactNode {
  const { t } = useTranslation();
  const selectedCount = useReviewState((state) => state.selectedCount);
  return (
    <span className={styles.count} role="status">
      {total !== undefined &&
        (selectedCount > 1
          ? t('review.selectedOf', { selected: formatCount(selectedCount), total: formatCount(total) })
          : t('frame.items', { count: total, shown: formatCount(total) }))}
    </span>
  );
}

/** Shows or hides a pane beside the results. */
const PaneButton = memo(function PaneButton({ pane }: { pane: 'facets' | 'preview' }): ReactNode {
  const { t } = useTranslation();
  const shown = useReviewState((state) => state[`${pane}Shown`]);
  return (
    <IconButton
      icon={pane === 'facets' ? PanelLeft : PanelRight}
      turns
      label={t(pane === 'facets' ? 'actions.toggleFacets' : 'actions.togglePreview')}
      keys={pane === 'facets' ? '[' : ']'}
      pressed={shown}
      onClick={() => useReviewState.setState({ [`${pane}Shown`]: !shown })}
    />
  );
});

/** What is done with the selected items. */
const SelectionButtons = memo(function SelectionButtons(): ReactNode {
  const { t } = useTranslation();
  const exhibiting = useExhibiting();
  return (
    <>
      <TagMenu />
      <IconButton icon={SquareStack} label={t('actions.addExhibit')} keys="X" onClick={() => void exhibiting()} />
      <IconButton icon={MessageSquare} label={t('actions.comment')} keys="C" onClick={() => openDialog('comment')} />
    </>
  );
});

export const ReviewToolbar = memo(function ReviewToolbar({ resultSet }: { resultSet: ResultSet }): ReactNode {
  const { t } = useTranslation();
  const view = usePlace((place) => place.view);
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('review.toolbar')}>
      <PaneButton pane="facets" />
      <div className={styles.views} role="group" aria-label={t('review.view')}>
        {reviewViews.map((name) => {
          const Icon = icons[name];
          return (
            <button
              key={name}
              type="button"
              aria-label={t(`views.${name}`)}
              aria-pressed={view === name}
              title={t(`views.${name}`)}
              onClick={() => showView(name)}
            >
              <Icon size={14} strokeWidth={1.75} aria-hidden />
              <span>{t(`views.${name}`)}</span>
            </button>
          );
        })}
      </div>
      <NameSearch />
      <SavedSearches />
      <SelectionButtons />
      <Count total={resultSet.total} />
      <PaneButton pane="preview" />
    </div>
  );
});
