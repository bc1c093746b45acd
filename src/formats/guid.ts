/** GUIDs in the little-endian layout of Windows structures (MS-DTYP 2.3.4.2). */

/** The registry form without braces, in lower case; throws a RangeError where fewer than 16 bytes are left at `offset`. */
export function readGuid(bytes: Uint8Array, offset: number): string {
  if (offset < 0 || offset + 16 > bytes.length) throw new RangeError(`no 16 bytes for a GUID at offset ${offset}`);
  const order = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15];
  return order.map((index) => (index < 0 ? '-' : (bytes[offset + index] as number).toString(16).padStart(2, '0'))).join('');
}

export const nilGuid = '00000000-0000-0000-0000-000000000000';

/** The network card address inside a version-1 UUID (RFC 9562, 5.1), as `00:13:77:d3:4a:59`; null for other versions and for random nodes. */
export function hardwareAddressOf(guid: string): string | null {
  const match = /^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-([0-9a-f]{12})$/.exec(guid);
  const node = match?.[1];
  // RFC 9562, 6.10: a node that was made up has the multicast bit set.
  if (node === undefined || (Number.parseInt(node.slice(0, 2), 16) & 1) === 1) return null;
  return (node.match(/../g) as string[]).join(':');
}

/** The 100 ns intervals since 1582-10-15 inside a version-1 UUID, as a FILETIME (since 1601-01-01); null for other versions. */
export function fileTimeOf(guid: string): bigint | null {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-1([0-9a-f]{3})-[89ab]/.exec(guid);
  if (match === null) return null;
  const sinceGregorian = BigInt(`0x${match[3]}${match[2]}${match[1]}`);
  const fileTime = sinceGregorian - 5_748_192_000_000_000n;
  return fileTime > 0n ? fileTime : null;
}
