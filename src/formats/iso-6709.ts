/** Positions as text: ISO 6709:2008, annex H. */

export interface Position {
  /** Degrees, north and east positive. */
  latitude: number;
  longitude: number;
  /** Metres; null where the text has none. */
  altitude: number | null;
}

const pattern = /^\s*([+-]\d{2,6}(?:\.\d{1,12})?)([+-]\d{3,7}(?:\.\d{1,12})?)([+-]\d{1,8}(?:\.\d{1,12})?)?(?:CRS[^/]{0,64})?\/?/;

/** Reads `+24.8607+067.0011+008.000/` with degrees, degrees and minutes, or degrees, minutes and seconds; null for anything else or beyond the globe. */
export function parsePosition(text: string): Position | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const latitude = degrees(match[1] as string, 2);
  const longitude = degrees(match[2] as string, 3);
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return { latitude, longitude, altitude: match[3] === undefined ? null : Number(match[3]) };
}

/** The number of digits before the point tells whether minutes and seconds follow the degrees. */
function degrees(text: string, degreeDigits: number): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const [whole = '', fraction = ''] = text.slice(1).split('.');
  const decimals = fraction === '' ? '' : `.${fraction}`;
  const degree = Number(whole.slice(0, degreeDigits));
  const rest = whole.slice(degreeDigits);
  if (rest === '') return sign * Number(whole + decimals);
  if (rest.length === 2) return sign * (degree + Number(rest + decimals) / 60);
  return sign * (degree + Number(rest.slice(0, 2)) / 60 + Number(rest.slice(2) + decimals) / 3600);
}
