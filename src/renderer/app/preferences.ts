/** Settings of this machine as the interface uses them; kept by the engine, read once, written as they change. */
import { create } from 'zustand';
import type { EngineLink } from './engine-link.ts';

export const languages = ['en', 'ur'] as const;
export type Language = (typeof languages)[number];

export interface Preferences {
  language: Language;
  theme: 'dark' | 'light' | 'system';
  density: 'dense' | 'roomy';
  /** Times are shown in the case's zone or in UTC. */
  zone: 'case' | 'utc';
  /** Which pictures are blurred until they are held down. */
  blur: 'all' | 'tagged' | 'none';
  /** Lower-case names of the tags that make an item sensitive. */
  sensitiveTags: string[];
  greyScale: boolean;
  advanceAfterTag: boolean;
  agencyName: string;
  /** Data address of a PNG or JPEG, or empty. */
  emblem: string;
  tileEdge: number;
  gallerySections: 'none' | 'folder' | 'day' | 'device';
  columnOrder: string[];
  hiddenColumns: string[];
  columnWidths: Record<string, number>;
}

const defaults: Preferences = {
  language: 'en',
  theme: 'system',
  density: 'dense',
  zone: 'case',
  blur: 'all',
  sensitiveTags: [],
  greyScale: false,
  advanceAfterTag: false,
  agencyName: '',
  emblem: '',
  tileEdge: 168,
  gallerySections: 'none',
  columnOrder: [],
  hiddenColumns: ['accessed', 'changed', 'created', 'md5', 'sha1', 'extension', 'entropy', 'kind', 'source', 'exhibit'],
  columnWidths: {},
};

export const usePreferences = create<Preferences & { ready: boolean }>(() => ({ ...defaults, ready: false }));

const allowed: { [Name in keyof Preferences]?: readonly string[] } = {
  language: languages,
  theme: ['dark', 'light', 'system'],
  density: ['dense', 'roomy'],
  zone: ['case', 'utc'],
  blur: ['all', 'tagged', 'none'],
  gallerySections: ['none', 'folder', 'day', 'device'],
};

/** A setting's text back to its value; what does not fit is as good as absent. */
function readSetting(name: keyof Preferences, text: string): unknown {
  const choices = allowed[name];
  if (choices !== undefined) return choices.includes(text) ? text : undefined;
  const example = defaults[name];
  if (typeof example === 'string') return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === typeof example && Array.isArray(value) === Array.isArray(example) ? value : undefined;
  } catch {
    return undefined;
  }
}

function writeSetting(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The preferences among a list of settings; other settings are left alone. */
export function readPreferences(settings: Record<string, string>): Partial<Preferences> {
  const found: Partial<Record<keyof Preferences, unknown>> = {};
  for (const name of Object.keys(defaults) as (keyof Preferences)[]) {
    const text = settings[name];
    const value = text === undefined ? undefined : readSetting(name, text);
    if (value !== undefined) found[name] = value;
  }
  return found as Partial<Preferences>;
}

let keeper: EngineLink | null = null;

/** Reads the settings from the engine; from then on changes are written back. */
export async function loadPreferences(link: EngineLink): Promise<void> {
  keeper = link;
  try {
    const { settings } = await link.call('settings.get', {});
    usePreferences.setState({ ...readPreferences(settings), ready: true });
  } catch {
    // Without settings the defaults serve; the link tells by itself when the engine is away.
    usePreferences.setState({ ready: true });
  }
}

/** Changes preferences, here and on this machine. */
export function prefer(change: Partial<Preferences>): void {
  usePreferences.setState(change);
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(change)) settings[name] = writeSetting(value);
  keeper?.call('settings.save', { settings }).catch(() => {});
}
