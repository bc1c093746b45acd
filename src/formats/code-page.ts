/** Text in a Windows code page. */

/** Code pages whose labels are not `windows-<n>` in the Encoding Standard, which TextDecoder follows. */
const labels: Record<number, string> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  1201: 'utf-16be',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  20127: 'windows-1252',
  20866: 'koi8-r',
  20932: 'euc-jp',
  21866: 'koi8-u',
  28592: 'iso-8859-2',
  28593: 'iso-8859-3',
  28594: 'iso-8859-4',
  28595: 'iso-8859-5',
  28596: 'iso-8859-6',
  28597: 'iso-8859-7',
  28598: 'iso-8859-8',
  28605: 'iso-8859-15',
  54936: 'gb18030',
  65001: 'utf-8',
};

type Decoder = InstanceType<typeof TextDecoder>;

const decoders = new Map<number, Decoder | null>();

/** The decoder of a code page such as 1256 or 65001; null where this run time has none. */
function codePageDecoder(codePage: number): Decoder | null {
  let decoder = decoders.get(codePage);
  if (decoder === undefined) {
    try {
      decoder = new TextDecoder(labels[codePage] ?? `windows-${codePage}`);
    } catch {
      decoder = null;
    }
    decoders.set(codePage, decoder);
  }
  return decoder;
}

/** Decodes bytes of a code page; windows-1252 serves for one that is unknown. */
export function decodeCodePage(bytes: Uint8Array, codePage: number): string {
  return (codePageDecoder(codePage) ?? (codePageDecoder(1252) as Decoder)).decode(bytes);
}
