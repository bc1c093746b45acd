/** Checks imports against the table of layers. */
import { builtinModules } from 'node:module';
import path from 'node:path';
import { type ImportReference, importsOf } from './imports.ts';
import { type Layer, layers } from './layers.ts';
import type { SourceFile, Violation } from './source-file.ts';

const builtins = new Set(builtinModules.map((name) => name.replace(/^node:/, '')));

/** Reports each import that the file's layer does not allow, and each file that lies in no layer. */
export function checkLayers(source: SourceFile): Violation[] {
  const [, layerName] = source.path.split('/') as [string, string];
  const layer = source.path.split('/').length < 3 ? undefined : layers[layerName];
  if (layer === undefined) {
    return [
      {
        path: source.path,
        line: 1,
        rule: 'layers',
        message: `lies in no layer: name src/${layerName} in test/architecture/layers.ts with its rules`,
      },
    ];
  }
  const violations: Violation[] = [];
  for (const reference of importsOf(source)) {
    const complaint = complaintAbout(source.path, layerName, partOf(source.path, layer), reference);
    if (complaint !== null) violations.push({ path: source.path, line: reference.line, rule: 'layers', message: complaint });
  }
  return violations;
}

/** The narrowest rules that hold for a file. */
function partOf(file: string, layer: Layer): Layer {
  let part = layer;
  let length = 0;
  for (const [prefix, rules] of Object.entries(layer.parts ?? {})) {
    if (isWithin(file, `src/${prefix}`) && prefix.length > length) {
      part = rules;
      length = prefix.length;
    }
  }
  return part;
}

function complaintAbout(file: string, layerName: string, layer: Layer, reference: ImportReference): string | null {
  const { specifier } = reference;
  if (specifier === null) {
    // What a computed location is used for is checked where it is imported.
    if (reference.kind === 'location' || layer.computed?.[file] !== undefined) return null;
    return 'names what it loads by a computed text, which cannot be checked';
  }
  const verb = reference.kind === 'import' ? 'imports' : 'names the location of';
  const refusal = `${verb} ${specifier}, which src/${layerName} may not: ${layer.reason}`;
  if (specifier.startsWith('.')) return isPathAllowed(file, layerName, layer, reference) ? null : refusal;
  if (reference.kind === 'location') return refusal;
  if (specifier.startsWith('node:') || builtins.has(specifier)) {
    return layer.builtins?.includes(specifier.replace(/^node:/, '')) === true ? null : refusal;
  }
  return layer.packages?.includes(packageName(specifier)) === true ? null : refusal;
}

function isPathAllowed(file: string, layerName: string, layer: Layer, reference: ImportReference): boolean {
  const target = path.posix.join(path.posix.dirname(file), (reference.specifier as string).replace(/[?*].*$/, ''));
  if (isWithin(target, `src/${layerName}`)) return layerName !== 'extractors' || isExtractorNeighbour(file, target);
  if (layer.resources?.some((resource) => isWithin(target, resource)) === true) return true;
  const allowed = reference.kind === 'import' ? layer.imports : [...(layer.imports ?? []), ...(layer.starts ?? [])];
  return allowed?.some((prefix) => isWithin(target, `src/${prefix}`)) === true;
}

/**
 * Inside src/extractors: the registry sees all; an extractor sees its own folder, what its family shares
 * (files directly in the family's folder) and what all share (files directly in src/extractors), never another extractor.
 */
function isExtractorNeighbour(file: string, target: string): boolean {
  if (file === 'src/extractors/registry.ts') return true;
  if (isWithin(target, 'src/extractors/registry')) return false;
  const own = file.split('/').slice(0, 4);
  return isWithin(target, own.join('/')) || isWithin(path.posix.dirname(file), path.posix.dirname(target));
}

/** Whether a path is `parent`, `parent` with an extension, or below it. */
function isWithin(target: string, parent: string): boolean {
  return target === parent || target.startsWith(`${parent}/`) || target.startsWith(`${parent}.`);
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
