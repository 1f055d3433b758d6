/** A line worker: takes work from the queue and reads, matches and imports. Any number may run, on any machine. */
import { runProcess } from '../src/run-process.js';
import { serve } from '../src/serve.js';

await runProcess(
  (config, onLost) => serve(config, console.log, onLost),
  (config) => ({ ...config, tasks: ['line'] }),
);
