/** The sweeper: announces again what nobody finished. One is enough; several do no harm. */
import { runProcess } from '../src/run-process.js';
import { serve } from '../src/serve.js';

await runProcess(
  (config, onLost) => serve(config, console.log, onLost),
  (config) => ({ ...config, tasks: ['sweep'] }),
);
