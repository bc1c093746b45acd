/** The information group of RTF: Rich Text Format Specification 1.9.1, "Information group". */
import { decodeCodePage } from '../code-page.ts';
import { latin1Text } from '../text.ts';

export interface RtfInformation {
  /** Texts by control word, such as `title`, `author`, `operator`; `generator` stands outside the group. */
  texts: Map<string, string>;
  /** Numbers by control word, such as `nofpages`, `edmins`, `version`. */
  numbers: Map<string, number>;
  /** Local times by control word (`creatim`, `revtim`, `printim`) as `yyyy-mm-dd hh:mm[:ss]`. */
  times: Map<string, string>;
}

/** Information groups stand in the header: no further than this is looked. */
export const rtfSearchLimit = 1024 * 1024;
const maximumGroup = 262_144;

const textWords = new Set([
  'title',
  'subject',
  'author',
  'manager',
  'company',
  'operator',
  'category',
  'keywords',
  'comment',
  'doccomm',
  'generator',
]);
const numberWords = new Set(['version', 'edmins', 'nofpages', 'nofwords', 'nofchars', 'vern']);
const timeWords = new Set(['creatim', 'revtim', 'printim']);

/** Reads the information group and the generator from the first bytes of a document; null where they are no RTF. */
export function readRtfInformation(bytes: Uint8Array): RtfInformation | null {
  const text = latin1Text(bytes.subarray(0, rtfSearchLimit));
  if (!text.startsWith('{\\rtf')) return null;
  const codePage = Number(/\\ansicpg(\d{1,5})/.exec(text.slice(0, 4096))?.[1] ?? 1252);
  const found: RtfInformation = { texts: new Map(), numbers: new Map(), times: new Map() };
  for (const marker of ['{\\info', '{\\*\\generator']) {
    const start = text.indexOf(marker);
    if (start >= 0) readGroup(text.slice(start, start + maximumGroup), codePage, found);
  }
  return found;
}

interface Frame {
  /** Control word of the group's destination, once known. */
  destination: string | null;
  /** How many characters follow a \u as its fallback. */
  fallback: number;
}

/** Walks one group to its closing brace, gathering text by destination. */
function readGroup(text: string, codePage: number, found: RtfInformation): void {
  const tokens = /\\([a-z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/giy;
  const stack: Frame[] = [];
  const builder = new TextBuilder(codePage, found.texts);
  const calendar = new Map<string, number>();
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const [, word, parameter, hex, symbol, brace, plain] = match as unknown as (string | undefined)[];
    const frame = stack.at(-1);
    if (brace === '{') stack.push({ destination: frame?.destination ?? null, fallback: frame?.fallback ?? 1 });
    else if (brace === '}') {
      builder.flush();
      keepTime(frame?.destination ?? null, calendar, found);
      stack.pop();
      if (stack.length === 0) return;
    } else if (frame === undefined) return;
    else if (word !== undefined) readWord(word, parameter, frame, builder, calendar, found);
    else if (hex !== undefined) builder.byte(frame.destination, Number.parseInt(hex, 16));
    else if (symbol !== undefined && '\\{}'.includes(symbol)) builder.text(frame.destination, symbol);
    else if (symbol === '~') builder.text(frame.destination, '\u00a0');
    else if (plain !== undefined) builder.text(frame.destination, plain);
    if (stack.length > 64) return;
  }
}

function readWord(
  word: string,
  parameter: string | undefined,
  frame: Frame,
  builder: TextBuilder,
  calendar: Map<string, number>,
  found: RtfInformation,
): void {
  const number = parameter === undefined ? null : Number(parameter);
  if (word === 'u' && number !== null) builder.unicode(frame.destination, number, frame.fallback);
  else if (word === 'ud') builder.restart(frame.destination);
  else if (word === 'uc' && number !== null) frame.fallback = Math.max(0, Math.min(number, 16));
  else if (textWords.has(word) || timeWords.has(word)) {
    // A group that comes twice, in ANSI and in Unicode or by mistake, counts by its last form.
    builder.restart(word);
    frame.destination = word;
    if (timeWords.has(word)) calendar.clear();
  } else if (numberWords.has(word) && number !== null) found.numbers.set(word, number);
  else if (['yr', 'mo', 'dy', 'hr', 'min', 'sec'].includes(word) && number !== null) calendar.set(word, number);
}

function keepTime(destination: string | null, calendar: Map<string, number>, found: RtfInformation): void {
  if (destination === null || !timeWords.has(destination) || (calendar.get('yr') ?? 0) === 0) return;
  const part = (name: string, width: number) => String(calendar.get(name) ?? 0).padStart(width, '0');
  const seconds = calendar.has('sec') ? `:${part('sec', 2)}` : '';
  found.times.set(destination, `${part('yr', 4)}-${part('mo', 2)}-${part('dy', 2)} ${part('hr', 2)}:${part('min', 2)}${seconds}`);
  calendar.clear();
}

/** Joins text runs of one destination; bytes of the code page are decoded together, since two may make one character. */
class TextBuilder {
  private readonly codePage: number;
  private readonly texts: Map<string, string>;
  private destination: string | null = null;
  private bytes: number[] = [];
  /** Characters still to be skipped as the fallback of a \u. */
  private skip = 0;

  constructor(codePage: number, texts: Map<string, string>) {
    this.codePage = codePage;
    this.texts = texts;
  }

  flush(): void {
    if (this.bytes.length > 0 && this.destination !== null) this.append(decodeCodePage(Uint8Array.from(this.bytes), this.codePage));
    this.bytes = [];
    this.skip = 0;
  }

  /** Drops what was gathered: of a pair \upr{ANSI}{\*\ud{Unicode}} the second form counts. */
  restart(destination: string | null): void {
    this.flush();
    if (destination !== null) this.texts.delete(destination);
  }

  byte(destination: string | null, value: number): void {
    if (this.skip > 0) {
      this.skip -= 1;
      return;
    }
    this.enter(destination);
    this.bytes.push(value);
  }

  text(destination: string | null, plain: string): void {
    const skipped = Math.min(this.skip, plain.length);
    this.skip -= skipped;
    this.enter(destination);
    for (let index = skipped; index < plain.length; index += 1) this.bytes.push(plain.charCodeAt(index) & 0xff);
  }

  unicode(destination: string | null, number: number, fallback: number): void {
    this.enter(destination);
    this.flush();
    this.append(String.fromCharCode(number & 0xffff));
    this.skip = fallback;
  }

  private enter(destination: string | null): void {
    if (destination === this.destination) return;
    this.flush();
    this.destination = destination;
  }

  private append(text: string): void {
    if (this.destination === null || !textWords.has(this.destination)) return;
    this.texts.set(this.destination, (this.texts.get(this.destination) ?? '') + text);
  }
}
