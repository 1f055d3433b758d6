/** The sweeper: announces again what nobody finished. One is enough; several do no harm. */
import { assemble } from '../src/assemble.js';
import { runProcess } from '../src/run-process.js';
import { serve } from '../src/serve.js';

await runProcess(async (config, onLost) =>
  serve(await assemble({ ...config, tasks: ['sweep'] }, onLost), console.log),
);
