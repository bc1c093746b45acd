/** What a worker does with one item: read, identify, extract. Every fault of the bytes ends as an outcome. */
import type { Extractor } from '../extractors/define-extractor.ts';
import { acceptsMediaType } from '../extractors/define-extractor.ts';
import { isExtensionMismatch } from '../identification/extension.ts';
import { identify } from '../identification/identify.ts';
import { escapeForDisplay } from '../model/display.ts';
import type { Outcomes } from '../model/outcome.ts';
import type { Configuration, ItemResult, Work, WorkItem } from '../model/processing.ts';
import { memoryReader } from '../model/reader.ts';
import { readZoneIdentifier } from '../sources/folder/alternate-stream.ts';
import { OpenFault } from '../sources/folder/open-evidence.ts';
import { EntropyCounter } from './entropy.ts';
import { childBudget, extract, extractStream } from './extraction.ts';
import { type Content, type EvidenceRoot, readContent } from './read-content.ts';

/** Told before a step that may crash; `hashed` is the item's result so far. */
export type OnStep = (step: string, hashed: ItemResult | null) => void;

/** Reasons in an examiner's words for the system codes that opening meets most. */
const openReasons: Record<string, string> = {
  EACCES: 'The system refused to open it for this user.',
  EPERM: 'The system refused to open it for this user.',
  ENOENT: 'It was listed but is no longer there.',
  ELOOP: 'It became a symbolic link after it was listed; links are not followed.',
  EIO: 'The medium gave an error when it was opened.',
  'not-a-regular-file': 'It is no longer a regular file.',
  'outside-the-source': 'A directory on its path became a link that leads out of the source.',
};

export class ItemProcessor {
  private readonly configuration: Configuration;
  private readonly extractors: readonly Extractor[];
  private readonly roots = new Map<number, EvidenceRoot>();
  private readonly entropy = new EntropyCounter();
  private readonly platform: NodeJS.Platform;

  /** `platform` is the system whose files these are read as: Windows has streams beside their content. */
  constructor(configuration: Configuration, extractors: readonly Extractor[], platform: NodeJS.Platform = process.platform) {
    this.configuration = configuration;
    this.platform = platform;
    this.extractors = extractors;
    for (const [source, { path, ...identity }] of Object.entries(configuration.roots)) {
      this.roots.set(Number(source), { path: Buffer.from(path, 'latin1'), ...identity });
    }
  }

  /**
   * Processes one item. `onOpen` is told its size before its first byte is read.
   * @throws SourceUnavailable where the source, not the item, is at fault.
   */
  async process(item: WorkItem, work: Work, onStep: OnStep, onOpen: (size: number) => void = () => undefined): Promise<ItemResult> {
    if (work.alone) onStep('read', null);
    let content: Content;
    try {
      content = await readContent(
        this.roots.get(item.source) as EvidenceRoot,
        Buffer.from(item.path, 'latin1'),
        item.listed,
        this.configuration.digests,
        this.entropy,
        onOpen,
      );
    } catch (thrown) {
      if (!(thrown instanceof OpenFault) && (thrown as NodeJS.ErrnoException).syscall === undefined) throw thrown;
      return this.unread(item, thrown as OpenFault);
    }
    const result = emptyResult(item.key, content.size, { read: content.partial ? 'partial' : 'done' });
    if (content.readModified !== null) result.readModified = content.readModified.toString();
    result.accessTimeKept = content.accessTimeKept;
    let closed = false;
    try {
      result.digests = content.digests;
      result.entropy = content.entropy;
      result.observations.push(...content.observations);
      await this.identify(result, item, content, work, onStep);
      if (this.configuration.extractors.length > 0) await this.extract(result, item, content, work, onStep);
      closed = true;
      const changed = content.close();
      if (changed.length > 0) {
        result.outcomes.read = 'partial';
        result.observations.push(...changed);
      }
      return result;
    } finally {
      if (!closed) content.close();
    }
  }

  private async identify(result: ItemResult, item: WorkItem, content: Content, work: Work, onStep: OnStep): Promise<void> {
    const given = work.give?.identify;
    if (given !== undefined) {
      result.outcomes.identify = given.outcome;
      result.observations.push(given.observation);
      return;
    }
    if (work.alone) onStep('identify', { ...result });
    const { reader, head, whole } = content;
    const { mediaType, basis, charset } = await identify(reader, head, whole, { thorough: this.configuration.thorough });
    result.mediaType = mediaType;
    result.mediaTypeBasis = basis;
    result.charset = charset;
    result.extensionMismatch = isExtensionMismatch(mediaType, item.extension);
    result.outcomes.identify = 'done';
  }

  private async extract(result: ItemResult, item: WorkItem, content: Content, work: Work, onStep: OnStep): Promise<void> {
    const applies = this.extractors.some((extractor) => result.mediaType !== null && acceptsMediaType(extractor, result.mediaType));
    let told = false;
    const setting = { extractors: this.extractors, digests: this.configuration.digests, thorough: this.configuration.thorough };
    await extract(
      result,
      item.name,
      content.reader,
      setting,
      { count: childBudget.count, bytes: childBudget.bytes },
      0,
      work.give,
      (step) => {
        // In a batch one word before the first extractor is enough to know the item; alone, each step is told.
        if (applies && (work.alone || !told)) onStep(step, { ...result });
        told = true;
      },
    );
    const origin = readZoneIdentifier((this.roots.get(item.source) as EvidenceRoot).path, Buffer.from(item.path, 'latin1'), this.platform);
    if (origin !== null) await extractStream(result, item.name, 'text/x-zone-identifier', memoryReader(origin), setting);
  }

  /** The result of an item that could not be opened or read at all. */
  private unread(item: WorkItem, fault: { code?: string; message: string }): ItemResult {
    const outcomes: Outcomes = { read: 'failed', identify: 'skipped(not-read)' };
    for (const extractor of this.configuration.extractors) outcomes[extractor] = 'skipped(not-read)';
    const result = emptyResult(item.key, 0, outcomes);
    const code = fault.code ?? 'EUNKNOWN';
    result.observations.push({
      severity: 'warning',
      code: 'not-read',
      message: openReasons[code] ?? `It could not be read: ${escapeForDisplay(fault.message)}.`,
      step: 'read',
      place: code,
    });
    return result;
  }
}

function emptyResult(key: number, size: number, outcomes: Outcomes): ItemResult {
  return {
    key,
    digests: {},
    size,
    mediaType: null,
    mediaTypeBasis: null,
    charset: null,
    extensionMismatch: false,
    entropy: null,
    outcomes,
    observations: [],
    artefacts: [],
    children: [],
  };
}
