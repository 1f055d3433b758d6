/** `npm start`: ready, then the program itself in this very process, so that Ctrl-C reaches it. */
import { ready } from './ready.mjs';

ready();
await import('../dist/src/main.js');
