/**
 * The result set on a map: outlines without tiles or names, drawn on a canvas so that it works offline and without a graphics card.
 * Dragging moves it, the wheel zooms; with the frame tool, or Shift, a drawn frame becomes a filter.
 */
import { Hand, MapPinOff, Maximize2, Minus, Plus, SquareDashedMousePointer } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf, useAsk } from '../../app/engine.ts';
import { goTo, usePlace } from '../../app/places.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount, leftToRight } from '../../ui/format.ts';
import { notify } from '../../ui/notices-store.ts';
import { EmptyState, ErrorParts, IconButton, Waiting } from '../../ui/Parts.tsx';
import { withCondition, withoutField } from '../review/filters.ts';
import { type ResultSet, useCursor } from '../review/result-set.ts';
import { isSelected, select, useReviewState } from '../review/review-state.ts';
import { cityNear } from './cities.ts';
import { type Cluster, clustersOf } from './clusters.ts';
import styles from './Map.module.css';
import { loadOutlines, type Outlines } from './outlines.ts';
import { type Frame, type Located, paint, radiusOf } from './paint.ts';
import { boundedScale, fromScreen, type MapView, toScreen, toUnit, type UnitPoint, viewOf } from './projection.ts';

const mostPoints = 50_000;
/** Most values that one condition takes: a frame holds its items by their ids. */
const mostFramed = 1000;
const cellSize = 44;

/** Most places that the keyboard goes through; going closer or filtering shows others. */
const mostReached = 300;

/** The places as buttons under the keyboard: Tab comes to them, arrows go from one to the next, Enter selects what lies there. */
function Places({
  clusters,
  view,
  size,
  onFocus,
  onChoose,
}: {
  clusters: readonly Cluster<Located>[];
  view: MapView;
  size: { width: number; height: number };
  onFocus: (place: UnitPoint) => void;
  onChoose: (place: Cluster<Located>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const language = usePreferences((preferences) => preferences.language);
  const [current, setCurrent] = useState(0);
  const places = useMemo(
    () => clusters.toSorted((a, b) => b.points.length - a.points.length || a.x - b.x).slice(0, mostReached),
    [clusters],
  );
  const reached = Math.min(current, places.length - 1);

  function nameOf(place: Cluster<Located>): string {
    const { latitude = 0, longitude = 0 } = place.points[0] ?? {};
    const position = leftToRight(`${latitude.toFixed(3)}, ${longitude.toFixed(3)}`);
    const city = cityNear(latitude, longitude)?.[language];
    const counted = { count: place.points.length, shown: formatCount(place.points.length), position };
    return city === undefined ? t('map.placeAt', counted) : t('map.placeNear', { ...counted, city });
  }

  return (
    <div className={styles.places} role="group" aria-label={t('map.places')} dir="ltr">
      {places.map((place, index) => {
        const { x, y } = toScreen(place, view, size.width, size.height);
        const edge = 2 * radiusOf(place.points.length) + 6;
        return (
          <button
            key={place.points[0]?.id}
            type="button"
            className={styles.place}
            tabIndex={index === reached ? 0 : -1}
            aria-label={nameOf(place)}
            style={{ left: x - edge / 2, top: y - edge / 2, width: edge, height: edge }}
            onFocus={() => {
              setCurrent(index);
              onFocus(place);
            }}
            onClick={() => onChoose(place)}
            onKeyDown={(event) => {
              const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
              const step = steps[event.key];
              if (step === undefined) return;
              event.preventDefault();
              const buttons = event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('button');
              buttons?.[(index + step + places.length) % places.length]?.focus({ preventScroll: true });
            }}
          />
        );
      })}
    </div>
  );
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
    () => answer.data?.points.map(({ id, latitude, longitude }) => ({ id, latitude, longitude, ...toUnit(longitude, latitude) })) ?? [],
    [answer.data],
  );
  const framed = filters.some((filter) => filter.field === 'id');
  const language = usePreferences((preferences) => preferences.language);
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
    paint(canvas.current, {
      view,
      outlines,
      clusters,
      marked: (id) => id === focus || (selection.kind === 'some' && isSelected(selection, id)),
      frame,
      language,
    });
  }, [view, outlines, clusters, focus, selection, frame, size, scheme, language]);

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
    if (hit !== undefined) choosePlace(hit);
  }

  /** Selects all that lies at a place, and puts the cursor on the first of it. */
  function choosePlace({ points: within }: Cluster<Located>): void {
    const [first] = within;
    if (first === undefined) return;
    void cursor.moveToItem(first.id).then(() => {
      if (within.length > 1) select({ kind: 'some', ids: new Set(within.map((point) => point.id)) });
    });
  }

  /** Brings a place into sight. */
  function show(place: UnitPoint): void {
    setView((before) => {
      if (before === null) return before;
      const { x, y } = toScreen(place, before, size.width, size.height);
      const inside = x > 20 && y > 20 && x < size.width - 20 && y < size.height - 20;
      return inside ? before : { ...before, x: place.x, y: place.y };
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
      {view !== null && <Places clusters={clusters} view={view} size={size} onFocus={show} onChoose={choosePlace} />}
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
        <small>{t('map.boundaries')}</small>
      </p>
    </div>
  );
}
