/**
 * Run once after installation: compiles the engine and, above all, what the workers run. Workers may write nothing, so
 * that they could never keep what they compiled; here it is compiled before there is any evidence.
 */
import { keepCompiledModules } from './compile-cache.mjs';

if (process.features.typescript) {
  keepCompiledModules();
  await import('./main.ts');
  await import('./commands/triage.ts');
  await import('../workers/item-processor.ts');
  await import('../workers/processing.ts');
  await import('../extractors/registry.ts');
}
