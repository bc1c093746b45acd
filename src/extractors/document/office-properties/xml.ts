/** Small XML parts as plain objects: no document types, no entities beyond the five predefined ones. */
import type { XMLParser } from 'fast-xml-parser';
import { PackageFault } from './package-parts.ts';

/** An element's children and attributes by local name; attributes begin with `@`, text is `#text`. */
export type XmlNode = { [name: string]: XmlNode | XmlNode[] | string | string[] | undefined };

let parser: Promise<XMLParser> | undefined;

async function loadParser(): Promise<XMLParser> {
  parser ??= import('fast-xml-parser').then(
    (module) =>
      new module.XMLParser({
        ignoreAttributes: false,
        attributeNamePrefix: '@',
        removeNSPrefix: true,
        parseTagValue: false,
        parseAttributeValue: false,
        trimValues: false,
        processEntities: false,
        ignoreDeclaration: true,
        ignorePiTags: true,
      }),
  );
  return parser;
}

/** Parses a part in UTF-8 or UTF-16. Throws a PackageFault on a document type or ill-formed XML. */
export async function parseXml(name: string, bytes: Uint8Array): Promise<XmlNode> {
  const encoding = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  if (/<!DOCTYPE/i.test(text)) throw new PackageFault(`part ${name} declares a document type, which is refused`);
  try {
    return (await loadParser()).parse(text) as XmlNode;
  } catch (thrown) {
    throw new PackageFault(`part ${name} is not well-formed (${thrown instanceof Error ? thrown.message : String(thrown)})`);
  }
}

/** First child element of a name that has children or attributes; an empty node where there is none. */
export function childNode(node: XmlNode, name: string): XmlNode {
  const value = own(node, name);
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'object' ? first : {};
}

/** All children of a name, as nodes; text-only ones become `{ '#text': … }`. */
export function childNodes(node: XmlNode, name: string): XmlNode[] {
  const value = own(node, name);
  const all = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return all.map((each) => (typeof each === 'string' ? { '#text': each } : each));
}

/** Text of the first child of a name, or of an attribute with `@`; null where there is none. */
export function textIn(node: XmlNode, name: string): string | null {
  const value = own(node, name);
  const first = Array.isArray(value) ? value[0] : value;
  const text = typeof first === 'object' ? own(first, '#text') : first;
  return typeof text === 'string' && text.trim() !== '' ? decodeEntities(text) : null;
}

/** A whole number in the text of a child or attribute; null for anything else. */
export function numberIn(node: XmlNode, name: string): number | null {
  const text = textIn(node, name)?.trim() ?? '';
  const number = /^\d{1,15}$/.test(text) ? Number(text) : null;
  return number;
}

function own(node: XmlNode, name: string): XmlNode[string] {
  return Object.hasOwn(node, name) ? node[name] : undefined;
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
