/** A case over files that a test makes, with an engine of its own, whose viewing processes the test can count and strike. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CallInput, CallName, CallOutput } from '../../src/contract/engine-api.ts';
import type { ItemRow } from '../../src/contract/schemas.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { expectedIsolation, spawnNodeViewer, spawnNodeWorker } from '../../src/engine/processes/node-worker.ts';
import { standardDeadline } from '../../src/engine/processing/start-run.ts';
import { systemClock } from '../../src/model/clock.ts';
import type { SpawnWorker } from '../../src/model/processing.ts';
import type { SpawnViewer } from '../../src/model/viewing.ts';

type Viewer = ReturnType<SpawnViewer>;

export class CaseBench {
  readonly directory: string;
  readonly evidence: string;
  readonly engine: Engine;
  /** Every viewing process that was started. */
  readonly viewers: Viewer[] = [];
  /** Called with each process after it was asked something. */
  onAsked: (viewer: Viewer) => void = () => undefined;

  constructor(name: string, spawnWorker: SpawnWorker = spawnNodeWorker) {
    this.directory = realpathSync(mkdtempSync(join(tmpdir(), `sabut-${name}-`)));
    this.evidence = join(this.directory, 'evidence');
    mkdirSync(this.evidence);
    this.engine = createEngine({
      clock: systemClock,
      randomId: () => '0'.repeat(32),
      process: process.pid,
      host: 'test',
      productVersion: '0',
      keyStore: join(this.directory, 'keys'),
      spawnWorker,
      spawnViewer: (request) => this.watch(spawnNodeViewer(request)),
      isolation: expectedIsolation(),
      deadline: standardDeadline,
    });
  }

  private watch(viewer: Viewer): Viewer {
    const watched: Viewer = {
      pid: viewer.pid,
      isolation: viewer.isolation,
      post: (message) => {
        viewer.post(message);
        this.onAsked(watched);
      },
      onMessage: (listener) => viewer.onMessage(listener),
      onExit: (listener) => viewer.onExit(listener),
      kill: () => viewer.kill(),
    };
    this.viewers.push(watched);
    return watched;
  }

  get caseDirectory(): string {
    return join(this.directory, 'case.sabut');
  }

  put(path: string, bytes: Uint8Array | string): void {
    const place = join(this.evidence, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }

  call<Name extends CallName>(name: Name, input: CallInput<Name>, signal?: AbortSignal): Promise<CallOutput<Name>> {
    return this.callAs('Ayesha Khan', name, input, signal);
  }

  callAs<Name extends CallName>(
    examiner: string,
    name: Name,
    input: CallInput<Name>,
    signal = new AbortController().signal,
  ): Promise<CallOutput<Name>> {
    const answer = this.engine.useCases[name] as unknown as (input: unknown, call: unknown) => Promise<CallOutput<Name>>;
    return answer(input, { examiner, signal, onProgress: () => undefined });
  }

  /** Makes the case. */
  async make(further: Partial<CallInput<'case.create'>> = {}): Promise<void> {
    await this.call('case.create', { directory: this.caseDirectory, header: {}, ...further });
  }

  /** Makes the case and processes the evidence; gives the rows by their paths. */
  async process(profile: CallInput<'run.start'>['profile'] = 'standard'): Promise<Map<string, ItemRow>> {
    await this.make();
    await this.call('run.start', { evidence: [this.evidence], profile, workers: 1 });
    const { rows } = await this.call('items.page', { filters: [], sort: [{ field: 'path', descending: false }], offset: 0, limit: 1000 });
    return new Map(rows.map((row) => [row.path, row]));
  }

  async end(): Promise<void> {
    await this.engine.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
