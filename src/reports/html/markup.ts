/** HTML made from templates in which every inserted text is escaped unless it is markup already. */

/** Text that is HTML. Made by `html` alone, so that nothing unescaped can pass for it. */
export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

/** What a template takes: null and false leave nothing behind. */
export type Content = string | number | Markup | null | false | readonly Content[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => entities[character] as string) : text;
}

function sourceOf(content: Content): string {
  if (content === null || content === false) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  if (content instanceof Markup) return content.source;
  let source = '';
  for (const part of content) source += sourceOf(part);
  return source;
}

/** Template tag. Attribute values must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Markup {
  let source = strings[0] as string;
  for (let index = 0; index < contents.length; index += 1) source += sourceOf(contents[index] as Content) + (strings[index + 1] as string);
  return new Markup(source);
}

/** Contents with something between each two. */
export function joined(contents: readonly Content[], separator: Content): Content[] {
  return contents.flatMap((content, index) => (index === 0 ? [content] : [separator, content]));
}
