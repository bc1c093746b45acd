/** Runs extractors over one item's bytes and takes what they say, within bounds, children included. */
import { acceptsMediaType, type Extractor, type ExtractorContext } from '../extractors/define-extractor.ts';
import { extensionOf, isExtensionMismatch } from '../identification/extension.ts';
import { identify } from '../identification/identify.ts';
import type { DigestAlgorithm } from '../model/digest.ts';
import { escapeForDisplay } from '../model/display.ts';
import type { Observation } from '../model/outcome.ts';
import type { ChildResult, ContentResult, Work } from '../model/processing.ts';
import type { ByteReader } from '../model/reader.ts';
import { holdToDeclaration } from './declared-fields.ts';
import { DigestStream, digestAtOnce } from './digesting.ts';
import { EntropyCounter } from './entropy.ts';

/** Bounds on what one item may bring forth (HARDENING, "bomb budgets"). */
export const childBudget = { depth: 8, count: 100_000, bytes: 2 * 1024 ** 3 };
const observationLimit = 200;
const artefactLimit = 100_000;
/** Characters of an observation's message, and of its place. */
const messageLimit = 4000;
const childChunk = 1024 * 1024;

export interface ExtractionSetting {
  extractors: readonly Extractor[];
  digests: readonly DigestAlgorithm[];
  thorough: boolean;
}

/** What is left of an item's budget; shared by all that comes out of it. */
export interface Budget {
  count: number;
  bytes: number;
}

/** Called before each extractor, so that a crash can be laid at its door. */
export type OnStep = (step: string) => void;

/** Runs every extractor that takes the content's type and completes `result` with outcomes, artefacts, observations and children. */
export async function extract(
  result: ContentResult,
  name: string,
  reader: ByteReader,
  setting: ExtractionSetting,
  budget: Budget,
  depth: number,
  give: Work['give'],
  onStep: OnStep,
): Promise<void> {
  for (const extractor of setting.extractors) {
    if (result.mediaType === null || !acceptsMediaType(extractor, result.mediaType)) {
      result.outcomes[extractor.id] = 'not-applicable';
      continue;
    }
    const given = depth === 0 ? give?.[extractor.id] : undefined;
    if (given !== undefined) {
      result.outcomes[extractor.id] = given.outcome;
      result.observations.push(given.observation);
      continue;
    }
    if (extractor.limits.maximumSize !== undefined && reader.size > extractor.limits.maximumSize) {
      result.outcomes[extractor.id] = 'skipped(over-size-limit)';
      continue;
    }
    if (depth === 0) onStep(extractor.id);
    await runOne(extractor, result, { name, mediaType: result.mediaType, reader }, setting, budget, depth);
  }
}

/** Runs the extractors of a type over a stream that lies beside the content; what they find belongs to the item itself. */
export async function extractStream(
  result: ContentResult,
  name: string,
  mediaType: string,
  reader: ByteReader,
  setting: ExtractionSetting,
): Promise<void> {
  for (const extractor of setting.extractors)
    if (acceptsMediaType(extractor, mediaType))
      await runOne(extractor, result, { name, mediaType, reader }, setting, { count: childBudget.count, bytes: childBudget.bytes }, 0);
}

/** What an extractor is run over. */
type Extracted = Pick<ExtractorContext, 'name' | 'mediaType' | 'reader'>;

async function runOne(
  extractor: Extractor,
  result: ContentResult,
  extracted: Extracted,
  setting: ExtractionSetting,
  budget: Budget,
  depth: number,
): Promise<void> {
  const step = extractor.id;
  const observe = (observation: Omit<Observation, 'step'>) => {
    if (result.observations.length < observationLimit) result.observations.push({ ...observation, step });
  };
  // Why a step ended before its time is said once a step, so it needs no limit, and must not fall victim to one.
  const observeEnd = (observation: Omit<Observation, 'step'>) => result.observations.push({ ...observation, step });
  let incomplete = false;
  try {
    for await (const emission of extractor.run({ ...extracted, signal: neverAborted })) {
      if (emission.kind === 'artefact') {
        const { fields, sources, refused } = holdToDeclaration(extractor.produces, emission.fields, emission.sources);
        if (refused.length > 0) {
          incomplete = true;
          observe(refusal(refused));
        }
        if (Object.keys(fields).length > 0) {
          if (result.artefacts.length >= artefactLimit) throw new RangeError(`more than ${artefactLimit} records in one item`);
          result.artefacts.push({ extractor: extractor.id, version: extractor.version, fields, sources });
        }
      } else if (emission.kind === 'observation') observe(toObservation(emission));
      else if (emission.kind === 'incomplete') incomplete = true;
      else if (emission.kind === 'child') {
        const { name: childName, content } = emission;
        if (typeof childName !== 'string' || !Number.isSafeInteger(content.size) || content.size < 0)
          throw new TypeError('content inside the item came without name or size');
        if (depth + 1 > childBudget.depth || budget.count <= 0 || budget.bytes < content.size) {
          incomplete = true;
          observeEnd({
            severity: 'warning',
            code: 'budget-exhausted',
            message: 'It holds more, or more deeply nested, content than one item may bring forth; the rest was left out.',
          });
          break;
        }
        budget.count -= 1;
        budget.bytes -= content.size;
        result.children.push(await processChild(extractor.id, childName, content, setting, budget, depth + 1));
      } else throw new TypeError('the extractor said something that is no emission');
    }
    result.outcomes[step] = incomplete ? 'partial' : 'done';
  } catch (thrown) {
    result.outcomes[step] = 'failed';
    observeEnd({
      severity: 'warning',
      code: 'extractor-failed',
      message: escapeForDisplay(String((thrown as Error)?.message ?? thrown)).slice(0, 500),
    });
  }
}

/** An observation in the form that the case keeps, whatever the extractor made of it. */
function toObservation(given: { severity: unknown; code: unknown; message: unknown; place?: unknown }): Omit<Observation, 'step'> {
  const { severity, code, message, place } = given;
  return {
    severity: severity === 'note' ? 'note' : 'warning',
    code: typeof code === 'string' && /^[a-z0-9-]{1,64}$/.test(code) ? code : 'unnamed',
    message: String(message).slice(0, messageLimit).toWellFormed(),
    ...(place === undefined || place === null ? {} : { place: String(place).slice(0, messageLimit).toWellFormed() }),
  };
}

function refusal(names: readonly string[]): Omit<Observation, 'step'> {
  const shown = names.slice(0, 10).map((name) => escapeForDisplay(name.slice(0, 100)));
  return {
    severity: 'warning',
    code: 'field-refused',
    message: `Values were left out because they are not what this extractor declares: ${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}.`,
  };
}

/** The process is killed at the deadline, which no parser can ignore; the signal is for a polite end that never comes to pass here. */
const neverAborted = new AbortController().signal;

async function processChild(
  extractor: string,
  rawName: string,
  content: ByteReader,
  setting: ExtractionSetting,
  budget: Budget,
  depth: number,
): Promise<ChildResult> {
  const name = escapeForDisplay(rawName);
  const head = await content.read(0, Math.min(content.size, 4 * childChunk));
  const whole = head.length === content.size;
  const identification = await identify(content, head, whole, { thorough: setting.thorough });
  const extension = extensionOf(name);
  const entropy = new EntropyCounter();
  const result: ChildResult = {
    extractor,
    nameBytes: Buffer.from(rawName, 'utf8').toString('latin1'),
    name,
    extension,
    digests: {},
    size: content.size,
    mediaType: identification.mediaType,
    mediaTypeBasis: identification.basis,
    charset: identification.charset,
    extensionMismatch: isExtensionMismatch(identification.mediaType, extension),
    entropy: null,
    outcomes: { read: 'done', identify: 'done' },
    observations: [],
    artefacts: [],
    children: [],
  };
  if (whole) {
    entropy.add(head);
    result.digests = digestAtOnce(head, setting.digests);
  } else {
    const { digests, length } = await digestRanges(content, setting.digests, entropy);
    result.digests = digests;
    if (length !== content.size) {
      result.size = length;
      result.outcomes.read = 'partial';
      result.observations.push({
        severity: 'warning',
        code: 'content-cut-short',
        message: `${content.size} bytes were announced and ${length} came.`,
        step: 'read',
      });
    }
  }
  result.entropy = entropy.take();
  await extract(result, name, content, setting, budget, depth, undefined, () => undefined);
  return result;
}

async function digestRanges(content: ByteReader, algorithms: readonly DigestAlgorithm[], entropy: EntropyCounter) {
  const digests = new DigestStream(algorithms);
  let length = 0;
  while (length < content.size) {
    const bytes = await content.read(length, Math.min(childChunk, content.size - length));
    if (bytes.length === 0) break;
    digests.add(bytes);
    entropy.add(bytes);
    length += bytes.length;
  }
  return { digests: digests.finish(), length };
}
