/** Points that would cover one another, drawn as one. */
import type { MapView, UnitPoint } from './projection.ts';

export interface Cluster<Point extends UnitPoint> extends UnitPoint {
  points: Point[];
}

/** Groups points by a grid of `cell` pixels at the view's scale; a cluster lies at the middle of its points. */
export function clustersOf<Point extends UnitPoint>(
  points: readonly Point[],
  view: Pick<MapView, 'scale'>,
  cell: number,
): Cluster<Point>[] {
  const cells = new Map<string, Cluster<Point>>();
  const size = cell / view.scale;
  for (const point of points) {
    const key = `${Math.floor(point.x / size)} ${Math.floor(point.y / size)}`;
    const cluster = cells.get(key);
    if (cluster === undefined) cells.set(key, { x: point.x, y: point.y, points: [point] });
    else {
      cluster.points.push(point);
      cluster.x += (point.x - cluster.x) / cluster.points.length;
      cluster.y += (point.y - cluster.y) / cluster.points.length;
    }
  }
  return [...cells.values()];
}
