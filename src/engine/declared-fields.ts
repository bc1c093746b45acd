/** The fields that extractors declare, as filters name them. */
import { extractors } from '../extractors/registry.ts';

export interface DeclaredField {
  /** `image/exif.make`. */
  name: string;
  /** `text`, `integer`, `real`, `boolean`, `timestamp`, `text-list`: as the extractor declares it. */
  type: string;
  label: string;
}

/** Every declared field of every extractor, in the order of their names. */
export function declaredFields(): DeclaredField[] {
  return extractors
    .flatMap(({ id, produces }) => Object.entries(produces).map(([field, { type, label }]) => ({ name: `${id}.${field}`, type, label })))
    .sort((first, second) => (first.name < second.name ? -1 : 1));
}
