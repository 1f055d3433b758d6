/** Ends every run with what was left out and the line `N passed, N failed`. */
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { leftOut } from './available.js';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export default class LastLineReporter implements Reporter {
  #counts: Counts | null = null;

  onInit(): void {
    // At the very end of the process, because servers that stop and the other reporters still print after the tests.
    process.once('exit', (code) => this.#tell(code));
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<SerializedError>): void {
    const counts: Counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      // A file that could not be loaded has no tests to fail.
      if (module.state() === 'failed' && module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') counts.failed += 1;
        else counts.skipped += 1;
      }
    }
    this.#counts = counts;
  }

  #tell(code: number): void {
    const { passed, failed, skipped } = this.#counts ?? { passed: 0, failed: 1, skipped: 0 };
    const missing = leftOut();
    const told = missing.map((line) => `left out: ${line}\n`).join('');
    // A run that failed without a failed test (no file found, a server that did not stop) has failed all the same.
    const honest = code !== 0 && failed === 0 ? 1 : failed;
    const more = skipped === 0 ? '' : `, ${skipped} skipped`;
    process.stdout.write(`\n${told}${passed} passed, ${honest} failed${more}\n`);
  }
}
