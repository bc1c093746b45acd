/** The numbered migrations, in order. A migration that has been released is never edited; a new one is appended. */
import { foundation } from './0001-foundation.ts';
import { review } from './0002-review.ts';
import { medium } from './0003-medium.ts';
import { volume } from './0004-volume.ts';
import { vouchedListing } from './0005-vouched-listing.ts';

export const migrations: readonly string[] = [foundation, review, medium, volume, vouchedListing];
