/** The order in which items are read: likely places first, so that hits come early. It never changes what is found. */

/** Folders in which people keep their own things, on phones, cards, Windows, macOS and Linux. */
const likely =
  /(?:^|\/)(?:dcim|pictures|photos|camera|videos|movies|documents|desktop|downloads?|my documents|whatsapp[^/]*|telegram[^/]*|signal|recordings|voice ?notes?|screenshots|sent|received|facebook|messenger|snapchat|onedrive|dropbox|google drive)(?:\/|$)/i;
const userHomes = /(?:^|\/)(?:users|home|documents and settings|storage\/emulated|media\/0|sdcard)\//i;
/** Folders that operating systems and programs fill by themselves. */
const system =
  /(?:^|\/)(?:windows|program files(?: \(x86\))?|programdata|system volume information|\$recycle\.bin|usr|lib|lib64|bin|sbin|boot|etc|opt|snap|system|library|applications|private\/var|node_modules|\.git|\.cache|caches?|site-packages|winsxs|drivers)(?:\/|$)/i;

const day = 86_400_000_000_000n;

/**
 * Smaller is sooner: place (0 likely, 1 a home folder, 2 elsewhere, 3 system) times four, plus recency of the last change
 * (0 a month, 1 a year, 2 older or unknown). Removable sources come before fixed ones.
 */
export function priorityOf(path: string, modified: bigint | null, now: bigint, removable: boolean): number {
  const place = likely.test(path) ? 0 : system.test(path) ? 3 : userHomes.test(path) ? 1 : 2;
  const age = modified === null || modified > now ? null : now - modified;
  const recency = age === null ? 2 : age < 30n * day ? 0 : age < 365n * day ? 1 : 2;
  return (removable ? 0 : 16) + place * 4 + recency;
}
