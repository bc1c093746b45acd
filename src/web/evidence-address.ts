/** Addresses of evidence bytes: short-lived and signed, so that only who was given one can follow it, and only to that item. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Long enough to look at a film in several sittings; a player that fails later asks for a new address. */
const lifetime = 15 * 60_000;

export interface EvidenceTarget {
  itemId: string;
  mediaType: string;
}

export interface ReportTarget {
  /** The directory of the report. */
  directory: string;
  /** What the address names below it, still encoded. */
  encoded: string;
}

export interface EvidenceSigner {
  /** The path of the folder of a report; its files lie below, so that links between its pages hold. */
  signReport(directory: string): string;
  /** What an address below such a folder means, or null when it is forged, altered or too old. */
  verifyReport(address: URL): ReportTarget | null;
  /** The path and query of an address. */
  sign(target: EvidenceTarget): string;
  /** What an address means, or null when it is forged, altered or too old. */
  verify(address: URL): EvidenceTarget | null;
}

/**
 * Signs with HMAC-SHA-256.
 * @param key 32 random bytes of this process
 * @param monotonic milliseconds of a clock that never jumps
 */
export function createEvidenceSigner(key: Uint8Array, monotonic: () => number): EvidenceSigner {
  function signature(target: EvidenceTarget, expires: string): Buffer {
    // JSON keeps the parts apart, whatever characters they hold.
    return createHmac('sha256', key)
      .update(JSON.stringify([target.itemId, target.mediaType, expires]))
      .digest();
  }

  function reportSignature(directory: string, expires: string): Buffer {
    return createHmac('sha256', key)
      .update(JSON.stringify(['report', directory, expires]))
      .digest();
  }

  return {
    signReport(directory) {
      const expires = String(Math.ceil(monotonic() + lifetime));
      const name = Buffer.from(directory, 'utf8').toString('base64url');
      return `/r/${name}/${expires}/${reportSignature(directory, expires).toString('base64url')}/`;
    },

    verifyReport(address) {
      const [, name, expires, signed, encoded] =
        /^\/r\/([A-Za-z0-9_-]{1,8192})\/(\d{1,15})\/([A-Za-z0-9_-]{43})\/(.+)$/.exec(address.pathname) ?? [];
      if (name === undefined || expires === undefined || signed === undefined || encoded === undefined) return null;
      const directory = Buffer.from(name, 'base64url').toString('utf8');
      const expected = reportSignature(directory, expires);
      const given = Buffer.from(signed, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return monotonic() <= Number(expires) ? { directory, encoded } : null;
    },

    sign(target) {
      const expires = String(Math.ceil(monotonic() + lifetime));
      const query = new URLSearchParams({ type: target.mediaType, expires, signature: signature(target, expires).toString('base64url') });
      return `/e/${encodeURIComponent(target.itemId)}?${query}`;
    },

    verify(address) {
      const itemId = /^\/e\/([0-9a-f]{32})$/.exec(address.pathname)?.[1];
      const mediaType = address.searchParams.get('type');
      const expires = address.searchParams.get('expires');
      const given = Buffer.from(address.searchParams.get('signature') ?? '', 'base64url');
      if (itemId === undefined || mediaType === null || expires === null || !/^\d{1,15}$/.test(expires)) return null;
      const expected = signature({ itemId, mediaType }, expires);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return monotonic() <= Number(expires) ? { itemId, mediaType } : null;
    },
  };
}
