/** `npm start`: the server, with everything it needs in this one process unless the settings say otherwise. */
import { assemble } from './assemble.js';
import { runProcess } from './run-process.js';
import { serve } from './serve.js';

await runProcess(async (config, onLost) => serve(await assemble(config, onLost), console.log));
