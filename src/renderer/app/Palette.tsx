/** One line to reach everything: actions, cases, tags, saved searches and items by name. */
import { Command } from 'cmdk';
import { Bookmark, Briefcase, File, Tag as TagIcon, Zap } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTagging } from '../features/review/tagging.ts';
import { TagMark } from '../features/tags/TagMark.tsx';
import { BareDialog } from '../ui/BareDialog.tsx';
import { EvidenceName, EvidencePath, Keys } from '../ui/Parts.tsx';
import { useSettled } from '../ui/use-settled.ts';
import { useOfferedActions } from './actions.ts';
import { useCaseOpener, useOpenCase } from './case-state.ts';
import { closeDialog } from './dialogs.ts';
import { useAsk } from './engine.ts';
import styles from './Frame.module.css';
import { shownChord } from './keys.ts';
import { goTo, usePlace } from './places.ts';

const itemsShown = 12;
/** Shorter words would find too much to be of use. */
const shortestSearch = 2;

/** Whether each word that was typed is part of the text. */
function matches(text: string, query: string): boolean {
  const folded = text.toLocaleLowerCase();
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => folded.includes(word));
}

export function Palette(): ReactNode {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const settled = useSettled(query.trim(), 120);
  const openCase = useOpenCase();
  const hasCase = Boolean(openCase);
  const opener = useCaseOpener();
  const tagging = useTagging();
  const inReview = usePlace((place) => place.screen === 'review');
  const actions = useOfferedActions().filter((action) => action.id !== 'palette' && matches(t(`actions.${action.id}`), query));
  const tags = useAsk('tags.list', {}, { enabled: hasCase }).data?.tags ?? [];
  const searches = useAsk('searches.list', {}, { enabled: hasCase }).data?.searches ?? [];
  const cases = useAsk('case.recent', {}).data?.cases ?? [];
  const searching = hasCase && settled.length >= shortestSearch;
  const items = useAsk(
    'items.page',
    {
      filters: [{ field: 'name', operator: 'contains', values: [settled] }],
      sort: [{ field: 'name', descending: false }],
      offset: 0,
      limit: itemsShown,
    },
    { enabled: searching, keepPrevious: true, keepFor: 5000 },
  );

  function choose(run: () => void): void {
    closeDialog();
    run();
  }

  return (
    <BareDialog label={t('actions.palette')} onClose={closeDialog} size={640} yOffset="12vh" centered={false}>
      <Command shouldFilter={false} loop className={styles.palette} label={t('actions.palette')}>
        <Command.Input data-autofocus value={query} onValueChange={setQuery} placeholder={t('palette.hint')} />
        <Command.List label={t('palette.results')}>
          <Command.Empty>{t('palette.nothing')}</Command.Empty>
          {actions.length > 0 && (
            <Command.Group heading={t('palette.actions')}>
              {actions.map((action) => (
                <Command.Item key={action.id} value={`action ${action.id}`} onSelect={() => choose(action.run)}>
                  <Zap size={14} aria-hidden />
                  <span className={styles.grow}>{t(`actions.${action.id}`)}</span>
                  {action.keys?.[0] !== undefined && <Keys chord={shownChord(action.keys[0])} />}
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {tags.some((tag) => matches(tag.name, query)) && (
            <Command.Group heading={t('palette.tags')}>
              {tags
                .filter((tag) => matches(tag.name, query))
                .map((tag) => (
                  <Command.Item
                    key={tag.id}
                    value={`tag ${tag.id}`}
                    onSelect={() => choose(() => goTo({ screen: 'review', filters: [{ field: 'tag', operator: 'is', values: [tag.id] }] }))}
                  >
                    <TagIcon size={14} aria-hidden />
                    <TagMark tag={tag} />
                    <span className={styles.grow}>{t('palette.showTagged')}</span>
                  </Command.Item>
                ))}
              {inReview &&
                tags
                  .filter((tag) => matches(tag.name, query))
                  .map((tag) => (
                    <Command.Item key={`put ${tag.id}`} value={`put ${tag.id}`} onSelect={() => choose(() => void tagging(tag, true))}>
                      <TagIcon size={14} aria-hidden />
                      <TagMark tag={tag} />
                      <span className={styles.grow}>{t('palette.putTag')}</span>
                      {tag.key !== null && <Keys chord={tag.key} />}
                    </Command.Item>
                  ))}
            </Command.Group>
          )}
          {searches.some((search) => matches(search.name, query)) && (
            <Command.Group heading={t('searches.title')}>
              {searches
                .filter((search) => matches(search.name, query))
                .map((search) => (
                  <Command.Item
                    key={search.id}
                    value={`search ${search.id}`}
                    onSelect={() => choose(() => goTo({ screen: 'review', filters: search.filters, sort: search.sort }))}
                  >
                    <Bookmark size={14} aria-hidden />
                    <bdi className={styles.grow}>{search.name}</bdi>
                  </Command.Item>
                ))}
            </Command.Group>
          )}
          {cases.some((entry) => matches(entry.name, query)) && (
            <Command.Group heading={t('palette.cases')}>
              {cases
                .filter((entry) => entry.present && entry.directory !== openCase?.directory && matches(entry.name, query))
                .slice(0, 8)
                .map((entry) => (
                  <Command.Item
                    key={entry.directory}
                    value={`case ${entry.directory}`}
                    onSelect={() => choose(() => void opener(entry.directory))}
                  >
                    <Briefcase size={14} aria-hidden />
                    <bdi className={styles.itemName}>{entry.name}</bdi>
                    <EvidencePath path={entry.directory} className={styles.itemPath} />
                  </Command.Item>
                ))}
            </Command.Group>
          )}
          {searching && (items.data?.rows.length ?? 0) > 0 && (
            <Command.Group heading={t('palette.items')}>
              {items.data?.rows.map((row) => (
                <Command.Item
                  key={row.id}
                  value={`item ${row.id}`}
                  onSelect={() =>
                    choose(() =>
                      goTo({ screen: 'review', filters: [{ field: 'name', operator: 'contains', values: [settled] }], focus: row.id }),
                    )
                  }
                >
                  <File size={14} aria-hidden />
                  <EvidenceName text={row.name} className={styles.itemName} />
                  <EvidencePath path={row.path} className={styles.itemPath} />
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </BareDialog>
  );
}
