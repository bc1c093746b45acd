/**
 * The result set on a map: outlines without tiles or names, drawn on a canvas so that it works offline and without a graphics card.
 * Dragging moves it, the wheel zooms; with the frame tool, or Shift, a drawn frame becomes a filter.
 */
import { Hand, MapPinOff, Maximize2, Minus, Plus, SquareDashedMousePointer } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf, useAsk } from '../../app/engine.ts';
import { goTo, usePlace } from '../../app/places.ts';
import { formatCount } from '../../ui/format.ts';
import { notify } from '../../ui/notices-store.ts';
import { EmptyState, ErrorParts, IconButton, Waiting } from '../../ui/Parts.tsx';
import { withCondition, withoutField } from '../review/filters.ts';
import { type ResultSet, useCursor } from '../review/result-set.ts';
import { isSelected, select, useReviewState } from '../review/review-state.ts';
import { type Cluster, clustersOf } from './clusters.ts';
import styles from './Map.module.css';
import { loadOutlines, type Outlines } from './outlines.ts';
import { boundedScale, fromScreen, type MapView, toScreen, toUnit, type UnitPoint, viewOf } from './projection.ts';

const mostPoints = 50_000;
/** Most values that one condition takes: a frame holds its items by their ids. */
const mostFramed = 1000;
const cellSize = 44;

interface Located extends UnitPoint {
  id: string;
}

interface Frame {
  from: UnitPoint;
  to: UnitPoint;
}

function radiusOf(count: number): number {
  return count === 1 ? 6 : Math.min(22, 9 + Math.log2(count) * 1.6);
}

function paint(
  canvas: HTMLCanvasElement,
  view: MapView,
  outlines: Outlines,
  clusters: readonly Cluster<Located>[],
  marked: (id: string) => boolean,
  frame: Frame | null,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const ratio = window.devicePixelRatio;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const style = getComputedStyle(canvas);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = token('--map-sea');
  context.fillRect(0, 0, width, height);
  // The world repeats eastwards and westwards.
  for (const turn of [-1, 0, 1]) {
    context.setTransform(
      ratio * view.scale,
      0,
      0,
      ratio * view.scale,
      ratio * (width / 2 - (view.x - turn) * view.scale),
      ratio * (height / 2 - view.y * view.scale),
    );
    context.fillStyle = token('--map-land');
    context.fill(outlines.land, 'evenodd');
    context.strokeStyle = token('--map-edge');
    context.lineWidth = 1 / view.scale;
    context.stroke(outlines.land);
    context.stroke(outlines.borders);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `600 11px ${token('--type-latin')}`;
  for (const cluster of clusters) {
    const { x, y } = toScreen(cluster, view, width, height);
    if (x < -30 || y < -30 || x > width + 30 || y > height + 30) continue;
    const chosen = cluster.points.some((point) => marked(point.id));
    context.beginPath();
    context.arc(x, y, radiusOf(cluster.points.length), 0, 2 * Math.PI);
    context.fillStyle = chosen ? token('--chart-2') : token('--accent-strong');
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = token('--surface-1');
    context.stroke();
    if (cluster.points.length > 1) {
      context.fillStyle = chosen ? '#1a1205' : '#ffffff';
      context.fillText(formatCount(cluster.points.length), x, y + 0.5);
    }
  }
  if (frame !== null) {
    context.strokeStyle = token('--accent');
    context.lineWidth = 1.5;
    context.setLineDash([5, 4]);
    context.strokeRect(frame.from.x, frame.from.y, frame.to.x - frame.from.x, frame.to.y - frame.from.y);
    context.setLineDash([]);
  }
}

export function PositionMap({ resultSet }: { resultSet: ResultSet }): ReactNode {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const filters = usePlace((place) => place.filters);
  const focus = usePlace((place) => place.focus);
  const cursor = useCursor(resultSet);
  const selection = useReviewState((state) => state.selection);
  const [outlines, setOutlines] = useState<Outlines | null>(null);
  const [view, setView] = useState<MapView | null>(null);
  const [tool, setTool] = useState<'move' | 'frame'>('move');
  const [frame, setFrame] = useState<Frame | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const drag = useRef<{ at: UnitPoint; view: MapView; moved: boolean } | null>(null);
  const answer = useAsk('items.positions', { filters, limit: mostPoints }, { keepPrevious: true });
  const points = useMemo<Located[]>(
    () => answer.data?.points.map(({ id, latitude, longitude }) => ({ id, ...toUnit(longitude, latitude) })) ?? [],
    [answer.data],
  );
  const framed = filters.some((filter) => filter.field === 'id');
  const scheme = document.documentElement.dataset.mantineColorScheme;

  useEffect(() => {
    let here = true;
    void loadOutlines().then((drawn) => here && setOutlines(drawn));
    return () => {
      here = false;
    };
  }, []);

  const hasPoints = points.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas is there only while there are points
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasPoints, outlines]);

  useEffect(() => {
    if (size.width > 0 && points.length > 0) setView((before) => before ?? viewOf(points, size.width, size.height));
  }, [points, size]);

  const scale = view?.scale ?? 1;
  const clusters = useMemo(() => clustersOf(points, { scale }, cellSize), [points, scale]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours come with the scheme, the size with the canvas
  useEffect(() => {
    if (canvas.current === null || outlines === null || view === null) return;
    paint(
      canvas.current,
      view,
      outlines,
      clusters,
      (id) => id === focus || (selection.kind === 'some' && isSelected(selection, id)),
      frame,
    );
  }, [view, outlines, clusters, focus, selection, frame, size, scheme]);

  const zoom = useCallback(
    (factor: number, about?: UnitPoint) =>
      setView((before) => {
        if (before === null) return before;
        const { width, height } = size;
        const middle = about ?? { x: width / 2, y: height / 2 };
        const anchor = fromScreen(middle, before, width, height);
        const scale = boundedScale(before.scale * factor, width);
        return { scale, x: anchor.x - (middle.x - width / 2) / scale, y: anchor.y - (middle.y - height / 2) / scale };
      }),
    [size],
  );

  // The wheel must be kept from scrolling the page, which React's own listener cannot do.
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), { x: event.offsetX, y: event.offsetY });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [zoom]);

  function pointOf(event: PointerEvent): UnitPoint {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  function choose(at: UnitPoint): void {
    if (view === null) return;
    const hit = clusters.find((cluster) => {
      const { x, y } = toScreen(cluster, view, size.width, size.height);
      return Math.hypot(x - at.x, y - at.y) <= radiusOf(cluster.points.length) + 2;
    });
    const first = hit?.points[0];
    if (hit === undefined || first === undefined) return;
    void cursor.moveToItem(first.id).then(() => {
      if (hit.points.length > 1) select({ kind: 'some', ids: new Set(hit.points.map((point) => point.id)) });
    });
  }

  /** Narrows the result set to the items inside of what was drawn. */
  function narrow(drawn: Frame): void {
    if (view === null) return;
    const a = fromScreen(drawn.from, view, size.width, size.height);
    const b = fromScreen(drawn.to, view, size.width, size.height);
    const within = points.filter(
      ({ x, y }) => x >= Math.min(a.x, b.x) && x <= Math.max(a.x, b.x) && y >= Math.min(a.y, b.y) && y <= Math.max(a.y, b.y),
    );
    if (within.length === 0) notify(t('map.nothingInside'));
    else if (within.length > mostFramed) notify(t('map.tooMany', { limit: formatCount(mostFramed) }), 'bad');
    else
      goTo({
        filters: withCondition(
          filters,
          'id',
          'is',
          within.map((point) => point.id),
        ),
      });
    setTool('move');
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = 60 / scale;
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const move = moves[event.key];
    if (move !== undefined) setView((before) => before && { ...before, x: before.x + move[0], y: before.y + move[1] });
    else if (event.key === '+' || event.key === '=') zoom(1.6);
    else if (event.key === '-') zoom(1 / 1.6);
    else return;
    event.preventDefault();
  }

  const failure = failureOf(answer);
  if (failure !== null) return <ErrorParts error={failure} />;
  if (answer.data === undefined || outlines === null) return <Waiting label={t('general.loading')} />;
  if (!hasPoints) return <EmptyState icon={MapPinOff} title={t('map.none')} text={t('map.noneText')} />;
  return (
    <div className={styles.map}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        data-tool={tool}
        role="img"
        tabIndex={0}
        aria-label={t('map.summary', { shown: formatCount(answer.data.total), places: formatCount(clusters.length) })}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (view === null) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = pointOf(event);
          drag.current = { at, view, moved: false };
          if (tool === 'frame' || event.shiftKey) setFrame({ from: at, to: at });
        }}
        onPointerMove={(event) => {
          if (drag.current === null) return;
          const at = pointOf(event);
          const started = drag.current;
          if (Math.hypot(at.x - started.at.x, at.y - started.at.y) > 3) started.moved = true;
          if (frame !== null) setFrame({ from: frame.from, to: at });
          else if (started.moved)
            setView({
              ...started.view,
              x: started.view.x - (at.x - started.at.x) / started.view.scale,
              y: started.view.y - (at.y - started.at.y) / started.view.scale,
            });
        }}
        onPointerUp={() => {
          const started = drag.current;
          drag.current = null;
          if (frame !== null) {
            if (Math.abs(frame.to.x - frame.from.x) > 4 && Math.abs(frame.to.y - frame.from.y) > 4) narrow(frame);
            setFrame(null);
          } else if (started !== null && !started.moved) choose(started.at);
        }}
      />
      <div className={styles.tools} role="toolbar" aria-label={t('map.tools')}>
        <IconButton icon={Plus} label={t('map.closer')} onClick={() => zoom(1.8)} />
        <IconButton icon={Minus} label={t('map.farther')} onClick={() => zoom(1 / 1.8)} />
        <IconButton icon={Maximize2} label={t('map.all')} onClick={() => setView(viewOf(points, size.width, size.height))} />
        <IconButton icon={Hand} label={t('map.move')} pressed={tool === 'move'} onClick={() => setTool('move')} />
        <IconButton icon={SquareDashedMousePointer} label={t('map.frame')} pressed={tool === 'frame'} onClick={() => setTool('frame')} />
      </div>
      <p className={styles.note}>
        {answer.data.total > points.length
          ? t('map.some', { shown: formatCount(points.length), total: formatCount(answer.data.total) })
          : t('map.shown', { count: answer.data.total, shown: formatCount(answer.data.total) })}
        {framed && (
          <button type="button" onClick={() => goTo({ filters: withoutField(filters, 'id') })}>
            {t('map.unframe')}
          </button>
        )}
      </p>
    </div>
  );
}
