/**
 * Every extractor that runs, sorted by id. The list is explicit so that an extractor cannot be
 * forgotten in silence: a test asserts that each folder is in it.
 */

import { audioVideoContainer } from './audio-video/container/index.ts';
import { audioVideoTags } from './audio-video/tags/index.ts';
import type { Extractor } from './define-extractor.ts';
import { officeProperties } from './document/office-properties/index.ts';
import { pdfProperties } from './document/pdf-properties/index.ts';
import { executableHeaders } from './executable/headers/index.ts';
import { imageExif } from './image/exif/index.ts';
import { imageIptc } from './image/iptc/index.ts';
import { imageXmp } from './image/xmp/index.ts';
import { systemDownloadOrigin } from './system/download-origin/index.ts';
import { systemLink } from './system/link/index.ts';

export const extractors: readonly Extractor[] = [
  audioVideoContainer,
  audioVideoTags,
  officeProperties,
  pdfProperties,
  executableHeaders,
  imageExif,
  imageIptc,
  imageXmp,
  systemDownloadOrigin,
  systemLink,
];
