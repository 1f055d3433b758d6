/** `npm start`: the server, with everything it needs in this one process unless the settings say otherwise. */
import { runProcess } from './run-process.js';
import { serve } from './serve.js';

await runProcess((config, onLost) => serve(config, console.log, onLost));
