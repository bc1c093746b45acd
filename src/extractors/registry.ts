/**
 * Every extractor that runs, sorted by id. The list is explicit so that an extractor cannot be
 * forgotten in silence: a test asserts that each folder is in it.
 */
import type { Extractor } from './define-extractor.ts';

export const extractors: readonly Extractor[] = [];
