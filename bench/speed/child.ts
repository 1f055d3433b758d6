/** The process of one engine: started by process.ts, which hands it files one at a time. */
import { readFileSync } from 'node:fs';
import { type Read, startEngine } from './engines.js';
import { ENGINES, type PageCost, type Question, type Reply } from './messages.js';

const say = (reply: Reply) => process.send?.(reply);

/** Runs `work` and says what it cost this process. */
async function measured<T>(work: () => Promise<T>): Promise<{ result: T; wallMs: number; cpuMs: number }> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, wallMs: performance.now() - start, cpuMs: (user + system) / 1000 };
}

async function pageOf(read: Read, path: string): Promise<PageCost> {
  const start = performance.now();
  let provisionalMs: number | null = null;
  const { result, wallMs, cpuMs } = await measured(() =>
    read(path, () => {
      provisionalMs ??= performance.now() - start;
    }),
  );
  return { ...result, wallMs, cpuMs, provisionalMs };
}

/** The most memory this process ever held. */
function peakBytes(): number {
  // Not getrusage on Linux: its figure is inherited from the process that started this one.
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
}

function failed(error: unknown): void {
  say({ say: 'failed', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

const engine = ENGINES.find((name) => name === process.argv[2]);
if (engine === undefined) throw new Error(`no engine ${process.argv[2]}`);
process.on('disconnect', () => process.exit(0));
try {
  const { result: read, wallMs, cpuMs } = await measured(() => startEngine(engine));
  process.on('message', (question: Question) => {
    if (question.do === 'peak') say({ say: 'peak', bytes: peakBytes() });
    else pageOf(read, question.path).then((page) => say({ say: 'page', page }), failed);
  });
  say({ say: 'started', wallMs, cpuMs });
} catch (error) {
  failed(error);
}
