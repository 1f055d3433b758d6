/** What a process uses, seen from outside: it need not answer for it. */
import { readFile } from 'node:fs/promises';
import type { Usage } from './messages.js';

/** The kernel counts process times in hundredths of a second towards programs, on every architecture. */
const TICK_MS = 10;

/** Whether {@link usageOf} can look; elsewhere a child must report itself. */
export const canLook = process.platform === 'linux';

/** `null` when the process is gone (or this is not Linux). */
export async function usageOf(pid: number): Promise<Usage | null> {
  try {
    const [status, stat] = await Promise.all([
      readFile(`/proc/${pid}/status`, 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    // The name in brackets may hold anything; user and system time are the 12th and 13th field after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (resident === undefined) return null;
    return { bytes: Number(resident) * 1024, cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS };
  } catch {
    return null;
  }
}

/** The same of this process. */
export function ownUsage(): Usage {
  const { user, system } = process.cpuUsage();
  return { bytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1000 };
}
