/** The result set as pictures: any number of them, in a size of choice, in one flow or in sections. */
import { NativeSelect, Slider } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Images } from 'lucide-react';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemRow } from '../../../contract/schemas.ts';
import { useAsk } from '../../app/engine.ts';
import { usePlace } from '../../app/places.ts';
import { prefer, usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../ui/format.ts';
import { Waiting } from '../../ui/Parts.tsx';
import { edgeFor } from '../../ui/pictures.ts';
import { useBlur } from '../../ui/reveal.ts';
import { useScaledRows } from '../../ui/use-scaled-rows.ts';
import { moveByKey } from '../review/grid-keys.ts';
import { type Cursor, type ResultSet, useCursor, useRows } from '../review/result-set.ts';
import { isSelected, toggleSelected, useReviewState } from '../review/review-state.ts';
import { isVisual, toggleVisual } from '../review/views.ts';
import styles from './Gallery.module.css';
import { type GallerySection, linesOf, sectionLimit, useSections } from './sections.ts';
import { Tile } from './Tile.tsx';

const gap = 8;
const captionHeight = 22;
const padding = 10;

interface GridProps {
  resultSet: ResultSet;
  edge: number;
  cursor: Cursor;
}

/** What both layouts do with clicks and draw in a tile. */
function useTiles(cursor: Cursor, rowAt: (row: number) => ItemRow | undefined, edge: number) {
  const selection = useReviewState((state) => state.selection);
  const focusRow = useReviewState((state) => state.focusRow);
  const greyScale = usePreferences((preferences) => preferences.greyScale);
  const tagList = useAsk('tags.list', {}).data?.tags;
  const tags = useMemo(() => new Map(tagList?.map((tag) => [tag.id, tag])), [tagList]);
  const isBlurred = useBlur();

  function onClick(event: MouseEvent): void {
    const element = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    if (element === null) return;
    const index = Number(element.getAttribute('data-row'));
    const row = rowAt(index);
    if ((event.ctrlKey || event.metaKey) && row !== undefined) {
      toggleSelected(row.id);
      useReviewState.setState({ anchorRow: index });
    } else void cursor.moveTo(index, event.shiftKey);
  }

  function tile(index: number, inView: boolean): ReactNode {
    const row = rowAt(index);
    return (
      <Tile
        key={index}
        row={row}
        index={index}
        edge={edgeFor(edge)}
        greyScale={greyScale}
        blurred={row !== undefined && isBlurred(row)}
        inView={inView}
        selected={row !== undefined && isSelected(selection, row.id)}
        focused={index === focusRow}
        tags={tags}
      />
    );
  }
  return { onClick, tile, focusRow };
}

interface ListProps {
  scroller: RefObject<HTMLDivElement | null>;
  focusRow: number;
  edge: number;
  columns: number;
  onClick: (event: MouseEvent) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  children: ReactNode;
}

function TileList({ scroller, focusRow, edge, columns, onClick, onKeyDown, children }: ListProps): ReactNode {
  const { t } = useTranslation();
  const shown = document.getElementById(`tile-${focusRow}`) !== null;
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      tabIndex={0}
      aria-multiselectable="true"
      aria-label={t('review.results')}
      aria-activedescendant={shown ? `tile-${focusRow}` : undefined}
      style={{ '--tile': `${edge}px`, '--columns': columns } as CSSProperties}
      onClick={onClick}
      onDoubleClick={() => useReviewState.setState({ quickLook: true })}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}

/** As many tiles beside one another as fit in the wished size, and the size in which they fill the width. */
function fitTiles(width: number, wished: number): { columns: number; edge: number } {
  const columns = Math.max(1, Math.floor((width + gap) / (wished + gap)));
  return { columns, edge: width <= 0 ? wished : Math.floor((width - gap * (columns - 1)) / columns) };
}

function Flow({ resultSet, edge: wished, cursor }: GridProps): ReactNode {
  const total = resultSet.total ?? 0;
  const [{ columns, edge }, setTiles] = useState({ columns: 4, edge: wished });
  const lineHeight = edge + captionHeight + gap;
  const lines = useScaledRows(Math.ceil(total / columns), lineHeight);
  const width = lines.viewport.width - 2 * padding;
  useEffect(() => {
    if (width > 0) setTiles(fitTiles(width, wished));
  }, [width, wished]);
  const first = lines.first * columns;
  const end = Math.min(total, lines.end * columns);
  const { at: rowAt } = useRows(resultSet, first, end);
  const { onClick, tile, focusRow } = useTiles(cursor, rowAt, edge);
  const revealCount = useReviewState((state) => state.revealCount);
  const { reveal } = lines;
  useEffect(() => {
    if (revealCount >= 0) reveal(Math.floor(focusRow / columns));
  }, [revealCount, focusRow, columns, reveal]);
  const shown = Array.from({ length: Math.max(0, lines.end - lines.first) }, (_, index) => lines.first + index);
  return (
    <TileList
      scroller={lines.scroller}
      focusRow={focusRow}
      edge={edge}
      columns={columns}
      onClick={onClick}
      onKeyDown={(event) => {
        if (moveByKey(event, cursor, columns, lines.pageRows, total)) event.preventDefault();
      }}
    >
      <div className={styles.body} role="presentation" style={{ blockSize: lines.height + padding }}>
        {shown.map((line) => (
          <div key={line} className={styles.line} role="presentation" style={{ transform: `translateY(${lines.topOf(line) + padding}px)` }}>
            {Array.from({ length: Math.min(columns, total - line * columns) }, (_, column) =>
              tile(line * columns + column, line >= lines.firstSeen && line < lines.endSeen),
            )}
          </div>
        ))}
      </div>
    </TileList>
  );
}

function Sectioned({ resultSet, edge: wished, cursor, sections }: GridProps & { sections: GallerySection[] }): ReactNode {
  const scroller = useRef<HTMLDivElement | null>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth - 2 * padding));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { columns, edge } = fitTiles(width, wished);
  const lines = useMemo(() => linesOf(sections, columns), [sections, columns]);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'title' ? 34 : edge + captionHeight + gap),
    overscan: 4,
  });
  const shown = virtualizer.getVirtualItems();
  const inView = (index: number): boolean =>
    virtualizer.range !== null && index >= virtualizer.range.startIndex && index <= virtualizer.range.endIndex;
  const seen = shown.map((entry) => lines[entry.index]).filter((line) => line?.kind === 'tiles');
  const first = seen[0]?.first ?? 0;
  const last = seen.at(-1);
  const { at: rowAt } = useRows(resultSet, first, last === undefined ? first + 1 : last.first + last.count);
  const { onClick, tile, focusRow } = useTiles(cursor, rowAt, edge);
  const revealCount = useReviewState((state) => state.revealCount);
  useEffect(() => {
    const line = lines.findIndex((entry) => entry.kind === 'tiles' && focusRow >= entry.first && focusRow < entry.first + entry.count);
    if (revealCount >= 0 && line >= 0) virtualizer.scrollToIndex(line, { align: 'auto' });
  }, [revealCount, focusRow, lines, virtualizer]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights of lines follow the size of tiles
  useEffect(() => virtualizer.measure(), [virtualizer, edge, lines]);
  return (
    <TileList
      scroller={scroller}
      focusRow={focusRow}
      edge={edge}
      columns={columns}
      onClick={onClick}
      onKeyDown={(event) => {
        if (moveByKey(event, cursor, columns, 3, resultSet.total ?? 0)) event.preventDefault();
      }}
    >
      <div className={styles.body} role="presentation" style={{ blockSize: virtualizer.getTotalSize() + padding }}>
        {shown.map((entry) => {
          const line = lines[entry.index];
          if (line === undefined) return null;
          return (
            <div
              key={entry.key}
              className={styles.line}
              role="presentation"
              style={{ transform: `translateY(${entry.start + padding / 2}px)` }}
            >
              {line.kind === 'title' ? (
                <div className={styles.sectionTitle} role="presentation" data-section={line.first}>
                  <bdi>{line.title}</bdi> <span>{formatCount(line.count)}</span>
                </div>
              ) : (
                Array.from({ length: line.count }, (_, column) => tile(line.first + column, inView(entry.index)))
              )}
            </div>
          );
        })}
      </div>
    </TileList>
  );
}

export function Gallery({ resultSet }: { resultSet: ResultSet }): ReactNode {
  const { t } = useTranslation();
  const edge = usePreferences((preferences) => preferences.tileEdge);
  const by = usePreferences((preferences) => preferences.gallerySections);
  const filters = usePlace((place) => place.filters);
  const cursor = useCursor(resultSet);
  const { sections, tooMany } = useSections(resultSet, by);
  const onlyPictures = isVisual(filters);
  return (
    <div className={styles.gallery}>
      <div className={styles.bar}>
        <button type="button" className={styles.toggle} aria-pressed={onlyPictures} onClick={toggleVisual}>
          <Images size={14} aria-hidden />
          {t('gallery.onlyPictures')}
        </button>
        <NativeSelect
          aria-label={t('gallery.sections')}
          value={by}
          data={(['none', 'folder', 'day', 'device'] as const).map((name) => ({ value: name, label: t(`gallery.by.${name}`) }))}
          onChange={(event) => prefer({ gallerySections: event.currentTarget.value as typeof by })}
        />
        <Slider
          className={styles.size}
          min={88}
          max={360}
          step={8}
          value={edge}
          onChange={(value) => usePreferences.setState({ tileEdge: value })}
          onChangeEnd={(value) => prefer({ tileEdge: value })}
          label={null}
          thumbLabel={t('gallery.size')}
        />
      </div>
      {tooMany && <p className={styles.hint}>{t('gallery.tooMany', { limit: formatCount(sectionLimit) })}</p>}
      <div className={styles.area}>
        {by === 'none' || tooMany ? (
          <Flow resultSet={resultSet} edge={edge} cursor={cursor} />
        ) : sections === null ? (
          <Waiting label={t('gallery.grouping')} />
        ) : (
          <Sectioned resultSet={resultSet} edge={edge} cursor={cursor} sections={sections} />
        )}
      </div>
    </div>
  );
}
