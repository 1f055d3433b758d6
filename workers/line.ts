/** A line worker: takes work from the queue and reads, matches and imports. Any number may run, on any machine. */
import { assemble } from '../src/assemble.js';
import { runProcess } from '../src/run-process.js';
import { serve } from '../src/serve.js';

await runProcess(async (config, onLost) =>
  serve(await assemble({ ...config, tasks: ['line'] }, onLost), console.log),
);
