/** The terms that interface and report share: every code that the engine may utter has its words in both languages. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import english from '../../../resources/translations/terms.en.json' with { type: 'json' };
import urdu from '../../../resources/translations/terms.ur.json' with { type: 'json' };
import { extractors } from '../../../src/extractors/registry.ts';

const source = path.join(import.meta.dirname, '../../../src');
const inEnglish: Record<string, string> = english;
const inUrdu: Record<string, string> = urdu;

/** Codes that stand in the source files below a folder after one of the words that make an observation or a finding. */
function codesIn(folders: string, before: RegExp): Set<string> {
  const codes = new Set<string>();
  for (const file of globSync(folders, { cwd: source }))
    for (const [, code] of readFileSync(path.join(source, file), 'utf8').matchAll(before)) codes.add(code!);
  return codes;
}

describe('shared terms', () => {
  it('are Urdu in the Urdu file, none empty', () => {
    for (const [key, text] of Object.entries(inUrdu)) if (key !== 'time-basis.utc') expect(text, key).toMatch(/[\u0600-\u06ff]/);
  });

  it('have the same keys in both languages, but for those whose English stands in declarations', () => {
    const declared = Object.keys(inUrdu).filter((key) => /^(?:field|decoder|unshown)\./.test(key));
    expect(Object.keys(inUrdu).filter((key) => !declared.includes(key))).toEqual(Object.keys(inEnglish));
  });

  it('give each declared field an Urdu label, and none to a field that no extractor declares', () => {
    const declared = extractors.flatMap(({ id, produces }) => Object.keys(produces).map((name) => `field.${id}.${name}`));
    expect(
      Object.keys(inUrdu)
        .filter((key) => key.startsWith('field.'))
        .sort(),
    ).toEqual(declared.sort());
  });

  it('name each extractor as a step and say what it does', () => {
    for (const { id } of extractors) {
      expect(inEnglish).toHaveProperty([`step.${id}`]);
      expect(inUrdu).toHaveProperty([`decoder.${id}`]);
    }
  });

  it('cover each observation that a reader of evidence makes', () => {
    const codes = codesIn(
      '{extractors,formats,workers,engine/processing}/**/*.ts',
      /(?:code: |(?:fault|note|warning)\(\s*)'([a-z0-9-]+)'/g,
    );
    expect(codes.size).toBeGreaterThan(70);
    expect([...codes].filter((code) => !(`observation.${code}` in inEnglish))).toEqual([]);
  });

  it('say in Urdu why an exhibit is not shown; in English the engine says it itself', () => {
    const reasons = codesIn('{workers,engine/viewing}/**/*.ts', /reason: '([a-z0-9-]+)'/g);
    for (const reason of codesIn(
      'engine/use-cases/{pictures,texts,context}.ts',
      /EngineError\('(?:unsupported|source-unavailable|source-changed)',[^;]*?reason: '([a-z0-9-]+)'/gs,
    ))
      reasons.add(reason);
    // A case that is damaged makes no report.
    reasons.delete('case-contradicts-itself');
    expect(reasons.size).toBeGreaterThan(12);
    expect([...reasons].filter((reason) => !(`unshown.${reason}` in inUrdu))).toEqual([]);
  });

  it('cover each finding of a verification', () => {
    const codes = codesIn(
      'engine/{verification,audit}/**/*.ts',
      /(?:code: |fault\(\s*|giveUp\(\s*|add\(\s*'(?:fault|warning|note)',\s*)'([a-z0-9-]+)'/g,
    );
    expect(codes.size).toBeGreaterThan(35);
    expect([...codes].filter((code) => !(`finding.${code}` in inEnglish))).toEqual([]);
  });
});

describe('the Urdu of interface, report and terms', () => {
  /** Words that read wrong to an officer, or name twice what has one name already; beside each the word that is used. */
  const forbidden: Record<string, string> = {
    تنہائی: 'علیحدگی',
    جماعت: 'زمرہ',
    پہلو: 'فلٹر',
    کلیدیں: 'کی بورڈ شارٹ کٹس',
    'حروف کا نظام': 'انکوڈنگ',
    سرا: 'ہیڈ',
    کارروائی: 'جانچ',
    اوزار: 'پروگرام',
    ذریعہ: 'ماخذ',
    ذرائع: 'ماخذ',
    پروڈکٹ: 'پروگرام',
  };

  it.each(['interface', 'report', 'terms'])('uses one word for one thing (%s)', (name) => {
    const lines = readFileSync(path.join(source, `../resources/translations/${name}.ur.json`), 'utf8').split('\n');
    for (const [word, instead] of Object.entries(forbidden)) {
      const whole = new RegExp(`(?<![\\u0600-\\u06ff])${word}(?![\\u0600-\\u06ff])`);
      expect(
        lines.filter((line) => whole.test(line)),
        `instead of ${word}: ${instead}`,
      ).toEqual([]);
    }
  });
});
