/**
 * Where an item lies, as a chain of layers from the evidence source inwards:
 * folder > file, later image > volume > file system > file > archive member.
 */

export type AddressLayer =
  /** A folder or mounted volume taken in as evidence; `source` is the evidence source's id in the case. */
  | { kind: 'folder'; source: string }
  /** A path below the layer above; raw bytes of the name, separated by `/`, without a leading slash. */
  | { kind: 'path'; path: Uint8Array }
  /** An alternate stream of the file above (NTFS). */
  | { kind: 'stream'; name: string }
  /** Something that an extractor took out of the item above; `name` is unique among its siblings. */
  | { kind: 'member'; extractor: string; name: Uint8Array };

export type SourceAddress = readonly AddressLayer[];

const reserved = /[^A-Za-z0-9._~/-]/g;
/** Bytes that are made into text at once; a function takes only so many arguments. */
const pieceLength = 4096;

function encodeBytes(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += pieceLength)
    text += String.fromCharCode(...bytes.subarray(start, start + pieceLength)).replace(reserved, percentEncode);
  return text;
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The layer's canonical text; every byte outside RFC 3986's unreserved set and `/` is percent-encoded. */
function serialiseLayer(layer: AddressLayer): string {
  switch (layer.kind) {
    case 'folder':
      return `folder:${encodeBytes(new TextEncoder().encode(layer.source))}`;
    case 'path':
      return `path:${encodeBytes(layer.path)}`;
    case 'stream':
      return `stream:${encodeBytes(new TextEncoder().encode(layer.name))}`;
    case 'member':
      return `member:${layer.extractor}:${encodeBytes(layer.name)}`;
  }
}

/** One canonical text for a chain: `folder:S1>path:DCIM/IMG%200001.jpg`. Equal addresses give equal texts. */
export function serialiseAddress(address: SourceAddress): string {
  return address.map(serialiseLayer).join('>');
}

/** Appends a layer to an address that is in text form already. */
export function extendAddress(address: string, layer: AddressLayer): string {
  return `${address}>${serialiseLayer(layer)}`;
}

/**
 * The item's id: the first 32 hexadecimal digits of the SHA-256 of its canonical address, so that two
 * runs over the same evidence give the same ids. The digest function is handed in to keep the model pure.
 */
export function itemIdOf(canonicalAddress: string, sha256Hex: (text: string) => string): string {
  return sha256Hex(`sabut:item:1:${canonicalAddress}`).slice(0, 32);
}
