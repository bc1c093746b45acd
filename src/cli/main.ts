/** The command line: `sabut triage | case | ingest | items | show | report | verify | self-test | serve`. */
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { productVersion } from '../engine/tools.ts';
import { type ProfileName, profileNames } from '../model/profile.ts';
import { describeCaseText } from './commands/case-text.ts';
import { listItems, showItem } from './commands/items.ts';
import { summarise } from './commands/run-summary.ts';
import { generateSample } from './commands/sample.ts';
import { selfTest } from './commands/self-test.ts';
import { Output, type OutputOptions } from './output.ts';
import { exitCodes, withEngine } from './session.ts';

interface ProcessingOptions extends OutputOptions {
  profile: ProfileName;
  workers?: number;
  examiner?: string;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64) throw new InvalidArgumentError('It must be a whole number from 1 to 64.');
  return value;
}

function collect(value: string, earlier: string[]): string[] {
  if (!/^[^=]+=/.test(value)) throw new InvalidArgumentError('It must have the form FIELD=VALUE.');
  return [...earlier, value];
}

const profileOption = () =>
  new Option('--profile <name>', 'quick: digests and type; standard: and metadata; full: and SHA-512, BLAKE3')
    .choices(profileNames)
    .default('standard');
const workersOption = () => new Option('--workers <n>', 'worker processes (default: one a core, at most 8)').argParser(wholeNumber);
const jsonOption = () => new Option('--json', 'one JSON object a line on standard output');
const quietOption = () => new Option('--quiet', 'say nothing but errors');

/** Where a triage without `--case` puts its case: beside where the user stands, named after the evidence. */
function defaultCaseDirectory(evidence: string): string {
  const name = basename(resolve(evidence)).replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'case';
  for (let count = 1; ; count += 1) {
    const path = resolve(`${name}${count === 1 ? '' : `-${count}`}.sabut`);
    if (!existsSync(path)) return path;
  }
}

/** Parses the arguments, does the work and gives the exit code. */
export async function main(argv: string[]): Promise<number> {
  let code: number = exitCodes.done;
  const program = new Command('sabut')
    .description('Triage of seized digital media: evidence in, a verifiable case out. Evidence is only ever read.')
    .version(productVersion)
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text.replace(/^error: /, 'sabut: ')) })
    .showHelpAfterError('Use --help to see how it is used.');

  program
    .command('triage')
    .description('makes a case of evidence folders and processes them; without evidence it makes and triages a sample drive')
    .argument('[evidence...]', 'folders, or points where volumes are mounted (read-only, please)')
    .option('--case <directory>', 'case directory to make (default: named after the evidence, in the current directory)')
    .option('--case-number <text>', 'case or FIR number')
    .option('--examiner <name>', 'who answers for the examination (default: the account)')
    .addOption(profileOption())
    .option('--report <directory>', 'writes the report there too')
    .addOption(workersOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .action(async (given: string[], options: ProcessingOptions & { case?: string; caseNumber?: string; report?: string }) => {
      const output = new Output(options);
      const evidence = given.length > 0 ? given : [await generateSample(output)];
      code = await withEngine(output, options.examiner, async (session) => {
        const { examiner, caseNumber } = options;
        const directory = options.case ?? defaultCaseDirectory(evidence[0] as string);
        await session.call('evidence.check', { evidence });
        await session.call('case.create', {
          directory,
          header: { ...(examiner === undefined ? {} : { examiner }), ...(caseNumber === undefined ? {} : { caseNumber }) },
        });
        const run = await session.call('run.start', {
          evidence,
          profile: options.profile,
          ...(options.workers === undefined ? {} : { workers: options.workers }),
        });
        const result = await summarise(session, output, run);
        if (options.report !== undefined && run.state === 'complete') {
          const report = await session.call('report.write', { directory: options.report });
          output.line(`Report    ${resolve(report.directory)}/index.html (${report.files} files)`);
        }
        return result;
      });
    });

  const caseCommand = program.command('case').description('makes and describes cases');
  caseCommand
    .command('create')
    .description('makes an empty case directory')
    .argument('<directory>')
    .option('--case-number <text>', 'case or FIR number')
    .option('--examiner <name>', 'who answers for the examination (default: the account)')
    .option('--agency <text>', 'agency, for the report')
    .option('--time-zone <zone>', 'zone in which local times are shown', 'Asia/Karachi')
    .addOption(jsonOption())
    .action(
      async (directory: string, options: OutputOptions & Record<'caseNumber' | 'examiner' | 'agency' | 'timeZone', string | undefined>) => {
        const output = new Output(options);
        code = await withEngine(output, options.examiner, async ({ call }) => {
          const { caseNumber, examiner, agency, timeZone } = options;
          const given = { caseNumber, examiner, agency, timeZone };
          const info = await call('case.create', {
            directory,
            header: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
          });
          output.line(`Made ${info.directory}. Add evidence with: sabut ingest ${info.directory} EVIDENCE`);
          output.object(info);
          return exitCodes.done;
        });
      },
    );
  caseCommand
    .command('info')
    .description('describes a case: header, sources, runs, coverage, audit log')
    .argument('<directory>')
    .addOption(jsonOption())
    .action(async (directory: string, options: OutputOptions) => {
      const output = new Output(options);
      code = await withEngine(output, undefined, async ({ call }) => {
        const info = await call('case.open', { directory });
        output.object(info);
        output.line(describeCaseText(info));
        return exitCodes.done;
      });
    });

  program
    .command('ingest')
    .description('adds evidence to a case and processes it, or goes on with a run that was stopped')
    .argument('<directory>', 'case directory')
    .argument('[evidence...]')
    .option('--resume', 'go on with the last run')
    .option('--cross-file-systems', 'descend into other file systems mounted below the evidence')
    .option('--examiner <name>', 'who answers for the examination')
    .addOption(profileOption())
    .addOption(workersOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .action(
      async (
        directory: string,
        evidence: string[],
        options: ProcessingOptions & { resume?: boolean; crossFileSystems?: boolean },
        command: Command,
      ) => {
        const output = new Output(options);
        if ((options.resume === true) === evidence.length > 0) {
          output.error('Name evidence to add, or use --resume to go on with the last run; not both, not neither.');
          code = exitCodes.usage;
          return;
        }
        code = await withEngine(output, options.examiner, async (session) => {
          const workers = options.workers === undefined ? {} : { workers: options.workers };
          await session.call('case.open', { directory });
          const profile = command.getOptionValueSource('profile') === 'cli' ? { profile: options.profile } : {};
          const run =
            options.resume === true
              ? await session.call('run.resume', { ...profile, ...workers })
              : await session.call('run.start', {
                  evidence,
                  profile: options.profile,
                  crossFileSystems: options.crossFileSystems === true,
                  ...workers,
                });
          return summarise(session, output, run);
        });
      },
    );

  program
    .command('items')
    .description('lists items of a case')
    .argument('<directory>', 'case directory')
    .option('--where <field=value>', 'only items whose field has the value; may be given more than once', collect, [])
    .addOption(new Option('--format <format>', 'form of the list').choices(['table', 'csv', 'jsonl', 'hashdeep', 'dfxml']).default('table'))
    .option('--output <file>', 'writes to a new file instead of standard output')
    .action(async (directory: string, options: { where: string[]; format: string; output?: string }) => {
      const output = new Output({});
      code = await withEngine(output, undefined, (session) => listItems(session, output, directory, options));
    });

  program
    .command('show')
    .description('shows all that a case holds about one item')
    .argument('<directory>', 'case directory')
    .argument('<item>', 'id of the item, or its path')
    .addOption(jsonOption())
    .action(async (directory: string, item: string, options: OutputOptions) => {
      const output = new Output(options);
      code = await withEngine(output, undefined, (session) => showItem(session, output, directory, item));
    });

  program
    .command('report')
    .description('writes the report and the item lists')
    .argument('<directory>', 'case directory')
    .requiredOption('--output <directory>', 'new or empty directory')
    .addOption(new Option('--language <language>', 'language of the report').choices(['en', 'ur']).default('en'))
    .option('--examiner <name>', 'who answers for it')
    .addOption(jsonOption())
    .addOption(quietOption())
    .action(async (directory: string, options: OutputOptions & { output: string; language: 'en' | 'ur'; examiner?: string }) => {
      const output = new Output(options);
      code = await withEngine(output, options.examiner, async ({ call }) => {
        await call('case.open', { directory });
        const report = await call('report.write', { directory: options.output, language: options.language });
        output.object({ event: 'done', ...report });
        output.line(`Wrote ${resolve(report.directory)}/index.html and ${report.files - 1} other files on ${report.items} items.`);
        return exitCodes.done;
      });
    });

  program
    .command('verify')
    .description('checks the database, the audit log and its checkpoints, and with --evidence hashes the evidence again')
    .argument('<directory>', 'case directory')
    .option('--evidence', 'read and hash the evidence again')
    .option('--head <sha256>', 'head of the audit log as it was printed on an earlier report')
    .option('--examiner <name>', 'who answers for it')
    .addOption(jsonOption())
    .addOption(quietOption())
    .action(async (directory: string, options: OutputOptions & { evidence?: boolean; head?: string; examiner?: string }) => {
      const output = new Output(options);
      code = await withEngine(output, options.examiner, async ({ call }) => {
        await call('case.open', { directory });
        const result = await call('case.verify', {
          evidence: options.evidence === true,
          ...(options.head === undefined ? {} : { printedHead: options.head }),
        });
        output.object({ event: 'done', ...result });
        for (const { severity, code: findingCode, message } of result.findings) {
          if (severity === 'fault') output.error(`${findingCode}: ${message}`);
          else output.line(`note: ${message}`);
        }
        output.line(
          `${result.itemsChecked} items checked against the audit log${options.evidence ? `, ${result.evidenceChecked} files hashed again` : ''}.`,
        );
        output.line(`Audit     ${result.audit.entries} entries, head ${result.audit.head}`);
        output.line(result.ok ? 'No fault was found.' : 'FAULTS WERE FOUND, see above.');
        return result.ok ? exitCodes.done : exitCodes.failed;
      });
    });

  program
    .command('self-test')
    .description('triages known material and prints whether every answer was right, with the versions that gave it')
    .addOption(jsonOption())
    .action(async (options: OutputOptions) => {
      code = await selfTest(new Output(options));
    });

  program
    .command('serve')
    .description('shows the interface in a browser on this machine only')
    .argument('[case]', 'case directory to open')
    .option('--port <n>', 'port on 127.0.0.1 (default: any free one)', (text) => Number(text))
    .option('--open', 'open the system browser')
    .action(async (directory: string | undefined, options: { port?: number; open?: boolean }) => {
      const { serve } = await import('./commands/serve.ts');
      code = await serve(directory, options);
    });

  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    code = thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  return code;
}
