/**
 * Every extractor that runs, sorted by id. The list is explicit so that an extractor cannot be
 * forgotten in silence: a test asserts that each folder is in it.
 */
import type { Extractor } from './define-extractor.ts';
import { executableHeaders } from './executable/headers/index.ts';
import { systemLink } from './system/link/index.ts';

export const extractors: readonly Extractor[] = [executableHeaders, systemLink];
