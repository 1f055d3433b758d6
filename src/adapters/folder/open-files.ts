/** Which files somebody on this machine is still writing, where the system tells (Linux, processes of our own user). */
import { readdir, readFile, readlink } from 'node:fs/promises';

/** Access modes of `open`: write only, or read and write. The last octal digit of `flags` in /proc/…/fdinfo. */
const WRITES = /^flags:\s*\d*[12]$/mu;

/** Files under `folder` (absolute) that are open for writing; empty where the system does not say. */
export async function openForWriting(folder: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  if (process.platform !== 'linux') return found;
  const processes = (await namesIn('/proc')).filter((name) => /^\d+$/u.test(name));
  for (const id of processes) {
    if (id === String(process.pid)) continue;
    for (const descriptor of await namesIn(`/proc/${id}/fd`)) {
      const path = await orNull(readlink(`/proc/${id}/fd/${descriptor}`));
      if (path === null || !path.startsWith(`${folder}/`)) continue;
      const info = await orNull(readFile(`/proc/${id}/fdinfo/${descriptor}`, 'utf8'));
      if (info !== null && WRITES.test(info)) found.add(path);
    }
  }
  return found;
}

const namesIn = async (folder: string): Promise<string[]> => (await orNull(readdir(folder))) ?? [];

/** Processes and descriptors come and go while they are listed, and those of others are not shown: that is no fault. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  const [answer] = await Promise.allSettled([asked]);
  return answer.status === 'fulfilled' ? answer.value : null;
}
