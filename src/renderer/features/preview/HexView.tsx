/** The bytes of an item: any size, go to an offset, look for bytes or text, digests of what is marked. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { type KeyboardEvent, memo, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemRow } from '../../../contract/schemas.ts';
import { failureOf, useCommand, useEngine } from '../../app/engine.ts';
import { formatCount, leftToRight } from '../../ui/format.ts';
import { Badge, Digest, ErrorParts, Facts } from '../../ui/Parts.tsx';
import { useScaledRows } from '../../ui/use-scaled-rows.ts';
import { parseOffset, type SearchKind, searchPattern, shownByte } from './hex-text.ts';
import styles from './Preview.module.css';

/** Bytes in a row where there is room for them, and where there is not. */
const wideRow = 16;
const narrowRow = 8;
/** Pixels that a row of 16 bytes takes with its offset and letters. */
const wideEnough = 540;
const rowHeight = 20;
const chunkSize = 64 * 1024;
const longestDigest = 64 * 1024 * 1024;

interface Marked {
  /** Where marking began, and the byte that the cursor is on. */
  anchor: number;
  cursor: number;
}

interface HexRowProps {
  offset: number;
  bytes: Uint8Array;
  perRow: number;
  top: number;
  /** First and last marked byte, and the one that the cursor is on. */
  from: number;
  to: number;
  cursor: number;
}

const HexRow = memo(function HexRow({ offset, bytes, perRow, top, from, to, cursor }: HexRowProps): ReactNode {
  const cells = Array.from(bytes, (byte, index) => {
    const at = offset + index;
    return { at, byte, marked: at >= from && at <= to, cursor: at === cursor };
  });
  return (
    <div className={styles.hexRow} style={{ transform: `translateY(${top}px)` }}>
      <span className={styles.hexOffset}>{offset.toString(16).padStart(8, '0')}</span>
      <span className={styles.hexBytes}>
        {cells.map((cell) => (
          <span
            key={cell.at}
            data-at={cell.at}
            data-zero={cell.byte === 0 || undefined}
            data-marked={cell.marked || undefined}
            data-cursor={cell.cursor || undefined}
          >
            {cell.byte.toString(16).padStart(2, '0')}
          </span>
        ))}
        {bytes.length < perRow && <span className={styles.hexRest}>{'   '.repeat(perRow - bytes.length)}</span>}
      </span>
      <span className={styles.hexLetters}>
        {cells.map((cell) => (
          <span key={cell.at} data-at={cell.at} data-zero={cell.byte === 0 || undefined} data-marked={cell.marked || undefined}>
            {shownByte(cell.byte)}
          </span>
        ))}
      </span>
    </div>
  );
});

/** The chunks of bytes that a range of rows needs. */
function useChunks(id: string, size: number, bytesPerRow: number, first: number, end: number) {
  const link = useEngine();
  const firstChunk = Math.floor((first * bytesPerRow) / chunkSize);
  const lastChunk = Math.max(firstChunk, Math.floor((Math.max(first + 1, end) * bytesPerRow - 1) / chunkSize));
  const chunks = useQueries({
    queries: Array.from({ length: size === 0 ? 0 : lastChunk - firstChunk + 1 }, (_, index) => {
      const offset = (firstChunk + index) * chunkSize;
      return {
        queryKey: ['items.bytes', id, offset],
        queryFn: ({ signal }: { signal: AbortSignal }) => link.call('items.bytes', { id, offset, length: chunkSize }, { signal }),
        enabled: offset < size,
        gcTime: 10_000,
      };
    }),
  });
  function bytesOf(row: number): Uint8Array {
    const offset = row * bytesPerRow;
    const chunk = chunks[Math.floor(offset / chunkSize) - firstChunk]?.data;
    return chunk?.bytes.subarray(offset % chunkSize, (offset % chunkSize) + bytesPerRow) ?? new Uint8Array();
  }
  return {
    bytesOf,
    failure: chunks.map(failureOf).find((failure) => failure !== null) ?? null,
    changed: chunks.some((chunk) => chunk.data?.changed === true),
  };
}

export function HexView({ row }: { row: ItemRow }): ReactNode {
  const { t } = useTranslation();
  const command = useCommand();
  const size = row.size ?? 0;
  const [bytesPerRow, setBytesPerRow] = useState(narrowRow);
  const rows = useScaledRows(Math.ceil(size / bytesPerRow), rowHeight);
  const { bytesOf, failure, changed } = useChunks(row.id, size, bytesPerRow, rows.first, rows.end);
  const { width } = rows.viewport;
  useEffect(() => setBytesPerRow(width >= wideEnough ? wideRow : narrowRow), [width]);
  const [marked, setMarked] = useState<Marked>({ anchor: 0, cursor: 0 });
  const [marking, setMarking] = useState(false);
  const [place, setPlace] = useState('');
  const [sought, setSought] = useState('');
  const [kind, setKind] = useState<SearchKind>('text');
  const [found, setFound] = useState<'nothing' | 'invalid' | 'fromStart' | null>(null);
  const [digests, setDigests] = useState<{ md5: string; sha1: string; sha256: string } | null>(null);
  const from = Math.min(marked.anchor, marked.cursor);
  const to = Math.max(marked.anchor, marked.cursor);
  const length = size === 0 ? 0 : to - from + 1;

  // biome-ignore lint/correctness/useExhaustiveDependencies: digests belong to what is marked
  useEffect(() => setDigests(null), [from, to]);

  function goToByte(offset: number, extend = false): void {
    const cursor = Math.min(Math.max(0, offset), Math.max(0, size - 1));
    setMarked((before) => ({ anchor: extend ? before.anchor : cursor, cursor }));
    rows.reveal(Math.floor(cursor / bytesPerRow));
  }

  async function findNext(): Promise<void> {
    const pattern = searchPattern(sought, kind);
    if (pattern === null) {
      setFound('invalid');
      return;
    }
    const from = to + (length > 1 || marked.cursor > 0 ? 1 : 0);
    const ahead = await command('items.find', { id: row.id, pattern, from });
    if (ahead === undefined) return;
    const wraps = ahead.offset === null && from > 0;
    const answer = wraps ? await command('items.find', { id: row.id, pattern, from: 0 }) : ahead;
    if (answer === undefined) return;
    setFound(answer.offset === null ? 'nothing' : wraps ? 'fromStart' : null);
    if (answer.offset === null) return;
    setMarked({ anchor: answer.offset, cursor: answer.offset + pattern.length / 2 - 1 });
    rows.reveal(Math.floor(answer.offset / bytesPerRow), 'centre');
  }

  function onKeyDown(event: KeyboardEvent): void {
    const page = rows.pageRows * bytesPerRow;
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -bytesPerRow,
      ArrowDown: bytesPerRow,
      PageUp: -page,
      PageDown: page,
    };
    const step = steps[event.key];
    if (event.altKey) return;
    if (step !== undefined) goToByte(marked.cursor + step, event.shiftKey);
    else if (event.key === 'Home') goToByte(event.ctrlKey ? 0 : marked.cursor - (marked.cursor % bytesPerRow), event.shiftKey);
    else if (event.key === 'End')
      goToByte(event.ctrlKey ? size - 1 : marked.cursor - (marked.cursor % bytesPerRow) + bytesPerRow - 1, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function byteAt(target: EventTarget): number | null {
    const at = target instanceof Element ? target.closest('[data-at]')?.getAttribute('data-at') : null;
    return at === null || at === undefined ? null : Number(at);
  }

  const offset = parseOffset(place, size);
  return (
    <div className={styles.hexView}>
      <div className={styles.tools} role="toolbar" aria-label={t('hex.tools')}>
        <TextInput
          className={styles.hexField}
          aria-label={t('hex.goTo')}
          placeholder={t('hex.goTo')}
          dir="ltr"
          value={place}
          error={place !== '' && offset === null}
          onChange={(event) => setPlace(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && offset !== null) goToByte(offset);
          }}
        />
        <TextInput
          className={styles.hexFind}
          aria-label={t('hex.find')}
          placeholder={t('hex.find')}
          value={sought}
          onChange={(event) => {
            setSought(event.currentTarget.value);
            setFound(null);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void findNext();
          }}
        />
        <NativeSelect
          className={styles.hexKind}
          aria-label={t('hex.as')}
          value={kind}
          data={(['text', 'utf-16', 'bytes'] as const).map((name) => ({ value: name, label: t(`hex.kinds.${name}`) }))}
          onChange={(event) => setKind(event.currentTarget.value as SearchKind)}
        />
        <Button disabled={sought === ''} onClick={() => void findNext()}>
          {t('hex.next')}
        </Button>
        {found !== null && <Badge tone={found === 'fromStart' ? 'plain' : 'caution'}>{t(`hex.${found}`)}</Badge>}
        {changed && <Badge tone="bad">{t('hex.changed')}</Badge>}
      </div>
      {failure !== null && <ErrorParts error={failure} />}
      <div
        ref={rows.scroller}
        className={styles.hexRows}
        dir="ltr"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
        tabIndex={0}
        role="region"
        aria-label={t('hex.region')}
        onKeyDown={onKeyDown}
        onMouseDown={(event) => {
          const at = byteAt(event.target);
          if (at === null) return;
          event.preventDefault();
          event.currentTarget.focus();
          setMarked((before) => ({ anchor: event.shiftKey ? before.anchor : at, cursor: at }));
          setMarking(true);
        }}
        onMouseMove={(event) => {
          const at = marking ? byteAt(event.target) : null;
          if (at !== null) setMarked((before) => ({ ...before, cursor: at }));
        }}
        onMouseUp={() => setMarking(false)}
        onMouseLeave={() => setMarking(false)}
      >
        <div className={styles.hexBody} style={{ blockSize: rows.height }}>
          {Array.from({ length: Math.max(0, rows.end - rows.first) }, (_, index) => rows.first + index).map((index) => (
            <HexRow
              key={index}
              offset={index * bytesPerRow}
              bytes={bytesOf(index)}
              perRow={bytesPerRow}
              top={rows.topOf(index)}
              from={from}
              to={to}
              cursor={marked.cursor}
            />
          ))}
        </div>
      </div>
      <div className={styles.hexFoot}>
        {t('hex.marked', { from: leftToRight(`0x${from.toString(16)}`), decimal: formatCount(from), length: formatCount(length) })}{' '}
        {length > 1 && digests === null && (
          <button
            type="button"
            className={styles.linkButton}
            disabled={length > longestDigest}
            onClick={() => void command('items.digest', { id: row.id, offset: from, length }).then((answer) => setDigests(answer ?? null))}
          >
            {length > longestDigest ? t('hex.tooLong') : t('hex.digest')}
          </button>
        )}
        {digests !== null && (
          <Facts
            rows={(['md5', 'sha1', 'sha256'] as const).map((name) => ({
              term: t(`fields.${name}`),
              value: <Digest label={t(`fields.${name}`)} value={digests[name]} />,
            }))}
          />
        )}
      </div>
    </div>
  );
}
