/** Which way an item's content is shown at first. Nothing of the evidence is ever interpreted by the page itself. */
import type { ItemRow } from '../../../contract/schemas.ts';

export type Viewer = 'picture' | 'media' | 'text' | 'hex' | 'none';

/** Documents of which workers make pictures, page by page. */
const pictured = /^(?:image\/|application\/pdf$)/;
const textual =
  /^(?:text\/|message\/|application\/(?:json|xml|javascript|x-sh|sql|rtf|x-httpd-php|x-yaml|toml|x-ndjson)|application\/[a-z.+-]*\+(?:xml|json)$)/;

export function viewerOf({ kind, mediaType, size }: Pick<ItemRow, 'kind' | 'mediaType' | 'size'>): Viewer {
  if ((kind !== 'file' && kind !== 'member') || size === null) return 'none';
  if (mediaType === null) return 'hex';
  if (mediaType === 'image/svg+xml' || textual.test(mediaType)) return 'text';
  if (pictured.test(mediaType)) return 'picture';
  if (/^(?:video|audio)\//.test(mediaType)) return 'media';
  if (/officedocument|opendocument|msword|ms-excel|ms-powerpoint/.test(mediaType)) return 'text';
  return 'hex';
}
