/** Cities that help to find one's way on the map; where they lie is public knowledge, to a hundredth of a degree. */
import { toUnit, type UnitPoint } from './projection.ts';

export interface City extends UnitPoint {
  en: string;
  ur: string;
  latitude: number;
  longitude: number;
}

/** The larger a city, the earlier: where names would cover one another, the earlier one stands. */
const rows: readonly [en: string, ur: string, latitude: number, longitude: number][] = [
  ['Karachi', 'کراچی', 24.86, 67.01],
  ['Lahore', 'لاہور', 31.55, 74.34],
  ['Islamabad', 'اسلام آباد', 33.69, 73.05],
  ['Peshawar', 'پشاور', 34.01, 71.58],
  ['Quetta', 'کوئٹہ', 30.19, 67.01],
  ['Multan', 'ملتان', 30.2, 71.47],
  ['Faisalabad', 'فیصل آباد', 31.42, 73.08],
  ['Hyderabad', 'حیدرآباد', 25.39, 68.37],
  ['Sukkur', 'سکھر', 27.7, 68.87],
  ['Gwadar', 'گوادر', 25.12, 62.33],
  ['Gilgit', 'گلگت', 35.92, 74.31],
  ['Rawalpindi', 'راولپنڈی', 33.6, 73.04],
  ['Gujranwala', 'گوجرانوالہ', 32.16, 74.19],
  ['Bahawalpur', 'بہاولپور', 29.4, 71.68],
  ['Sialkot', 'سیالکوٹ', 32.49, 74.53],
  ['Muzaffarabad', 'مظفرآباد', 34.37, 73.47],
  ['Dera Ismail Khan', 'ڈیرہ اسماعیل خان', 31.83, 70.9],
];

export const cities: readonly City[] = rows.map(([en, ur, latitude, longitude]) => ({
  en,
  ur,
  latitude,
  longitude,
  ...toUnit(longitude, latitude),
}));

/** Kilometres up to which a place is said to be near a city. */
const near = 40;
const earthRadius = 6371;
const degree = Math.PI / 180;

/** The city that a position lies near, or null. Distances on a sphere, by haversines. */
export function cityNear(latitude: number, longitude: number): City | null {
  let found: { city: City; distance: number } | null = null;
  for (const city of cities) {
    const half =
      Math.sin(((city.latitude - latitude) * degree) / 2) ** 2 +
      Math.cos(latitude * degree) * Math.cos(city.latitude * degree) * Math.sin(((city.longitude - longitude) * degree) / 2) ** 2;
    const distance = 2 * earthRadius * Math.asin(Math.sqrt(half));
    if (distance <= near && (found === null || distance < found.distance)) found = { city, distance };
  }
  return found?.city ?? null;
}
