/** One file handed in by a command that goes on, such as `yanpiao watch`; answers with one line of JSON. */
import { basename } from 'node:path';
import { z } from 'zod';
import { handIn } from '../../desk/documents/hand-in.js';
import { originalName } from '../../desk/documents/original.js';
import type { Refusal } from '../../document/refusal.js';
import type { App } from '../../http/deps.js';
import { EXIT, type ExitCode, type Io, line } from '../io.js';
import { storeFile } from '../original-file.js';
import { operatorOf } from './operator.js';

export const handInOptions = z.object({
  /** Absolute. */
  path: z.string(),
  org: z.string(),
  /** As the file looked when it was thought whole. */
  seen: z.object({ size: z.number(), mtimeMs: z.number() }),
  /** With the bytes it makes the idempotency key: the same again answers as the first time. */
  key: z.string().min(1).max(180),
});

/** `changed`: written to since `seen`, to be handed in again when it has settled. */
export type HandedIn =
  | { readonly id: string; readonly duplicateOf: string | null; readonly sha256: string }
  | { readonly refusal: Refusal }
  | { readonly changed: true };

export async function handInCommand(
  app: App,
  { path, org, seen, key }: z.infer<typeof handInOptions>,
  io: Io,
): Promise<ExitCode> {
  const answer = (told: HandedIn) => io.out(line(JSON.stringify(told)));
  const principal = { ...(await operatorOf(app.store.accounts, org)), name: 'folder' };
  const stored = await storeFile(app.blobs, principal.organisationId, path, seen);
  if (stored === 'changed' || 'refusal' in stored) {
    answer(stored === 'changed' ? { changed: true } : { refusal: stored.refusal });
    return EXIT.refused;
  }
  const file = { file: originalName(basename(path)), ...stored };
  const onFault = (what: string, error: unknown) => app.log.error({ err: error }, `${what} failed`);
  const { documents } = await handIn(
    { ...app, onFault },
    principal,
    [file],
    'folder',
    `${key}:${stored.sha256}`,
  );
  const [document] = documents;
  if (document === undefined) throw new Error('a batch without its document');
  answer({ id: document.id, duplicateOf: document.duplicateOf, sha256: stored.sha256 });
  return EXIT.done;
}
