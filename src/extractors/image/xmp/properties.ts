/** The XMP data model read from RDF/XML (ISO 16684-1, clauses 6 and 7.4-7.9). */
import type { QualifiedName, XmlElement } from './packet.ts';

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const xml = 'http://www.w3.org/XML/1998/namespace';

/** A property's value: text, an array (items) or a structure (fields). */
export interface PropertyValue {
  text: string;
  items: readonly PropertyValue[];
  fields: ReadonlyMap<QualifiedName, PropertyValue>;
  /** xml:lang of an item of a language alternative. */
  language: string;
}

export type Properties = Map<QualifiedName, PropertyValue>;

/** Gathers the top-level properties of every rdf:Description; the first value of a name counts. Null where there is no rdf:RDF. */
export function readProperties(elements: readonly XmlElement[]): Properties | null {
  const root = findRoot(elements);
  if (root === null) return null;
  const properties: Properties = new Map();
  for (const description of root.children) {
    for (const [name, value] of structureFields(description)) if (!properties.has(name)) properties.set(name, value);
  }
  return properties;
}

/** rdf:RDF, alone or inside x:xmpmeta. */
function findRoot(elements: readonly XmlElement[]): XmlElement | null {
  for (const element of elements) {
    if (element.name === `${rdf} RDF`) return element;
    const inside = element.children.find((child) => child.name === `${rdf} RDF`);
    if (inside !== undefined) return inside;
  }
  return null;
}

function isSyntax(name: QualifiedName): boolean {
  return name.startsWith(`${rdf} `) || name.startsWith(`${xml} `);
}

/** Fields given as attributes (7.9.2.2) and as elements. */
function structureFields(element: XmlElement): Properties {
  const fields: Properties = new Map();
  for (const [name, text] of element.attributes) {
    if (!isSyntax(name)) fields.set(name, { text, items: [], fields: new Map(), language: '' });
  }
  for (const child of element.children) if (!fields.has(child.name)) fields.set(child.name, propertyValue(child));
  return fields;
}

/** A property element's value (7.4-7.9). */
function propertyValue(element: XmlElement): PropertyValue {
  const language = element.attributes.get(`${xml} lang`) ?? '';
  const container = element.children.find((child) => ['Seq', 'Bag', 'Alt'].some((kind) => child.name === `${rdf} ${kind}`));
  if (container !== undefined) {
    const items = container.children.filter((child) => child.name === `${rdf} li`).map(propertyValue);
    return { text: '', items, fields: new Map(), language };
  }
  const nested = element.children.find((child) => child.name === `${rdf} Description`);
  if (nested !== undefined) {
    const fields = structureFields(nested);
    return { text: fields.get(`${rdf} value`)?.text ?? '', items: [], fields, language };
  }
  const resource = element.attributes.get(`${rdf} resource`);
  return { text: resource ?? element.text.trim(), items: [], fields: structureFields(element), language };
}
