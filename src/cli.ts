/** `npx yanpiao …` */
import { runCli } from './cli/program.js';
import { terminal } from './cli/terminal.js';

const ending = await runCli(process.argv.slice(2), terminal);
// What was written is flushed first: stdout may be a pipe.
if (ending !== 'running') process.exitCode = ending;
