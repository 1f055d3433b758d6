/**
 * The real program, except that it kills itself with SIGKILL at one point of its work: `node saboteur.mjs POINT [TASK…]`,
 * POINT being `before:METHOD` or `after:METHOD` of the store's documents or work.
 */
import { assemble } from '../../dist/src/assemble.js';
import { readConfig } from '../../dist/src/config.js';
import { serve } from '../../dist/src/serve.js';

const [point = '', ...tasks] = process.argv.slice(2);
const [when, method] = point.split(':');
const config = readConfig();
const program = await assemble({ ...config, ...(tasks.length > 0 ? { tasks } : {}) }, (error) => {
  throw error;
});

const room = [program.store.documents, program.store.work].find((part) => method in part);
if (room === undefined) throw new Error(`no ${method}`);
const original = room[method].bind(room);
const die = () => process.kill(process.pid, 'SIGKILL');
room[method] = async (...args) => {
  if (when === 'before') die();
  const result = await original(...args);
  die();
  return result;
};
await serve(program, console.log);
console.log('saboteur ready');
