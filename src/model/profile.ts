/** How thorough a processing run is. */
import type { DigestAlgorithm } from './digest.ts';

export const profileNames = ['quick', 'standard', 'full'] as const;

export type ProfileName = (typeof profileNames)[number];

export interface Profile {
  name: ProfileName;
  digests: readonly DigestAlgorithm[];
  /** Whether extractors run. */
  extract: boolean;
}

/** quick: digests and type. standard: and every extractor. full: and SHA-512 and BLAKE3. */
export const profiles: Record<ProfileName, Profile> = {
  quick: { name: 'quick', digests: ['md5', 'sha1', 'sha256'], extract: false },
  standard: { name: 'standard', digests: ['md5', 'sha1', 'sha256'], extract: true },
  full: { name: 'full', digests: ['md5', 'sha1', 'sha256', 'sha512', 'blake3'], extract: true },
};
