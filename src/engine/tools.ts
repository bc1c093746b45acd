/** Which programs, in which versions, did the work: printed in every report (SWGDE: name and version of each tool). */
import { readFileSync } from 'node:fs';
import type { Extractor } from '../extractors/define-extractor.ts';
import type { Connection } from '../storage/connection.ts';

function packageVersion(path: string): string {
  return (JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string }).version;
}

/** Version of the product. */
export const productVersion = packageVersion('../../package.json');

const libraries = ['better-sqlite3', 'file-type', 'wasmagic', 'music-metadata', 'pdfjs-dist', 'cfb', 'yauzl'];

/** Names and versions of product, run time, database, libraries and the extractors that take part. */
export function toolVersions(connection: Connection, extractors: readonly Extractor[]): Record<string, string> {
  const tools: Record<string, string> = {
    Sabut: productVersion,
    'Node.js': process.versions.node,
    OpenSSL: process.versions.openssl,
    SQLite: (connection.prepare('SELECT sqlite_version() AS version').get() as { version: string }).version,
    platform: `${process.platform} ${process.arch}`,
  };
  for (const library of libraries) {
    try {
      tools[library] = packageVersion(`../../node_modules/${library}/package.json`);
    } catch {
      // A packaged product carries libraries elsewhere; its build lists them beside the product's version.
    }
  }
  for (const extractor of extractors) tools[extractor.id] = extractor.version;
  return tools;
}
