/** Shell links against what libyal's lnkinfo says of them. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemLink } from '../../src/extractors/system/link/index.ts';
import { isTimestamp } from '../../src/model/field.ts';
import { type Collected, collect } from '../extractors/run-extractor.ts';
import { Agreement } from './agreement.ts';

const corpora = path.join(import.meta.dirname, '../../../shared/corpora');
const present = fs.existsSync(path.join(corpora, 'expected/windows/lnkinfo.txt'));

const noVolume = 'the link has no volume (only a network share); lnkinfo prints zeros for it';
const surrogate = 'an unpaired surrogate, which is kept here; lnkinfo replaces it together with the dot behind it';

/** Differences with their reason. */
const explanations: Record<string, string> = {
  'driveType: windows/ez-lnk/Misc/native.xp.20.test': noVolume,
  'driveSerialNumber: windows/ez-lnk/Misc/native.xp.20.test': noVolume,
  'driveType: windows/ez-lnk/Misc/remote.directory.xp.test': noVolume,
  'driveSerialNumber: windows/ez-lnk/Misc/remote.directory.xp.test': noVolume,
  'targetPath: windows/plaso/unpaired_surrogate.lnk': surrogate,
  'relativePath: windows/plaso/unpaired_surrogate.lnk': surrogate,
};

interface Report {
  file: string;
  /** Values of the top level, by label. */
  values: Map<string, string>;
}

function parseReports(text: string): Report[] {
  return text
    .split(/^##### /m)
    .slice(1)
    .map((block) => {
      const lines = block.split('\n');
      const file = (lines[0] as string).replace(/ exit \d+$/, '');
      const values = new Map<string, string>();
      for (const line of lines) {
        const match = /^\t([A-Z][A-Za-z ]*?)\t+: (.*)$/.exec(line);
        if (match !== null && !values.has(match[1] as string)) values.set(match[1] as string, match[2] as string);
      }
      return { file, values };
    });
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Jul 14, 2009 04:53:59.043247400 UTC` as our ISO form with seven digits; `Not set (0)` as null. */
function isoOf(text: string | undefined): string | null {
  const match = /^(\w{3}) (\d{2}), (\d{4}) (\d{2}:\d{2}:\d{2})\.(\d{7})\d{2} UTC$/.exec(text ?? '');
  if (match === null) return null;
  const month = String(months.indexOf(match[1] as string) + 1).padStart(2, '0');
  return `${match[3]}-${month}-${match[2]}T${match[4]}.${match[5]}Z`;
}

function time(collected: Collected, field: string): string | null {
  const value = collected.artefacts[0]?.fields[field];
  return value !== undefined && isTimestamp(value) ? value.iso : null;
}

const text = (collected: Collected, field: string) => collected.artefacts[0]?.fields[field] ?? null;

const textFields = [
  ['description', 'Description'],
  ['relativePath', 'Relative path'],
  ['workingDirectory', 'Working directory'],
  ['arguments', 'Command line arguments'],
  ['environmentPath', 'Environment variables location'],
  ['volumeLabel', 'Volume label'],
  ['driveSerialNumber', 'Drive serial number'],
  ['machineId', 'Machine identifier'],
  ['droidVolumeId', 'Droid volume identifier'],
  ['droidFileId', 'Droid file identifier'],
  ['birthDroidVolumeId', 'Birth droid volume identifier'],
  ['birthDroidFileId', 'Birth droid file identifier'],
] as const;

const nil = '00000000-0000-0000-0000-000000000000';

function compareAll(agreement: Agreement, report: Report, collected: Collected): void {
  const said = (label: string) => {
    const value = report.values.get(label);
    return value === undefined || value.trim() === '' || value === nil ? null : value;
  };
  agreement.compare('targetCreatedAt', report.file, time(collected, 'targetCreatedAt'), isoOf(said('Creation time') ?? undefined));
  agreement.compare('targetModifiedAt', report.file, time(collected, 'targetModifiedAt'), isoOf(said('Modification time') ?? undefined));
  agreement.compare('targetAccessedAt', report.file, time(collected, 'targetAccessedAt'), isoOf(said('Access time') ?? undefined));
  agreement.compare('targetSize', report.file, text(collected, 'targetSize'), Number.parseInt(said('File size') ?? '', 10));
  const driveType = /^(\w+).*\(\d+\)$/.exec(said('Drive type') ?? '')?.[1]?.toLowerCase() ?? null;
  agreement.compare('driveType', report.file, text(collected, 'driveType'), driveType);
  const target = said('Local path') ?? said('Network path');
  if (target !== null) agreement.compare('targetPath', report.file, text(collected, 'targetPath'), target);
  // lnkinfo prints the icon's place with variables where the link has it, else the one without.
  const icon = text(collected, 'iconEnvironmentPath') ?? text(collected, 'iconLocation');
  if (icon !== null || said('Icon location') !== null) agreement.compare('iconLocation', report.file, icon, said('Icon location'));
  for (const [field, label] of textFields) {
    const theirs = said(label);
    const ours = text(collected, field);
    if (theirs !== null || ours !== null) agreement.compare(field, report.file, ours, theirs);
  }
}

describe.skipIf(!present)(`shell links of the corpus${present ? '' : ' (skipped: ../shared/corpora is absent)'}`, () => {
  test('agree with lnkinfo field by field', async () => {
    const reports = parseReports(fs.readFileSync(path.join(corpora, 'expected/windows/lnkinfo.txt'), 'utf8'));
    const agreement = new Agreement(explanations);
    for (const report of reports) {
      const bytes = fs.readFileSync(path.join(corpora, report.file));
      compareAll(agreement, report, await collect(systemLink, bytes, { mediaType: 'application/x-ms-shortcut' }));
    }
    process.stdout.write(agreement.table(`system/link against lnkinfo, ${reports.length} files`));
    expect(reports.length).toBeGreaterThan(150);
    expect(agreement.unused).toEqual([]);
    for (const [field, share] of Object.entries(agreement.shares)) expect(share, field).toBeGreaterThanOrEqual(0.98);
  });
});
