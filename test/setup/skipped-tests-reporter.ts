/** Names every skipped test with its reason at the end of a run: what was not tested must not look like what passed. */
import type { Reporter, TestModule } from 'vitest/node';

export default class SkippedTestsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    // A test that is skipped in both time zones is one line.
    const zonesByTest = new Map<string, string[]>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result();
        const reason = result.state === 'skipped' && result.note !== undefined ? ` (${result.note})` : '';
        const line = `${module.relativeModuleId}: ${test.fullName}${reason}`;
        zonesByTest.set(line, [...(zonesByTest.get(line) ?? []), module.project.name]);
      }
    }
    if (zonesByTest.size === 0) {
      process.stdout.write('Skipped tests: none.\n');
      return;
    }
    process.stdout.write(`Skipped tests: ${zonesByTest.size}, each with its reason in its name or behind it:\n`);
    for (const [line, zones] of [...zonesByTest].sort()) process.stdout.write(`  ${line} [${zones.sort().join(', ')}]\n`);
  }
}
