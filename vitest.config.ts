import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/services.ts'],
    // Files beside each other start databases and engines: more than two at a time only slows all of them down.
    pool: 'forks',
    maxWorkers: 2,
    // Generous on purpose: a test never fails because the machine is busy, only because something hangs.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    reporters: ['default', './test/support/reporter.ts'],
  },
});
