/** From the bytes of an XMP packet to its XML text and on to a tree of elements with resolved namespaces. */
import { XMLParser } from 'fast-xml-parser';
import { withoutPadding } from '../../../formats/tiff/tag-text.ts';

/** An element or attribute name with its namespace: `http://purl.org/dc/elements/1.1/ title` (a space between). */
export type QualifiedName = string;

export interface XmlElement {
  name: QualifiedName;
  attributes: ReadonlyMap<QualifiedName, string>;
  children: readonly XmlElement[];
  text: string;
}

/** Why a packet was not read. */
export class PacketError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Prefixes as XMP part 1, 8 and part 2 have them, for packets that use one without declaring it. What a
 * packet declares itself always counts. Without a prototype, so that no prefix finds anything but a namespace.
 */
const customaryNamespaces: Readonly<Record<string, string>> = Object.assign(Object.create(null) as Record<string, string>, {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  x: 'adobe:ns:meta/',
  xml: 'http://www.w3.org/XML/1998/namespace',
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  xap: 'http://ns.adobe.com/xap/1.0/',
  xmpMM: 'http://ns.adobe.com/xap/1.0/mm/',
  xapMM: 'http://ns.adobe.com/xap/1.0/mm/',
  xmpRights: 'http://ns.adobe.com/xap/1.0/rights/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  tiff: 'http://ns.adobe.com/tiff/1.0/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  aux: 'http://ns.adobe.com/exif/1.0/aux/',
  exifEX: 'http://cipa.jp/exif/1.0/',
  stEvt: 'http://ns.adobe.com/xap/1.0/sType/ResourceEvent#',
  stRef: 'http://ns.adobe.com/xap/1.0/sType/ResourceRef#',
});

const attributeGroup = ':@';
const textName = '#text';
const maximumDepth = 64;

type ParsedNode = Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: maximumDepth,
  strictReservedNames: false,
});

/** The packet's text: UTF-8, or UTF-16 where a byte order mark or the zero bytes say so (XMP part 1, 7.2). */
export function packetText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return new TextDecoder('utf-16le').decode(bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/**
 * Parses a packet into its top elements. Throws a PacketError where it declares a document type (whose entities
 * could be bombs or point to files) or is not XML. Entities other than the five of XML itself stay as they are written.
 */
export function parsePacket(text: string): XmlElement[] {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw new PacketError('xmp-document-type', 'The packet declares a document type with entities: it was not parsed.');
  }
  let nodes: ParsedNode[];
  try {
    nodes = parser.parse(withoutTrailer(text)) as ParsedNode[];
  } catch (thrown) {
    throw new PacketError(
      'xmp-malformed',
      `The packet is not well-formed XML: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
  return elementsOf(nodes, customaryNamespaces);
}

/** The packet's trailer is an instruction to editors (7.3.2), often cut short by wrong segment lengths: nothing is in it. */
function withoutTrailer(text: string): string {
  const trailer = text.lastIndexOf('<?xpacket end');
  return trailer < 0 ? withoutPadding(text) : text.slice(0, trailer);
}

/** Depth is bounded by the parser. */
function elementsOf(nodes: readonly ParsedNode[], outer: Readonly<Record<string, string>>): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const node of nodes) {
    const tag = Object.keys(node).find((key) => key !== attributeGroup);
    if (tag === undefined || tag === textName || !Array.isArray(node[tag])) continue;
    const raw = Object.entries((node[attributeGroup] ?? {}) as Record<string, unknown>);
    const namespaces: Record<string, string> = Object.create(outer) as Record<string, string>;
    for (const [name, value] of raw) {
      if (name.startsWith('xmlns:')) namespaces[name.slice(6)] = decodeReferences(String(value));
      else if (name === 'xmlns') namespaces[''] = decodeReferences(String(value));
    }
    const attributes = new Map<QualifiedName, string>();
    for (const [name, value] of raw) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) attributes.set(qualify(name, namespaces, false), decodeReferences(String(value)));
    }
    const content = node[tag] as ParsedNode[];
    elements.push({ name: qualify(tag, namespaces, true), attributes, children: elementsOf(content, namespaces), text: textOf(content) });
  }
  return elements;
}

function textOf(content: readonly ParsedNode[]): string {
  return content.map((node) => (node[textName] === undefined ? '' : decodeReferences(String(node[textName])))).join('');
}

/** A default namespace goes for elements only (Namespaces in XML, 6.2). */
function qualify(name: string, namespaces: Readonly<Record<string, string>>, isElement: boolean): QualifiedName {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  const namespace = colon < 0 && !isElement ? '' : (namespaces[prefix] ?? prefix);
  return `${namespace} ${name.slice(colon + 1)}`;
}

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes XML's five predefined entities and character references, in one pass; others stay as they are. */
function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return predefined[name] as string;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}
