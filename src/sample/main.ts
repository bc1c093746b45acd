/** `npm run sample -- DIR`: makes a drive of known material. */
import { parseArgs } from 'node:util';
import { toErrorRecord } from '../model/error.ts';
import { defaultItems, defaultSeed, defaultSparseSize, generateSampleDrive } from './generate.ts';

const usage = `Usage: npm run sample -- DIR [--items N] [--seed S] [--sparse BYTES]

Makes the same drive for the same seed: a telephone, a laptop and a USB stick as they might be seized
in Pakistan, all of it invented. DIR must be empty or not exist. What is true of every entry is written
beside it, to DIR.truth.jsonl.

  --items N       entries to make, about (default ${defaultItems})
  --seed S        another seed, another drive (default ${defaultSeed})
  --sparse BYTES  apparent size of the sparse file (default ${defaultSparseSize}; 0 leaves it out)
  --help          this text
`;

class UsageError extends Error {}

function wholeNumber(text: string | undefined, name: string, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,13}$/.test(text)) throw new UsageError(`--${name} takes a whole number, not "${text}".`);
  return Number(text);
}

async function run(): Promise<void> {
  const options = { items: { type: 'string' }, seed: { type: 'string' }, sparse: { type: 'string' }, help: { type: 'boolean' } } as const;
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ options, allowPositionals: true });
  } catch (thrown) {
    throw new UsageError((thrown as Error).message);
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    process.stdout.write(usage);
    return;
  }
  const [directory] = positionals;
  if (directory === undefined || positionals.length !== 1) throw new UsageError('Name one directory.');
  const terminal = process.stderr.isTTY;
  const summary = await generateSampleDrive({
    directory,
    items: wholeNumber(values.items, 'items', defaultItems),
    seed: values.seed ?? defaultSeed,
    sparseSize: wholeNumber(values.sparse, 'sparse', defaultSparseSize),
    onProgress: (written, total) => {
      if (terminal) process.stderr.write(`\r${written} of ${total} entries`);
    },
  });
  if (terminal) process.stderr.write('\r\u001b[K');
  process.stdout.write(
    `${summary.directory}: ${summary.files} files (${(summary.bytes / 1e6).toFixed(1)} MB), ${summary.directories} directories, ${summary.symlinks} symbolic links, ${summary.specials} special files\n`,
  );
  process.stdout.write(`Ground truth: ${summary.truthFile}\n`);
  for (const reason of summary.leftOut) process.stdout.write(`Left out: ${reason}\n`);
}

try {
  await run();
} catch (thrown) {
  if (thrown instanceof UsageError) {
    process.stderr.write(`${thrown.message}\n\n${usage}`);
    process.exitCode = 2;
  } else {
    process.stderr.write(`${toErrorRecord(thrown).message}\n`);
    process.exitCode = 1;
  }
}
