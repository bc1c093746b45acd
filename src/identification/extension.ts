/** Whether a name's extension goes with what the content is. */
import database from 'mime-db';

/** Lower-case extension of a file name's bytes, without the dot; null where there is none (`.profile` has none). */
export function extensionOf(name: string): string | null {
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || dot === name.length - 1 || name.length - dot > 17) return null;
  const extension = name.slice(dot + 1).toLowerCase();
  return /^[a-z0-9_~-]+$/.test(extension) && !/^\d+$/.test(extension) ? extension : null;
}

/** Extensions that go with a type beyond those that the IANA registry and its peers list. */
const additional: Record<string, readonly string[]> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif', 'jif', 'thm', 'mpo', 'jps'],
  'image/png': ['png', 'apng'],
  'image/apng': ['png', 'apng'],
  'image/tiff': ['tif', 'tiff', 'dng', 'nef', 'cr2', 'arw', 'pef', 'srw', 'rw2', 'orf', '3fr', 'dcr', 'kdc', 'mef', 'nrw', 'sr2'],
  'image/heic': ['heic', 'heif', 'hif', 'heics'],
  'image/heif': ['heic', 'heif', 'hif', 'heifs'],
  'image/avif': ['avif', 'avifs'],
  'image/bmp': ['bmp', 'dib'],
  'image/x-icon': ['ico', 'cur'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'audio/mpeg': ['mp3', 'mp2', 'mpga', 'mpa'],
  'audio/wav': ['wav', 'wave'],
  'audio/vnd.wave': ['wav', 'wave'],
  'audio/x-m4a': ['m4a', 'm4b', 'm4p', 'm4r', 'mp4'],
  'audio/mp4': ['m4a', 'm4b', 'mp4', 'm4r'],
  'audio/amr': ['amr', '3gp', '3ga'],
  'audio/ogg': ['ogg', 'oga', 'opus', 'spx'],
  'audio/opus': ['opus', 'ogg'],
  'audio/aac': ['aac', 'adts'],
  'video/mp4': ['mp4', 'm4v', 'mp4v', 'mpg4', 'm4a', 'mov', '3gp', 'f4v'],
  'video/quicktime': ['mov', 'qt', 'mp4'],
  'video/3gpp': ['3gp', '3gpp', 'mp4', '3ga'],
  'video/3gpp2': ['3g2', '3gp2', 'mp4'],
  'video/matroska': ['mkv', 'mk3d', 'mka', 'mks'],
  'video/x-matroska': ['mkv', 'mk3d', 'mka', 'mks'],
  'video/vnd.avi': ['avi', 'divx'],
  'video/x-ms-asf': ['asf', 'wma', 'wmv'],
  'application/vnd.ms-asf': ['asf', 'wma', 'wmv'],
  'application/pdf': ['pdf', 'ai', 'fdf'],
  'application/rtf': ['rtf', 'doc'],
  'application/msword': ['doc', 'dot', 'wbk', 'wiz'],
  'application/vnd.ms-excel': ['xls', 'xlt', 'xla', 'xlm', 'xlw', 'xlc', 'xlb', 'xlk'],
  'application/vnd.ms-powerpoint': ['ppt', 'pps', 'pot', 'ppa', 'pwz'],
  'application/vnd.ms-outlook': ['msg', 'oft'],
  'application/x-msi': ['msi', 'msp', 'mst', 'msm'],
  'application/vnd.microsoft.windows.thumbnail-cache': ['db'],
  'application/x-msdownload': ['exe', 'dll', 'sys', 'scr', 'ocx', 'cpl', 'com', 'mui', 'efi', 'drv', 'ax', 'node', 'pyd'],
  'application/vnd.microsoft.portable-executable': [
    'exe',
    'dll',
    'sys',
    'scr',
    'ocx',
    'cpl',
    'com',
    'mui',
    'efi',
    'drv',
    'ax',
    'node',
    'pyd',
  ],
  'application/x-elf': ['elf', 'so', 'o', 'ko', 'bin', 'axf', 'prx', 'out', 'run', 'node'],
  'application/x-mach-binary': ['dylib', 'bundle', 'o', 'macho', 'node', 'so'],
  'application/x-ms-shortcut': ['lnk'],
  'application/x.ms.shortcut': ['lnk'],
  'application/vnd.rar': ['rar', 'cbr', 'rev'],
  'application/x-rar-compressed': ['rar', 'cbr'],
  'application/x-7z-compressed': ['7z', 'cb7'],
  'application/java-vm': ['class'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx', 'docm', 'dotx', 'dotm'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx', 'xlsm', 'xltx', 'xltm'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx', 'pptm', 'potx', 'ppsx'],
};

/**
 * Types whose content is commonly kept under any name: they mismatch only with an extension that
 * strongly claims another kind of content.
 */
const loose = new Set([
  'application/x-sqlite3',
  'application/vnd.sqlite3',
  'application/x-cfb',
  'application/zip',
  'application/gzip',
  'application/xml',
  'application/json',
  'application/x-tar',
  'application/x-bzip2',
  'application/x-xz',
  'application/zstd',
  'application/zlib',
  'application/x-compress',
  'application/x-apple-diskimage',
  'application/ogg',
  'application/x-esedb',
  'application/x-ms-regedit',
  'application/x-bplist',
  'application/cbor',
  'application/x-lz4',
  'application/vnd.ms-cab-compressed',
  'inode/x-empty',
  'application/octet-stream',
  'application/x-java-jmod',
  'application/java-archive',
  'application/x-unix-archive',
]);

/** Extensions that promise one kind of content, with the types that keep the promise (a final `/` takes a family). */
const strict: Record<string, readonly string[]> = {};
function promise(extensions: string, ...types: string[]): void {
  for (const extension of extensions.split(' ')) strict[extension] = types;
}
promise('jpg jpeg jpe jfif png gif webp heic heif avif bmp tif tiff', 'image/');
promise('mp3 m4a wav aac flac amr ogg oga opus wma', 'audio/', 'video/', 'application/ogg', 'application/vnd.ms-asf');
promise('mp4 mov avi mkv 3gp wmv webm m4v mpg mpeg flv', 'video/', 'audio/', 'application/vnd.ms-asf', 'application/mxf');
promise('pdf', 'application/pdf');
// Programs keep web pages, tables as text, XML and the later packages under these names too.
const underBinaryNames = ['application/x-cfb', 'application/encrypted', 'text/', 'application/xml', 'application/vnd.openxmlformats-'];
promise('doc', 'application/msword', 'application/vnd.ms-word.', 'application/rtf', ...underBinaryNames);
promise('xls', 'application/vnd.ms-excel', 'application/vnd.ms-excel.', ...underBinaryNames);
promise('ppt', 'application/vnd.ms-powerpoint', 'application/vnd.ms-powerpoint.', ...underBinaryNames);
promise(
  'docx xlsx pptx',
  'application/vnd.openxmlformats-',
  'application/x-cfb',
  'application/zip',
  'application/vnd.ms-',
  'application/encrypted',
);
promise('odt ods odp', 'application/vnd.oasis.opendocument.', 'application/zip');
promise('zip', 'application/zip', 'application/vnd.', 'application/epub+zip', 'application/java-archive', 'application/x-zip');
promise('rar', 'application/vnd.rar', 'application/x-rar');
promise('7z', 'application/x-7z-compressed');
promise(
  'exe dll sys scr',
  'application/x-msdownload',
  'application/vnd.microsoft.portable-executable',
  'application/x-dosexec',
  'application/x-msdos-program',
);
promise(
  'txt log md',
  'text/',
  'application/json',
  'application/xml',
  'message/',
  'application/mbox',
  'application/pgp-',
  'application/javascript',
  'application/x-ndjson',
  'application/rtf',
  'application/postscript',
  'image/svg+xml',
);
promise('html htm', 'text/', 'application/xhtml', 'application/xml', 'message/', 'image/svg+xml');
promise('eml', 'message/', 'text/', 'application/mbox');
promise('apk', 'application/vnd.android', 'application/zip', 'application/java-archive');
promise('lnk', 'application/x-ms-shortcut', 'application/x.ms.shortcut');

function matches(mediaType: string, promised: readonly string[]): boolean {
  return promised.some(
    (type) => mediaType === type || ((type.endsWith('/') || type.endsWith('-') || type.endsWith('.')) && mediaType.startsWith(type)),
  );
}

const registered = database as unknown as Record<string, { extensions?: readonly string[] }>;
const temporary = new Set(['tmp', 'temp', 'bak', 'old', 'part', 'partial', 'crdownload', 'download', 'cache', 'orig', 'swp', 'trashed']);

/**
 * True where the content's type is known and the extension does not go with it. No extension, an empty item and an
 * unknown type are never a mismatch: nothing is claimed, or nothing is known.
 */
export function isExtensionMismatch(mediaType: string, extension: string | null): boolean {
  if (extension === null || mediaType === 'application/octet-stream' || mediaType === 'inode/x-empty') return false;
  const own = additional[mediaType];
  if (own?.includes(extension)) return false;
  const promised = strict[extension];
  if (promised !== undefined) {
    if (own !== undefined || !matches(mediaType, promised))
      return own !== undefined ? !registered[mediaType]?.extensions?.includes(extension) : true;
    // A family was promised (any picture): the exact type must still be the extension's own where both are known.
    const listed = registered[mediaType]?.extensions;
    return listed !== undefined && mediaType.startsWith('image/') && !listed.includes(extension);
  }
  if (temporary.has(extension) || loose.has(mediaType) || mediaType.startsWith('text/') || mediaType.startsWith('message/')) return false;
  const listed = registered[mediaType]?.extensions;
  if (own === undefined && listed === undefined) return false;
  return !(listed?.includes(extension) ?? false);
}
