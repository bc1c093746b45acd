/** Draws the map: land and boundaries, cities, what lies where, and a frame that is being drawn. */
import { formatCount } from '../../ui/format.ts';
import { cities } from './cities.ts';
import type { Cluster } from './clusters.ts';
import type { Outlines } from './outlines.ts';
import { type MapView, toScreen, type UnitPoint } from './projection.ts';

export interface Located extends UnitPoint {
  id: string;
  latitude: number;
  longitude: number;
}

export interface Frame {
  from: UnitPoint;
  to: UnitPoint;
}

export interface Picture {
  view: MapView;
  outlines: Outlines;
  clusters: readonly Cluster<Located>[];
  marked: (id: string) => boolean;
  frame: Frame | null;
  language: 'en' | 'ur';
}

/** Pixels from a place's middle to its edge. */
export function radiusOf(count: number): number {
  return count === 1 ? 6 : Math.min(22, 9 + Math.log2(count) * 1.6);
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Names of cities beside their places, each where neither what lies there nor an earlier name stands. */
function paintCities(context: CanvasRenderingContext2D, { view, clusters, language }: Picture, token: (name: string) => string): void {
  const { clientWidth: width, clientHeight: height } = context.canvas;
  const half = language === 'ur' ? 13 : 7;
  const discs = clusters.map((cluster) => ({ ...toScreen(cluster, view, width, height), radius: radiusOf(cluster.points.length) }));
  const taken: Box[] = discs.map(({ x, y, radius }) => ({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }));
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.font = `${language === 'ur' ? 13 : 11.5}px ${token('--type-family')}`;
  context.lineJoin = 'round';
  for (const city of cities) {
    const { x, y } = toScreen(city, view, width, height);
    if (x < -80 || y < -20 || x > width + 80 || y > height + 20) continue;
    const name = city[language];
    const length = context.measureText(name).width;
    const disc = discs.find((one) => Math.hypot(one.x - x, one.y - y) < one.radius + 4);
    const [from, to] = disc === undefined ? [x - 4, x + 4] : [disc.x - disc.radius, disc.x + disc.radius];
    const starts = [to + 3, from - 3 - length];
    const free = starts
      .map((left) => ({ left, right: left + length, top: y - half, bottom: y + half }))
      .find((box) => !taken.some((other) => meet(box, other)));
    if (free === undefined) continue;
    taken.push(free);
    context.fillStyle = token('--text-2');
    if (disc === undefined) context.fillRect(x - 2, y - 2, 4, 4);
    context.lineWidth = 3;
    context.strokeStyle = token('--map-land');
    context.strokeText(name, free.left, y);
    context.fillText(name, free.left, y);
  }
}

export function paint(canvas: HTMLCanvasElement, picture: Picture): void {
  const { view, outlines, clusters, marked, frame } = picture;
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
  paintCities(context, picture, token);
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
