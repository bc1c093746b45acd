/** Invented owners, their phones and cameras, and the road that they travel: Karachi to Peshawar. */
import type { RandomStream } from './random.ts';

export interface Place {
  english: string;
  urdu: string;
  /** WGS 84 decimal degrees. */
  latitude: number;
  longitude: number;
  /** Metres above sea level. */
  altitude: number;
}

/** Cities along the route, in the order of travel. */
export const route: readonly Place[] = [
  { english: 'Karachi', urdu: 'کراچی', latitude: 24.8607, longitude: 67.0011, altitude: 8 },
  { english: 'Hyderabad', urdu: 'حیدرآباد', latitude: 25.396, longitude: 68.3578, altitude: 13 },
  { english: 'Sukkur', urdu: 'سکھر', latitude: 27.7052, longitude: 68.8574, altitude: 67 },
  { english: 'Multan', urdu: 'ملتان', latitude: 30.1575, longitude: 71.5249, altitude: 122 },
  { english: 'Lahore', urdu: 'لاہور', latitude: 31.5204, longitude: 74.3587, altitude: 217 },
  { english: 'Islamabad', urdu: 'اسلام آباد', latitude: 33.6844, longitude: 73.0479, altitude: 540 },
  { english: 'Peshawar', urdu: 'پشاور', latitude: 34.0151, longitude: 71.5249, altitude: 359 },
];

export interface Position {
  latitude: number;
  longitude: number;
  altitude: number;
  /** The nearer one of the two cities between which the position lies. */
  city: Place;
}

/** A position near the road; `share` runs from 0 (Karachi) to 1 (Peshawar). */
export function positionAlongRoute(random: RandomStream, share: number): Position {
  const stretch = Math.min(Math.max(share, 0), 0.999999) * (route.length - 1);
  const leg = Math.floor(stretch);
  const from = route[leg] as Place;
  const to = route[leg + 1] as Place;
  const along = stretch - leg;
  const between = (start: number, end: number, scatter: number): number =>
    start + (end - start) * along + (random.fraction() - 0.5) * scatter;
  return {
    latitude: between(from.latitude, to.latitude, 0.06),
    longitude: between(from.longitude, to.longitude, 0.06),
    altitude: Math.max(1, between(from.altitude, to.altitude, 12)),
    city: along < 0.5 ? from : to,
  };
}

export interface Person {
  english: string;
  urdu: string;
  /** Account name on the laptop and in mail addresses. */
  account: string;
}

/** Invented people; any likeness is chance. */
export const people: readonly Person[] = [
  { english: 'Kamran Yousaf', urdu: 'کامران یوسف', account: 'kamran' },
  { english: 'Ayesha Siddiqui', urdu: 'عائشہ صدیقی', account: 'ayesha' },
  { english: 'Bilal Khokhar', urdu: 'بلال کھوکھر', account: 'bilal' },
  { english: 'Sana Mirza', urdu: 'ثنا مرزا', account: 'sana' },
  { english: 'Tariq Mehmood', urdu: 'طارق محمود', account: 'tariq' },
  { english: 'Hina Baloch', urdu: 'حنا بلوچ', account: 'hina' },
  { english: 'Zeeshan Afridi', urdu: 'ذیشان آفریدی', account: 'zeeshan' },
  { english: 'Nadia Chaudhry', urdu: 'نادیہ چوہدری', account: 'nadia' },
  { english: 'Imran Soomro', urdu: 'عمران سومرو', account: 'imran' },
  { english: 'Rabia Qureshi', urdu: 'رابعہ قریشی', account: 'rabia' },
];

/** Whose laptop and phone were seized. */
export const owner: Person = people[0] as Person;

export interface Camera {
  make: string;
  model: string;
  software: string;
  lens: string | null;
  /** Cameras write it, telephones do not. */
  serialNumber: string | null;
  littleEndian: boolean;
  /** Whether it writes the offset tags of Exif 2.31. */
  writesOffset: boolean;
  writesPosition: boolean;
  writesFractions: boolean;
  /** How it names and where it puts its pictures. */
  naming: 'date-time' | 'plain-date-time' | 'numbered' | 'dsc';
  folder: string;
}

export const cameras: readonly Camera[] = [
  {
    make: 'samsung',
    model: 'SM-A546E',
    software: 'A546EXXU6CXA1',
    lens: null,
    serialNumber: null,
    littleEndian: true,
    writesOffset: true,
    writesPosition: true,
    writesFractions: true,
    naming: 'plain-date-time',
    folder: 'phone/DCIM/Camera',
  },
  {
    make: 'Xiaomi',
    model: 'Redmi Note 12',
    software: 'V14.0.6.0.TMTPKXM',
    lens: null,
    serialNumber: null,
    littleEndian: false,
    writesOffset: true,
    writesPosition: true,
    writesFractions: true,
    naming: 'date-time',
    folder: 'phone/DCIM/Camera',
  },
  {
    make: 'TECNO',
    model: 'TECNO KI7',
    software: 'MediaTek Camera Application',
    lens: null,
    serialNumber: null,
    littleEndian: true,
    writesOffset: false,
    writesPosition: true,
    writesFractions: false,
    naming: 'date-time',
    folder: 'phone/DCIM/Camera',
  },
  {
    make: 'Canon',
    model: 'Canon EOS 80D',
    software: 'Firmware Version 1.0.3',
    lens: 'EF-S18-135mm f/3.5-5.6 IS USM',
    serialNumber: '063021004417',
    littleEndian: true,
    writesOffset: false,
    writesPosition: false,
    writesFractions: true,
    naming: 'numbered',
    folder: 'usb/DCIM/100CANON',
  },
  {
    make: 'NIKON CORPORATION',
    model: 'NIKON D5600',
    software: 'Ver.1.10',
    lens: 'AF-P DX NIKKOR 18-55mm f/3.5-5.6G VR',
    serialNumber: '4509871',
    littleEndian: false,
    writesOffset: true,
    writesPosition: true,
    writesFractions: true,
    naming: 'dsc',
    folder: 'usb/DCIM/101D5600',
  },
];

/** The telephone that makes HEIC pictures and QuickTime films. */
export const applePhone: Camera = {
  make: 'Apple',
  model: 'iPhone 13',
  software: '17.4.1',
  lens: 'iPhone 13 back dual wide camera 5.1mm f/1.6',
  serialNumber: null,
  littleEndian: false,
  writesOffset: true,
  writesPosition: true,
  writesFractions: true,
  naming: 'numbered',
  folder: 'phone/DCIM/100APPLE',
};

/** A mobile number from a block chosen to look unassigned. */
export function mobileNumber(random: RandomStream): string {
  return `+92 300 000${random.digits(4)}`;
}
