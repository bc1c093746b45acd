/** The outlines of land and countries, shipped with the program (Natural Earth, by world-atlas), as paths on the unit square. */
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { toUnit } from './projection.ts';

export interface Outlines {
  land: Path2D;
  borders: Path2D;
}

type Atlas = Topology<{ land: GeometryCollection; countries: GeometryCollection }>;
type Ring = readonly (readonly number[])[];

function draw(path: Path2D, ring: Ring, close: boolean): void {
  for (const [index, [longitude = 0, latitude = 0]] of ring.entries()) {
    const { x, y } = toUnit(longitude, latitude);
    if (index === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
  if (close) path.closePath();
}

let loaded: Promise<Outlines> | null = null;

/** Fetches the outlines once. */
export function loadOutlines(): Promise<Outlines> {
  loaded ??= import('world-atlas/countries-50m.json').then((file) => {
    const atlas = file.default as unknown as Atlas;
    const land = new Path2D();
    for (const { geometry } of feature(atlas, atlas.objects.land).features) {
      const polygons = geometry.type === 'MultiPolygon' ? geometry.coordinates : geometry.type === 'Polygon' ? [geometry.coordinates] : [];
      for (const polygon of polygons) for (const ring of polygon) draw(land, ring, true);
    }
    const borders = new Path2D();
    for (const line of mesh(atlas, atlas.objects.countries, (a, b) => a !== b).coordinates) draw(borders, line, false);
    return { land, borders };
  });
  return loaded;
}
