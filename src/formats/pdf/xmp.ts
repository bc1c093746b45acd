/** The few XMP properties of a document (ISO 16684-1), read from a packet without building a tree of it. */

export interface DocumentXmp {
  title: string | null;
  author: string | null;
  creatorTool: string | null;
  producer: string | null;
  createDate: string | null;
  modifyDate: string | null;
  documentId: string | null;
  instanceId: string | null;
}

const maximumPacket = 1024 * 1024;
const maximumValue = 4096;

/** Reads a packet in UTF-8 or UTF-16; properties that are absent are null. */
export function readDocumentXmp(bytes: Uint8Array): DocumentXmp {
  const head = bytes.subarray(0, maximumPacket);
  const encoding = head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : 'utf-8';
  const text = new TextDecoder(encoding).decode(head);
  return {
    title: property(text, 'dc:title'),
    author: property(text, 'dc:creator'),
    creatorTool: property(text, 'xmp:CreatorTool') ?? property(text, 'xap:CreatorTool'),
    producer: property(text, 'pdf:Producer'),
    createDate: property(text, 'xmp:CreateDate') ?? property(text, 'xap:CreateDate'),
    modifyDate: property(text, 'xmp:ModifyDate') ?? property(text, 'xap:ModifyDate'),
    documentId: property(text, 'xmpMM:DocumentID') ?? property(text, 'xapMM:DocumentID'),
    instanceId: property(text, 'xmpMM:InstanceID') ?? property(text, 'xapMM:InstanceID'),
  };
}

/** A property as element (its first list entry where it holds a list) or as attribute of rdf:Description. */
function property(text: string, name: string): string | null {
  const open = text.indexOf(`<${name}`);
  if (open >= 0 && /[\s>/]/.test(text[open + name.length + 1] ?? '')) {
    const start = text.indexOf('>', open) + 1;
    const end = text.indexOf(`</${name}`, start);
    if (start > 0 && text[start - 2] === '/') return resource(text.slice(open, Math.min(start, open + maximumValue)));
    if (start > 0 && end > start) return firstEntry(text.slice(start, Math.min(end, start + maximumValue * 4)));
  }
  const attribute = text.indexOf(` ${name}=`);
  const quote = text[attribute + name.length + 2];
  if (attribute < 0 || (quote !== '"' && quote !== "'")) return null;
  const start = attribute + name.length + 3;
  const end = text.indexOf(quote, start);
  return end < 0 ? null : plain(text.slice(start, Math.min(end, start + maximumValue)));
}

/** Value of an empty element that points at a resource. */
function resource(tag: string): string | null {
  const match = /\srdf:resource=(?:"([^"]*)"|'([^']*)')/.exec(tag);
  return match === null ? null : plain(match[1] ?? match[2] ?? '');
}

function firstEntry(content: string): string | null {
  const list = content.indexOf('<rdf:li');
  if (list < 0) return content.includes('<') ? null : plain(content);
  const start = content.indexOf('>', list) + 1;
  const end = content.indexOf('</rdf:li', start);
  return start === 0 || end < 0 ? null : plain(content.slice(start, end));
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Replaces the five predefined entities and character references; no others exist in XMP. */
function plain(text: string): string | null {
  const value = text
    .slice(0, maximumValue)
    .trim()
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
  return value === '' ? null : value;
}
