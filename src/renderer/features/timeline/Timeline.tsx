/** The result set over time: a histogram of any of the times, zoomed by drawing over it, above the same items as a table. */
import { Button, NativeSelect } from '@mantine/core';
import { CalendarX2, ZoomOut } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import type { CallOutput } from '../../../contract/engine-api.ts';
import { failureOf, useAsk } from '../../app/engine.ts';
import { goTo, type TimeField, timeFields, usePlace } from '../../app/places.ts';
import { formatCount } from '../../ui/format.ts';
import { EmptyState, ErrorParts } from '../../ui/Parts.tsx';
import { formatDay, formatInstant, knownZone, offsetAt, zoneLabel } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import { ItemTable } from '../items/ItemTable.tsx';
import { withRange } from '../review/filters.ts';
import type { ResultSet } from '../review/result-set.ts';
import styles from './Timeline.module.css';

type Histogram = CallOutput<'items.histogram'>;

const buckets = 400;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function seconds(iso: string): number {
  return Date.parse(iso.replace(/(\.\d{3})\d+/, '$1')) / 1000;
}

function isoOf(moment: number): string {
  return new Date(Math.round(moment * 1000)).toISOString();
}

const dayLength = 24 * 3600;

/** What stands at the marks of the axis: no more of each time than the steps between them need. */
function marksOf(moments: readonly number[], step: number, zone: string): string[] {
  let before = '';
  return moments.map((moment) => {
    const [day = '', clock = ''] = formatInstant(isoOf(moment), zone).split(' ');
    if (step >= 360 * dayLength) return day.slice(6);
    if (step >= 28 * dayLength) return day.slice(3);
    if (step >= dayLength) return day;
    const time = step >= 60 ? clock.slice(0, 5) : clock;
    const text = day === before ? time : `${time}\n${day}`;
    before = day;
    return text;
  });
}

interface Pointed {
  start: number;
  count: number;
  unknown: number;
}

/** Draws the histogram; the items whose time has no zone are stacked in a colour of their own. */
function Chart({
  histogram,
  zone,
  onRange,
}: {
  histogram: Histogram;
  zone: string;
  onRange: (from: number, to: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement | null>(null);
  const whole = useRef(onRange);
  whole.current = onRange;
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const scheme = document.documentElement.dataset.mantineColorScheme;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours come with the scheme
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const bars = uPlot.paths.bars?.({ size: [0.92, 60], align: 1 });
    const moments = histogram.counts.map((bucket) => seconds(bucket.start));
    const counts = histogram.counts.map((bucket) => bucket.count);
    const unknown = histogram.counts.map((bucket) => bucket.localUnknown);
    const line = colour('--line');
    const text = colour('--text-2');
    const font = `11px ${colour('--type-latin')}`;
    const chart = new uPlot(
      {
        width: element.clientWidth,
        height: element.clientHeight,
        legend: { show: false },
        tzDate: (moment) => uPlot.tzDate(new Date(moment * 1000), knownZone(zone)),
        cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false }, y: false },
        scales: { x: { time: true }, y: { range: (_, _least, most) => [0, Math.max(1, most * 1.08)] } },
        axes: [
          {
            stroke: text,
            font,
            grid: { stroke: line, width: 1 },
            ticks: { stroke: line, size: 4 },
            size: 40,
            space: 84,
            values: (_, moments, _axis, _space, step) => marksOf(moments, step, zone),
            label: zoneLabel(zone, histogram.to ?? ''),
            labelFont: font,
            labelSize: 16,
            labelGap: 0,
          },
          {
            stroke: text,
            font,
            grid: { stroke: line, width: 1 },
            ticks: { show: false },
            size: 52,
            values: (_, values) => values.map((value) => (Number.isInteger(value) ? formatCount(value) : '')),
          },
        ],
        series: [
          {},
          {
            label: 'count',
            fill: colour('--chart-1'),
            stroke: colour('--chart-1'),
            width: 0,
            ...(bars === undefined ? {} : { paths: bars }),
            points: { show: false },
          },
          {
            label: 'unknown',
            fill: colour('--chart-2'),
            stroke: colour('--chart-2'),
            width: 0,
            ...(bars === undefined ? {} : { paths: bars }),
            points: { show: false },
          },
        ],
        hooks: {
          setCursor: [
            (self) => {
              const { left = -1 } = self.cursor;
              const moment = left < 0 ? Number.NaN : self.posToVal(left, 'x');
              const bucket = moments.findLastIndex((start) => start <= moment);
              const start = moments[bucket];
              const within = start !== undefined && moment < start + histogram.width;
              setPointed(within ? { start, count: counts[bucket] ?? 0, unknown: unknown[bucket] ?? 0 } : null);
            },
          ],
          setSelect: [
            (self) => {
              if (self.select.width < 3) return;
              whole.current(self.posToVal(self.select.left, 'x'), self.posToVal(self.select.left + self.select.width, 'x'));
            },
          ],
        },
      },
      [moments, counts, unknown],
      element,
    );
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [histogram, scheme, zone]);
  const busiest = histogram.counts.reduce<Histogram['counts'][number] | null>(
    (most, bucket) => (most === null || bucket.count > most.count ? bucket : most),
    null,
  );
  const summary = t('timeline.summary', {
    from: histogram.from === null ? '' : formatDay(histogram.from, zone),
    to: histogram.to === null ? '' : formatDay(histogram.to, zone),
    busiest: busiest === null ? '' : formatDay(busiest.start, zone),
    shown: formatCount(busiest?.count ?? 0),
  });
  return (
    <div className={styles.chart}>
      <div ref={place} className={styles.canvas} role="img" aria-label={summary} dir="ltr" />
      {pointed !== null && (
        <p className={styles.pointed}>
          <bdi dir="ltr">
            {formatInstant(isoOf(pointed.start), zone)} – {formatInstant(isoOf(pointed.start + histogram.width), zone)}{' '}
            {offsetAt(isoOf(pointed.start), zone)}
          </bdi>
          <strong>{t('frame.items', { count: pointed.count, shown: formatCount(pointed.count) })}</strong>
          {pointed.unknown > 0 && <span>{t('timeline.unknown', { shown: formatCount(pointed.unknown) })}</span>}
        </p>
      )}
    </div>
  );
}

export function Timeline({ resultSet }: { resultSet: ResultSet }): ReactNode {
  const { t } = useTranslation();
  const filters = usePlace((place) => place.filters);
  const field = usePlace((place) => place.timeField);
  const zone = useZone();
  const answer = useAsk('items.histogram', { filters, field, buckets }, { keepPrevious: true });
  const histogram = answer.data;
  const [drawn, setDrawn] = useState<string | null>(null);
  const ranged = filters.some((filter) => filter.field === field && filter.operator.startsWith('at-'));
  const failure = failureOf(answer);
  const unknown = histogram?.counts.reduce((sum, bucket) => sum + bucket.localUnknown, 0) ?? 0;
  const counted = histogram?.counts.reduce((sum, bucket) => sum + bucket.count, 0) ?? 0;

  function narrow(from: number, to: number): void {
    const [least, most] = [isoOf(from), isoOf(to)];
    setDrawn(`${formatInstant(least, zone)} – ${formatInstant(most, zone)} ${offsetAt(most, zone)}`);
    goTo({ filters: withRange(filters, field, least, most), sort: [{ field, descending: false }] });
  }

  return (
    <div className={styles.timeline}>
      <div className={styles.bar}>
        <NativeSelect
          aria-label={t('facets.whichTime')}
          value={field}
          data={timeFields.map((name) => ({ value: name, label: t(`fields.${name}`) }))}
          onChange={(event) => goTo({ timeField: event.currentTarget.value as TimeField })}
        />
        <ul className={styles.legend}>
          <li>
            <span data-series="known" /> {t('timeline.known', { shown: formatCount(counted - unknown) })}
          </li>
          <li>
            <span data-series="unknown" /> {t('timeline.unknown', { shown: formatCount(unknown) })}
            {unknown > 0 && <> · {t('time.readAsUtc')}</>}
          </li>
          {histogram !== undefined && histogram.without > 0 && <li>{t('timeline.without', { shown: formatCount(histogram.without) })}</li>}
        </ul>
        <span className={styles.hint}>{drawn !== null && ranged ? <bdi dir="ltr">{drawn}</bdi> : t('timeline.hint')}</span>
        <Button
          disabled={!ranged}
          leftSection={<ZoomOut size={14} aria-hidden />}
          onClick={() => goTo({ filters: withRange(filters, field, null, null) })}
        >
          {t('timeline.whole')}
        </Button>
      </div>
      {failure !== null && <ErrorParts error={failure} />}
      {histogram !== undefined && histogram.counts.length > 0 && <Chart histogram={histogram} zone={zone} onRange={narrow} />}
      {histogram !== undefined && histogram.counts.length === 0 && (
        <EmptyState icon={CalendarX2} title={t('timeline.none')} text={t('timeline.noneText')} />
      )}
      <div className={styles.items}>{(resultSet.total ?? 0) > 0 && <ItemTable resultSet={resultSet} />}</div>
    </div>
  );
}
