/** `yanpiao ingest`: folders of files handed in, and followed until everything is read where that is asked for. */
import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { walkFolder } from '../../adapters/folder/walk.js';
import { handIn } from '../../desk/documents/hand-in.js';
import { originalName } from '../../desk/documents/original.js';
import { errorCode } from '../../document/error-code.js';
import { type Refusal, refusal } from '../../document/refusal.js';
import { WAYS_IN } from '../../document/ways-in.js';
import type { App } from '../../http/deps.js';
import type { Principal } from '../../ports/accounts.js';
import type { Announcement } from '../../ports/queue.js';
import type { NewDocument } from '../../ports/store.js';
import { Following } from '../follow.js';
import { EXIT, type ExitCode, type Io, line } from '../io.js';
import { storeFile } from '../original-file.js';
import { operatorOf } from './operator.js';

export const ingestOptions = z.object({
  /** Absolute: folders and files. */
  paths: z.array(z.string()).min(1),
  org: z.string(),
  /** Stay until all is read. */
  follow: z.boolean(),
  /** Sub-folders, too. */
  recursive: z.boolean(),
  json: z.boolean(),
});

type Options = z.infer<typeof ingestOptions>;

/**
 * Hands every file in. Where nobody else does the work (`readers` above 0) it is done here, and followed whether that
 * was asked for or not. 1 when a file was refused, 3 when one failed for a fault of ours.
 */
export async function ingestCommand(app: App, options: Options, io: Io, readers: number): Promise<ExitCode> {
  const principal = await operatorOf(app.store.accounts, options.org);
  const following = new Following(app, principal.organisationId, options.json, io, readers);
  const batch: { path: string; document: NewDocument }[] = [];
  const flush = async () => {
    if (batch.length > 0) await handInBatch(app, principal, batch.splice(0), following, readers);
  };
  let complete = true;
  for await (const path of filesOf(options, following)) {
    if (io.ending?.aborted === true) {
      complete = false;
      break;
    }
    const stored = await storeFile(app.blobs, principal.organisationId, path);
    if (stored === 'changed') following.refused(path, refusal('not_readable', '正在写入 being written'));
    else if ('refusal' in stored) following.refused(path, stored.refusal);
    else batch.push({ path, document: { file: originalName(basename(path)), ...stored } });
    if (batch.length >= WAYS_IN.batchFiles) await flush();
  }
  await flush();
  if (!complete) io.err(line('已中断：其余文件尚未提交 / interrupted: the other files were not handed in'));
  if (options.follow || readers > 0) await following.toTheEnd();
  return complete ? following.exitCode : EXIT.refused;
}

async function handInBatch(
  app: App,
  principal: Principal,
  batch: readonly { path: string; document: NewDocument }[],
  following: Following,
  readers: number,
): Promise<void> {
  const onFault = (what: string, error: unknown) => app.log.error({ err: error }, `${what} failed`);
  const here: Announcement[] = [];
  const keep = { announce: async (items: readonly Announcement[]) => void here.push(...items) };
  const tools = { store: app.store, queue: readers > 0 ? keep : app.queue, onFault };
  const files = batch.map(({ document }) => document);
  const { batchId, documents } = await handIn(tools, principal, files, 'cli');
  const paths = batch.map(({ path }) => path);
  following.accepted(batchId, documents, paths, here);
}

/** Every file once, folders in the order of their names. What cannot be looked at is refused and passed over. */
async function* filesOf({ paths, recursive }: Options, following: Following): AsyncGenerator<string> {
  const given = new Set<string>();
  for (const named of paths) {
    for await (const path of filesAt(named, recursive, following)) {
      if (given.has(path)) continue;
      given.add(path);
      yield path;
    }
  }
}

async function* filesAt(named: string, recursive: boolean, following: Following): AsyncGenerator<string> {
  const onUnreadable = (path: string) => following.refused(path, refusal('not_readable'));
  try {
    // Named by a person: there a symbolic link is meant.
    const path = await realpath(named);
    if ((await stat(path)).isDirectory()) yield* walkFolder(path, { recursive, onUnreadable });
    else yield path;
  } catch (error) {
    const refused = unreachable(error);
    if (refused === null) throw error;
    following.refused(named, refused);
  }
}

function unreachable(error: unknown): Refusal | null {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return refusal('not_found');
  return code === 'EACCES' || code === 'EPERM' || code === 'ELOOP' ? refusal('not_readable') : null;
}
