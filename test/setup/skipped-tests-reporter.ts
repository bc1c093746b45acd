/** Names every skipped test with its reason at the end of a run: what was not tested must not look like what passed. */
import type { Reporter, TestModule } from 'vitest/node';

export default class SkippedTestsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) => {
      const skipped = [...module.children.allTests('skipped')].map((test) => {
        const result = test.result();
        const reason = result.state === 'skipped' ? result.note : undefined;
        return `  ${module.project.name}: ${test.fullName}${reason === undefined ? '' : ` (${reason})`}`;
      });
      return skipped.length === 0 ? [] : [`  ${module.relativeModuleId}`, ...skipped.map((line) => `  ${line}`)];
    });
    const count = lines.filter((line) => line.startsWith('    ')).length;
    process.stdout.write(
      count === 0
        ? 'Skipped tests: none.\n'
        : `Skipped tests: ${count}, each with its reason in its name or behind it:\n${lines.join('\n')}\n`,
    );
  }
}
