/** Web Mercator (EPSG:3857) on a unit square, and what part of it a view shows. */

/** Mercator is cut where the square ends, at 85.0511 degrees. */
const farthestLatitude = 85.0511287798;
const degree = Math.PI / 180;

export interface MapView {
  /** Centre, on the unit square: x eastwards, y southwards. */
  x: number;
  y: number;
  /** Pixels that the whole square is wide. */
  scale: number;
}

export interface UnitPoint {
  x: number;
  y: number;
}

export function toUnit(longitude: number, latitude: number): UnitPoint {
  const bounded = Math.min(Math.max(latitude, -farthestLatitude), farthestLatitude);
  return { x: (longitude + 180) / 360, y: 0.5 - Math.log(Math.tan(Math.PI / 4 + (bounded * degree) / 2)) / (2 * Math.PI) };
}

export function toScreen(point: UnitPoint, view: MapView, width: number, height: number): UnitPoint {
  return { x: (point.x - view.x) * view.scale + width / 2, y: (point.y - view.y) * view.scale + height / 2 };
}

export function fromScreen(point: UnitPoint, view: MapView, width: number, height: number): UnitPoint {
  return { x: (point.x - width / 2) / view.scale + view.x, y: (point.y - height / 2) / view.scale + view.y };
}

/** The view that shows all points with some room around them. */
export function viewOf(points: readonly UnitPoint[], width: number, height: number): MapView {
  if (points.length === 0) return { x: 0.69, y: 0.41, scale: Math.max(width, height) * 5 };
  let [west, east, north, south] = [1, 0, 1, 0];
  for (const { x, y } of points) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  const scale = Math.min((width * 0.8) / Math.max(east - west, 1e-5), (height * 0.8) / Math.max(south - north, 1e-5));
  return { x: (west + east) / 2, y: (north + south) / 2, scale: boundedScale(scale, width) };
}

/** Keeps a scale between the whole world and a street. */
export function boundedScale(scale: number, width: number): number {
  return Math.min(Math.max(scale, width * 0.9), 30_000_000);
}
