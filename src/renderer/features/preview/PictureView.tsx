/** A picture, or the pages of a document as pictures: fit, zoom, turn, go through pages. */
import { ChevronLeft, ChevronRight, ImageOff, Maximize, RotateCcw, RotateCw, ZoomIn, ZoomOut } from 'lucide-react';
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemRow } from '../../../contract/schemas.ts';
import { usePreferences } from '../../app/preferences.ts';
import { EmptyState, IconButton, Waiting } from '../../ui/Parts.tsx';
import { usePicture } from '../../ui/pictures.ts';
import { useBlur } from '../../ui/reveal.ts';
import styles from './Preview.module.css';

const smallEdge = 1024;
const largeEdge = 2048;
const fullEdge = 4096;
const zooms = [1, 1.5, 2, 3, 4, 6, 8] as const;

export function PictureView({ row, large }: { row: ItemRow; large: boolean }): ReactNode {
  const { t } = useTranslation();
  const [page, setPage] = useState(0);
  const [zoom, setZoom] = useState(0);
  const [turns, setTurns] = useState(0);
  const [shift, setShift] = useState({ x: 0, y: 0 });
  const [held, setHeld] = useState(false);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const greyScale = usePreferences((preferences) => preferences.greyScale);
  const blurred = useBlur()(row) && !held;
  const factor = zooms[zoom] ?? 1;
  const picture = usePicture(row.id, factor > 2 ? fullEdge : large || factor > 1 ? largeEdge : smallEdge, page, greyScale);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another item starts afresh
  useEffect(() => {
    setPage(0);
    setZoom(0);
    setTurns(0);
    setShift({ x: 0, y: 0 });
  }, [row.id]);

  function magnify(by: number): void {
    setZoom((before) => {
      const next = Math.min(Math.max(0, before + by), zooms.length - 1);
      if (next === 0) setShift({ x: 0, y: 0 });
      return next;
    });
  }

  function onPointerMove(event: PointerEvent): void {
    if (drag.current === null) return;
    const { x, y } = drag.current;
    setShift((before) => ({ x: before.x + event.clientX - x, y: before.y + event.clientY - y }));
    drag.current = { x: event.clientX, y: event.clientY };
  }

  const pages = picture?.pages ?? 1;
  return (
    <div className={styles.pictureView}>
      <div className={styles.tools} role="toolbar" aria-label={t('preview.pictureTools')}>
        <IconButton icon={ZoomIn} label={t('preview.zoomIn')} disabled={zoom === zooms.length - 1} onClick={() => magnify(1)} />
        <IconButton icon={ZoomOut} label={t('preview.zoomOut')} disabled={zoom === 0} onClick={() => magnify(-1)} />
        <IconButton
          icon={Maximize}
          label={t('preview.fit')}
          onClick={() => {
            setZoom(0);
            setShift({ x: 0, y: 0 });
          }}
        />
        <IconButton icon={RotateCcw} label={t('preview.turnLeft')} onClick={() => setTurns((before) => before - 1)} />
        <IconButton icon={RotateCw} label={t('preview.turnRight')} onClick={() => setTurns((before) => before + 1)} />
        {picture !== null && picture.width > 0 && (
          <bdi dir="ltr" className={styles.toolText}>
            {picture.width} × {picture.height}
          </bdi>
        )}
        {pages > 1 && (
          <span className={styles.pages}>
            <IconButton
              icon={ChevronLeft}
              turns
              label={t('preview.previousPage')}
              disabled={page === 0}
              onClick={() => setPage(page - 1)}
            />
            <span>{t('preview.page', { page: page + 1, pages })}</span>
            <IconButton
              icon={ChevronRight}
              turns
              label={t('preview.nextPage')}
              disabled={page >= pages - 1}
              onClick={() => setPage(page + 1)}
            />
          </span>
        )}
      </div>
      <div
        className={styles.stage}
        data-moving={factor > 1 || undefined}
        onWheel={(event) => {
          if (event.ctrlKey || large) magnify(event.deltaY < 0 ? 1 : -1);
        }}
        onPointerDown={(event) => {
          setHeld(true);
          if (factor === 1) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          setHeld(false);
          drag.current = null;
        }}
        onPointerLeave={() => setHeld(false)}
      >
        {picture === null && <Waiting label={t('preview.making')} />}
        {picture !== null && picture.address === null && (
          <EmptyState icon={ImageOff} title={t('preview.noPicture')} text={picture.reason ?? t('preview.noPictureText')} />
        )}
        {picture !== null && picture.address !== null && (
          <>
            <img
              src={picture.address}
              alt={row.name}
              draggable={false}
              data-blurred={blurred || undefined}
              data-sideways={turns % 2 !== 0 || undefined}
              style={{ transform: `translate(${shift.x}px, ${shift.y}px) scale(${factor}) rotate(${turns * 90}deg)` }}
            />
            {blurred && <span className={styles.hold}>{t('preview.hold')}</span>}
          </>
        )}
      </div>
    </div>
  );
}
