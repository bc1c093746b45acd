/** An engine in memory, for looking at the interface and testing it by itself. Holds made-up items and keeps every promise of the contract. */
import type { CallInput, CallName, CallOptions, CallOutput, EventName, EventPayload } from '../../src/contract/engine-api.ts';
import type { EngineConnection } from '../../src/contract/host-api.ts';
import type { Filter, ItemRow, Progress, Sort } from '../../src/contract/schemas.ts';
import { EngineError, type ErrorRecord } from '../../src/model/error.ts';
import { application, type CaseInfo, caseDirectory, caseInfo, header, itemOf, places, recentCases, started } from './fixture-case.ts';
import { chosen, facetsOf, foldersOf, generator, hexOf, histogramOf, madeItem, rangesOf } from './fixture-items.ts';

export interface FixtureSetting {
  /** Number of items; from 100 000 on they are made row by row and cannot be filtered. */
  items: number;
  /** Whether a case is open at the start. */
  open: boolean;
  /** A run under way, paused, or none. */
  run: 'none' | 'running' | 'interrupted';
  settings: Record<string, string>;
  /** Calls that fail, with the error's code. */
  failing: Partial<Record<CallName, 'internal' | 'storage-full' | 'source-changed' | 'case-locked' | 'source-unavailable'>>;
  /** What goes beside that code. */
  failure: ErrorRecord['details'];
  /** Draws a picture for a seed, as PNG. */
  drawPicture(seed: number, edge: number, greyScale: boolean): Promise<Uint8Array<ArrayBuffer>>;
}

type Tag = CallOutput<'tags.list'>['tags'][number];
type Exhibit = CallOutput<'exhibits.list'>['exhibits'][number];
type AuditEntry = CallOutput<'audit.page'>['entries'][number];
type Handlers = { [Name in CallName]: (input: CallInput<Name>, options: CallOptions) => Promise<CallOutput<Name>> | CallOutput<Name> };

const manyItems = 100_000;

/** A connection to an engine that lives in this page. */
export function createFixtureEngine(setting: FixtureSetting): EngineConnection {
  const many = setting.items >= manyItems;
  const rows: ItemRow[] = many ? [] : Array.from({ length: setting.items }, (_, index) => madeItem(index));
  const tags: Tag[] = [
    { id: 1, name: 'Relevant', colour: '#d94f45', key: '1', items: 0 },
    { id: 2, name: 'Suspicious', colour: '#e08a2e', key: '2', items: 0 },
    { id: 3, name: 'Victim', colour: '#8e5bd0', key: '3', items: 0 },
    { id: 4, name: 'Device', colour: '#2f80c3', key: '4', items: 0 },
    { id: 5, name: 'Privileged', colour: '#c2448e', key: '9', items: 0 },
    { id: 6, name: 'Not relevant', colour: '#7b8794', key: '0', items: 0 },
  ];
  let exhibits: Exhibit[] = [];
  let waiting: CallOutput<'run.queued'>['waiting'] = [];
  let searches: CallOutput<'searches.list'>['searches'] = [];
  let notes = 'Laptop received sealed, seal no. 4471.\n\nWhatsApp folder holds the voice notes named in the complaint.';
  const settings: Record<string, string> = { ...setting.settings };
  const undoable: { text: string; undo: () => void; redo: () => void }[] = [];
  const undone: typeof undoable = [];
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const audit: AuditEntry[] = [
    { sequence: 1, time: started, actor: 'Insp. Sana Malik', action: 'case-created', details: { name: 'Karachi laptop seizure' } },
    {
      sequence: 2,
      time: '2024-06-03T09:15:10.000Z',
      actor: 'Insp. Sana Malik',
      action: 'source-added',
      details: { source: 'S1', path: '/media/seizure-4471', mountedReadOnly: true },
    },
    {
      sequence: 3,
      time: '2024-06-03T09:15:11.000Z',
      actor: 'Insp. Sana Malik',
      action: 'run-started',
      details: { profile: 'standard', workers: 4 },
    },
    { sequence: 4, time: '2024-06-03T09:41:52.000Z', actor: '', action: 'run-completed', details: { items: setting.items } },
  ];
  let open: CaseInfo | null = null;
  let running = setting.run === 'running';
  let ticks = 0;

  function record(action: string, details: Record<string, unknown>): void {
    audit.push({
      sequence: audit.length + 1,
      time: `2024-06-03T10:${String(audit.length % 60).padStart(2, '0')}:00.000Z`,
      actor: 'Insp. Sana Malik',
      action,
      details,
    });
  }

  function tell<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  }

  function change(text: string, topics: EventPayload<'changed'>['topics'], redo: () => void, undo: () => void): void {
    redo();
    undoable.push({ text, undo, redo });
    undone.length = 0;
    tell('changed', { topics: [...topics, 'audit'] });
  }

  function progress(): Progress {
    const total = 48_211;
    const items = Math.min(total, 31_870 + ticks * 13);
    return {
      phase: 'processing',
      items,
      totalItems: total,
      bytes: items * 1_130_000,
      totalBytes: total * 1_130_000,
      rate: 182_000_000,
      remaining: 101,
      path: 'Users/ali/AppData/Local/Google/Chrome/User Data/Default/History',
      failures: 7,
      state: 'running',
    };
  }

  function describe(): CaseInfo {
    const bytes = many ? setting.items * 1_400_000 : rows.reduce((sum, row) => sum + (row.size ?? 0), 0);
    const run = running ? 'running' : setting.run === 'interrupted' ? 'interrupted' : 'none';
    return caseInfo({ items: setting.items, bytes, run, auditEntries: audit.length });
  }

  if (setting.open) open = describe();
  if (running) {
    setInterval(() => {
      if (!running) return;
      ticks += 1;
      tell('progress', progress());
    }, 250);
  }

  function found(filters: readonly Filter[], sort: readonly Sort[] = []): ItemRow[] {
    return chosen(rows, filters, sort);
  }

  function rowOf(id: string): ItemRow {
    const row = many ? madeItem(0) : rows.find((candidate) => candidate.id === id);
    if (row === undefined) throw new EngineError('not-found', 'There is no item with this id.');
    return many ? { ...row, id } : row;
  }

  function idsOf(selection: CallInput<'tags.apply'>['selection']): string[] {
    return 'ids' in selection ? selection.ids : found(selection.filters).map((row) => row.id);
  }

  function renumber(): void {
    exhibits = exhibits.map((exhibit, index) => ({ ...exhibit, position: index + 1 }));
  }

  async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    if (signal?.aborted) throw new EngineError('cancelled', 'The call was cancelled.');
  }

  /** A job of some steps, each of which is told. */
  async function work(steps: number, options: CallOptions): Promise<void> {
    for (let step = 1; step <= steps; step += 1) {
      await pause(60, options.signal);
      options.onProgress?.({ ...progress(), phase: 'verifying', items: step * 10, totalItems: steps * 10, path: null });
    }
  }

  /** A byte string that looks like a file's. */
  function bytesOf(row: ItemRow, offset: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, (row.size ?? 0) - offset)));
    const text = new TextEncoder().encode('Meeting with the supplier on Friday. ');
    for (const index of bytes.keys())
      bytes[index] = (offset + index) % 160 < 64 ? (text[(offset + index) % text.length] as number) : ((offset + index) * 31) % 251;
    return bytes;
  }

  const handlers: Handlers = {
    'application.describe': () => application,
    'case.create': () => {
      open = describe();
      record('case-created', {});
      tell('changed', { topics: ['case'] });
      return open;
    },
    'case.open': () => {
      open = describe();
      tell('changed', { topics: ['case'] });
      return open;
    },
    'case.close': () => {
      open = null;
      tell('changed', { topics: ['case'] });
      return {};
    },
    'case.info': () => describe(),
    'case.current': () => (open === null ? null : describe()),
    'case.describe': ({ header: change }) => ({ ...header(), ...(change as object) }),
    'case.recent': () => ({ cases: recentCases }),
    'case.verify': async ({ evidence }, options) => {
      await work(8, options);
      record('case-verified', { result: 'no fault' });
      tell('changed', { topics: ['audit', 'case'] });
      return {
        ok: true,
        findings: [
          {
            severity: 'note',
            code: 'no-printed-head',
            message: 'Without a printed head, a log that was cut short cannot be told from a complete one.',
          },
        ],
        audit: describe().audit,
        itemsChecked: setting.items,
        membersChecked: 0,
        rowsChecked: {},
        evidenceChecked: evidence ? setting.items : 0,
      };
    },
    'sample.open': async (_input, options) => {
      await work(6, options);
      open = describe();
      tell('changed', { topics: ['case'] });
      return open;
    },
    'folders.places': () => places,
    'folders.make': ({ parent, name }) => ({ path: `${parent}/${name}` }),
    'folders.list': ({ path }) =>
      path === null
        ? {
            path: null,
            parent: null,
            folders: [
              { name: '/media', path: '/media', isCase: false },
              { name: '/cases', path: '/cases', isCase: false },
            ],
          }
        : {
            path,
            parent: path.includes('/', 1) ? path.slice(0, path.lastIndexOf('/')) : null,
            folders:
              path === '/cases'
                ? [
                    { name: 'Karachi-laptop.sabut', path: caseDirectory, isCase: true },
                    { name: 'old', path: '/cases/old', isCase: false },
                  ]
                : ['seizure-4471', 'usb', 'دستاویزات'].map((name) => ({ name, path: `${path}/${name}`, isCase: false })),
          },
    'evidence.check': ({ evidence }) => ({
      sources: evidence.map((path) => ({
        path,
        label: path.split('/').at(-1) ?? path,
        fileSystem: 'ext4',
        mountedReadOnly: !path.includes('usb'),
      })),
    }),
    'run.start': async (_input, options) => {
      running = true;
      tell('progress', progress());
      await work(12, options);
      running = false;
      tell('changed', { topics: ['run', 'case', 'items'] });
      return describe().runs[0] as CaseInfo['runs'][number];
    },
    'run.resume': async (_input, options) => handlers['run.start']({ evidence: ['/'], profile: 'standard' }, options),
    'run.queue': (wish, options) => {
      if (running)
        waiting = [
          ...waiting,
          { ...wish, crossFileSystems: wish.crossFileSystems ?? false, key: audit.length + 1, examiner: 'Insp. Sana Malik' },
        ];
      else void handlers['run.start'](wish, options);
      record('run-queued', {});
      tell('changed', { topics: ['run', 'audit'] });
      return { waiting, fault: null };
    },
    'run.unqueue': ({ key }) => {
      waiting = waiting.filter((wish) => wish.key !== key);
      tell('changed', { topics: ['run'] });
      return { waiting, fault: null };
    },
    'run.queued': () => ({ waiting, fault: null }),
    'run.next': () => ({}),
    'run.cancel': () => {
      running = false;
      tell('changed', { topics: ['run'] });
      return {};
    },
    'run.pause': () => {
      running = false;
      tell('changed', { topics: ['run'] });
      return {};
    },
    'run.state': () => (running ? progress() : null),
    'items.page': ({ filters, sort, offset, limit }) => {
      if (many) {
        const count = Math.max(0, Math.min(limit, setting.items - offset));
        return { total: setting.items, rows: Array.from({ length: count }, (_, index) => madeItem(offset + index)) };
      }
      const all = found(filters, sort);
      return { total: all.length, rows: all.slice(offset, offset + limit) };
    },
    'items.around': ({ filters, sort, id, pageSize, reach }) => {
      const all = many ? [] : found(filters, sort);
      const total = many ? setting.items : all.length;
      const at = many ? 0 : all.findIndex((row) => row.id === id);
      const offset = Math.floor(Math.max(0, at - reach) / pageSize) * pageSize;
      const end = Math.min(total, at < 0 ? pageSize : (Math.floor((at + reach) / pageSize) + 1) * pageSize);
      const rows = many ? Array.from({ length: end - offset }, (_, index) => madeItem(offset + index)) : all.slice(offset, end);
      return { total, position: at < 0 ? null : at, offset, rows };
    },
    'items.position': ({ filters, sort, id, step }) => {
      if (many) return { position: 0, id };
      const all = found(filters, sort);
      const at = all.findIndex((row) => row.id === id);
      if (step === 'self') return { position: at < 0 ? null : at, id: at < 0 ? null : id };
      const direction = step === 'next-untagged' ? 1 : -1;
      for (let index = at + direction; index >= 0 && index < all.length; index += direction) {
        const row = all[index] as ItemRow;
        if (row.tags.length === 0) return { position: index, id: row.id };
      }
      return { position: null, id: null };
    },
    'items.facets': ({ filters }) => (many ? { facets: [] } : facetsOf(rows, filters)),
    'items.ranges': ({ filters, field, ranges }) => ({ counts: many ? ranges.map(() => 0) : rangesOf(rows, filters, field, ranges) }),
    'items.folders': ({ source, path }) => foldersOf(rows, source, path),
    'items.get': ({ id }) => {
      const row = rowOf(id);
      return {
        row,
        item: itemOf(row),
        children: [],
        sameContent: rows.filter((other) => other.sha256 === row.sha256 && other.id !== id).slice(0, 12),
        custody: audit.filter((entry) => entry.details['item'] === id),
      };
    },
    'items.bytes': ({ id, offset, length }) => {
      const row = rowOf(id);
      return { bytes: bytesOf(row, offset, length), size: row.size ?? 0, changed: false };
    },
    'items.find': ({ id, pattern, from }) => {
      const offset = Math.ceil((from + 1) / 160) * 160;
      return { offset: pattern.startsWith('4d656574') && offset < (rowOf(id).size ?? 0) ? offset : null };
    },
    'items.digest': ({ offset, length }) => ({ md5: hexOf(offset, 32), sha1: hexOf(length, 40), sha256: hexOf(offset + length, 64) }),
    'items.text': ({ id, charset }) => ({
      text:
        rowOf(id).mediaType === 'application/zip'
          ? ''
          : `Dear sir,\nthe amount agreed is Rs 45,000.\n\nالسلام علیکم، رقم بھیج دی گئی ہے۔\n\nHidden: \\u{202e} shown.\n`.repeat(8),
      charset: charset ?? 'utf-8',
      size: 4_120,
      next: null,
    }),
    'items.picture': async ({ id, edge, page, greyScale }, options) => {
      await pause(8, options.signal);
      const row = rowOf(id);
      const seed = Number.parseInt(id.slice(0, 7), 16);
      if (row.status === 'failed')
        return {
          mediaType: null,
          bytes: new Uint8Array(),
          width: 0,
          height: 0,
          pages: 0,
          reason: {
            code: 'unsupported',
            message: 'The content could not be decoded: it ends in the middle.',
            details: { reason: 'content-not-decoded', fault: 'it ends in the middle' },
          },
        };
      const bytes = await setting.drawPicture(seed + page, Math.min(edge, 512), greyScale ?? false);
      return { mediaType: 'image/png', bytes, width: 4032, height: 3024, pages: row.mediaType === 'application/pdf' ? 6 : 1, reason: null };
    },
    'items.histogram': ({ filters, field, buckets }) => histogramOf(found(filters), field, buckets),
    'items.positions': ({ filters, limit }) => {
      const located = found(filters).filter((row) => row.latitude !== null && row.longitude !== null);
      return {
        points: located
          .slice(0, limit)
          .map((row) => ({ id: row.id, latitude: row.latitude as number, longitude: row.longitude as number })),
        total: located.length,
      };
    },
    'tags.list': () => ({ tags: tags.map((tag) => ({ ...tag, items: rows.filter((row) => row.tags.includes(tag.id)).length })) }),
    'tags.save': (input) => {
      const tag = { ...input, id: input.id ?? Math.max(0, ...tags.map((one) => one.id)) + 1, items: 0 };
      const at = tags.findIndex((one) => one.id === tag.id);
      if (at < 0) tags.push(tag);
      else tags[at] = tag;
      tell('changed', { topics: ['tags'] });
      return tag;
    },
    'tags.remove': ({ id }) => {
      tags.splice(
        tags.findIndex((tag) => tag.id === id),
        1,
      );
      for (const row of rows) row.tags = row.tags.filter((tag) => tag !== id);
      tell('changed', { topics: ['tags', 'items'] });
      return {};
    },
    'tags.apply': ({ selection, tag, on }) => {
      const touched = new Set(idsOf(selection).filter((id) => rowOf(id).tags.includes(tag) !== on));
      const set = (value: boolean) => (): void => {
        for (const [index, row] of rows.entries())
          if (touched.has(row.id)) rows[index] = { ...row, tags: value ? [...row.tags, tag] : row.tags.filter((one) => one !== tag) };
      };
      const name = tags.find((one) => one.id === tag)?.name ?? '';
      if (touched.size > 0) {
        record(on ? 'tag-put' : 'tag-taken', { tag: name, items: touched.size, item: [...touched][0] });
        change(`Tag "${name}" ${on ? 'put on' : 'taken off'} ${touched.size} item(s)`, ['items', 'tags'], set(on), set(!on));
      }
      return { changed: touched.size };
    },
    'items.comment': ({ id, text }) => {
      const before = rowOf(id).comment;
      const set = (value: string | null) => (): void => {
        const at = rows.findIndex((row) => row.id === id);
        if (at >= 0) rows[at] = { ...(rows[at] as ItemRow), comment: value };
      };
      record('comment-set', { item: id, text });
      change('Comment', ['items'], set(text === '' ? null : text), set(before));
      return {};
    },
    'review.undo': () => {
      const last = undoable.pop();
      if (last === undefined) return { undone: null, change: null };
      last.undo();
      undone.push(last);
      tell('changed', { topics: ['items', 'tags', 'exhibits'] });
      return { undone: last.text, change: { description: last.text, said: null, items: 1 } };
    },
    'review.redo': () => {
      const last = undone.pop();
      if (last === undefined) return { redone: null, change: null };
      last.redo();
      undoable.push(last);
      tell('changed', { topics: ['items', 'tags', 'exhibits'] });
      return { redone: last.text, change: { description: last.text, said: null, items: 1 } };
    },
    'exhibits.list': () => ({ exhibits: exhibits.map((exhibit) => ({ ...exhibit, item: rowOf(exhibit.item.id) })) }),
    'exhibits.add': ({ ids }) => {
      const fresh = ids.filter((id) => !exhibits.some((exhibit) => exhibit.item.id === id));
      for (const id of fresh) {
        const number = exhibits.length + 1;
        const at = rows.findIndex((row) => row.id === id);
        rows[at] = { ...(rows[at] as ItemRow), exhibit: number };
        exhibits.push({ id: number, position: number, number: `EX-${number}`, description: '', item: rowOf(id) });
      }
      record('exhibit-added', { items: fresh.length });
      tell('changed', { topics: ['exhibits', 'items', 'audit'] });
      return { added: fresh.length };
    },
    'exhibits.save': ({ id, number, position, description }) => {
      const at = exhibits.findIndex((exhibit) => exhibit.id === id);
      const exhibit = {
        ...(exhibits[at] as Exhibit),
        ...(number === undefined ? {} : { number }),
        ...(description === undefined ? {} : { description }),
      };
      exhibits.splice(at, 1);
      exhibits.splice(position === undefined ? at : position - 1, 0, exhibit);
      renumber();
      tell('changed', { topics: ['exhibits'] });
      return exhibit;
    },
    'exhibits.remove': ({ id }) => {
      exhibits = exhibits.filter((exhibit) => exhibit.id !== id);
      renumber();
      tell('changed', { topics: ['exhibits', 'items'] });
      return {};
    },
    'exhibits.export': async ({ directory }, options) => {
      await work(5, options);
      return { files: exhibits.length, bytes: 8_400_000, manifest: `${directory}/SHA256SUMS`, manifestSha256: hexOf(9, 64) };
    },
    'report.write': async ({ directory }, options) => {
      await work(5, options);
      return { directory, files: 9, items: setting.items };
    },
    'report.read': () => ({ bytes: new Uint8Array(), size: 0 }),
    'audit.page': ({ action, text, offset, limit }) => {
      const matching = audit
        .filter(
          (entry) =>
            (action === null || entry.action === action) &&
            (text === null || JSON.stringify(entry).toLowerCase().includes(text.toLowerCase())),
        )
        .toReversed();
      return { total: matching.length, entries: matching.slice(offset, offset + limit), head: describe().audit };
    },
    'case.custody': () => ({
      examiners: [
        {
          name: 'Insp. Sana Malik',
          entries: audit.length,
          firstAt: audit[0]?.time ?? started,
          lastAt: audit.at(-1)?.time ?? started,
          keyFingerprint: '1a2b 3c4d 5e6f 7788',
        },
      ],
      events: audit
        .filter(({ action }) => /^(?:case|source|run|manifest)-/.test(action))
        .map((entry) => ({ ...entry, head: hexOf(entry.sequence, 64) })),
    }),
    'notes.get': () => ({ text: notes }),
    'notes.save': ({ text }) => {
      notes = text;
      return {};
    },
    'searches.list': () => ({ searches }),
    'searches.save': ({ name, filters, sort }) => {
      const id = searches.length + 1;
      searches = [...searches, { id, name, filters, sort }];
      tell('changed', { topics: ['searches'] });
      return { id };
    },
    'searches.remove': ({ id }) => {
      searches = searches.filter((search) => search.id !== id);
      tell('changed', { topics: ['searches'] });
      return {};
    },
    'settings.get': () => ({ settings }),
    'settings.save': ({ settings: change }) => {
      Object.assign(settings, change);
      return {};
    },
  };

  const delay = generator(setting.items);
  return {
    async call<Name extends CallName>(name: Name, input: CallInput<Name>, options: CallOptions = {}): Promise<CallOutput<Name>> {
      await pause(2 + delay() * 6, options.signal);
      const failure = setting.failing[name];
      if (failure !== undefined) throw new EngineError(failure, `${name} was made to fail for this test.`, setting.failure);
      return structuredClone(await handlers[name](input, options));
    },
    on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as never);
      return () => set.delete(listener as never);
    },
    onClose: () => () => {},
    close: () => {},
  };
}
