/** What goes onto the drive: the odd entries, then families of ordinary files in fixed proportions. */
import { doc, docx, odt, pdf, xlsx } from './contents/documents.ts';
import { oddEntries, oddNames, type Requirement, renamedFiles } from './contents/oddities.ts';
import {
  cameraPhotograph,
  heifPhotograph,
  largePhotograph,
  messengerPhotograph,
  scan,
  screenshot,
  webPicture,
} from './contents/pictures.ts';
import { archive, database, film, program, shortcut, sound } from './contents/programs.ts';
import { chatExport, mailbox, mailMessage, note, webPage } from './contents/texts.ts';
import type { PicturePool } from './picture-pool.ts';
import type { FileFamily, PlannedEntry, PlannedFile } from './planned-entry.ts';
import type { RandomStream } from './random.ts';

/** Families of ordinary files with their share in per mille. */
const families: readonly (readonly [name: string, share: number, family: FileFamily])[] = [
  ['camera photograph', 345, cameraPhotograph],
  ['messenger photograph', 35, messengerPhotograph],
  ['heif photograph', 20, heifPhotograph],
  ['screenshot', 55, screenshot],
  ['web picture', 45, webPicture],
  ['scan', 5, scan],
  ['note', 130, note],
  ['chat export', 30, chatExport],
  ['web page', 65, webPage],
  ['pdf', 60, pdf],
  ['docx', 40, docx],
  ['xlsx', 30, xlsx],
  ['odt', 8, odt],
  ['doc', 7, doc],
  ['mail message', 45, mailMessage],
  ['mailbox', 4, mailbox],
  ['archive', 16, archive],
  ['database', 12, database],
  ['program', 10, program],
  ['shortcut', 10, shortcut],
  ['sound', 20, sound],
  ['film', 8, film],
];

const duplicateNames = ['phone/Download/', 'laptop/Users/kamran/Desktop/Copy of ', 'usb/Backups/Copies/'];
const fixedDuplicates = 6;

export interface DrivePlan {
  /** Number of entries that `entries` yields. */
  total: number;
  entries: Iterable<PlannedEntry>;
  /** What this platform's names cannot express. */
  leftOut: string[];
}

/**
 * Plans about `items` entries (files, links and special files; directories come on top). The odd entries,
 * some sixty, are always there; a family gets at least one file wherever there is room for any.
 */
export function planDrive(random: RandomStream, pool: PicturePool, items: number, sparseSize: number): DrivePlan {
  const request = (name: string, index = 0, count = 1): Parameters<FileFamily>[0] => ({
    random: random.fork(`${name} ${index}`),
    index,
    count,
    pool,
  });
  const leftOut: string[] = [];
  const fixed: PlannedEntry[] = [];
  for (const { entry, requirement } of oddNames(request('odd names'))) {
    if (satisfied(requirement)) fixed.push(entry);
    else
      leftOut.push(
        `${requirement === 'raw-names' ? 'a name that is not UTF-8 or not normalised' : 'a name with characters that Windows forbids'}: not possible on ${process.platform}`,
      );
  }
  fixed.push(
    ...renamedFiles(request('renamed')),
    ...oddEntries(request('odd entries'), sparseSize),
    largePhotograph(request('large photograph')),
  );

  const ordinary = Math.max(0, items - fixed.length);
  const duplicates = Math.min(ordinary, Math.max(fixedDuplicates, Math.round(ordinary * 0.015)));
  const counts = proportions(ordinary - duplicates);

  function* entries(): Generator<PlannedEntry> {
    yield* fixed;
    const originals: PlannedFile[] = [];
    for (const [name, , family] of families) {
      const count = counts.get(name) ?? 0;
      for (let index = 0; index < count; index++) {
        const file = family(request(name, index, count));
        if (index < 4) originals.push(file);
        yield file;
      }
    }
    const chooser = random.fork('duplicates');
    for (let index = 0; index < duplicates && originals.length > 0; index++) {
      const original = chooser.pick(originals);
      const name = String(original.path).split('/').at(-1) as string;
      yield {
        ...original,
        path: `${chooser.pick(duplicateNames)}${name}`,
        modifiedAt: original.modifiedAt + 86_400 * chooser.integer(1, 90),
      };
    }
  }
  return { total: fixed.length + (ordinary > duplicates ? ordinary : 0), entries: entries(), leftOut };
}

function satisfied(requirement: Requirement): boolean {
  if (requirement === 'raw-names') return process.platform !== 'win32' && process.platform !== 'darwin';
  return requirement === 'any' || process.platform !== 'win32';
}

/** Splits a number by the families' shares; the largest remainders get what rounding leaves. */
function proportions(files: number): Map<string, number> {
  const whole = families.reduce((sum, [, share]) => sum + share, 0);
  const exact = families.map(([name, share]) => ({ name, amount: (files * share) / whole }));
  const counts = new Map(exact.map(({ name, amount }) => [name, files >= families.length ? Math.max(1, Math.floor(amount)) : 0]));
  let rest = files - [...counts.values()].reduce((sum, count) => sum + count, 0);
  const ranked = [...exact].sort((one, other) => (other.amount % 1) - (one.amount % 1) || other.amount - one.amount);
  for (let turn = 0; rest > 0; turn++, rest--) {
    const { name } = ranked[turn % ranked.length] as { name: string };
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const largest = families[0]?.[0] as string;
  counts.set(largest, (counts.get(largest) ?? 0) + Math.min(0, rest));
  return counts;
}
