#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/src/cli.js', import.meta.url);
if (!existsSync(program)) {
  console.error(
    'Yanpiao is not built yet: run "npm start" or "npm run build" once.\n尚未构建：请先运行一次 npm start 或 npm run build。',
  );
  process.exit(3);
}
await import(program.href);
