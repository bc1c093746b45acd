/** The agency's emblem: a small PNG or JPEG, kept among the settings as a data address. */

const largest = 140_000;
const signatures: readonly { mediaType: string; bytes: readonly number[] }[] = [
  { mediaType: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
];

/** The file as a data address; null when it is too large or no such picture. */
export async function readEmblem(file: Blob): Promise<string | null> {
  if (file.size > largest) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const signature = signatures.find((one) => one.bytes.every((byte, index) => bytes[index] === byte));
  if (signature === undefined) return null;
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:${signature.mediaType};base64,${btoa(text)}`;
}

/** An address under which this page may show the emblem; null when there is none. The caller revokes it. */
export function emblemAddress(emblem: string): string | null {
  const match = /^data:(image\/(?:png|jpeg));base64,([A-Za-z0-9+/=]+)$/.exec(emblem);
  if (match === null) return null;
  const bytes = Uint8Array.from(atob(match[2] as string), (character) => character.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: match[1] as string }));
}
