/** What became of documents; a line of JSON for each that nothing more happens to. For commands that go on. */
import { z } from 'zod';
import { FINAL_STATES } from '../../document/state.js';
import { WAYS_IN } from '../../document/ways-in.js';
import type { App } from '../../http/deps.js';
import { presentDocument } from '../../http/present.js';
import { EXIT, type ExitCode, type Io, line } from '../io.js';
import { operatorOf } from './operator.js';

export const documentsOptions = z.object({
  org: z.string(),
  ids: z.array(z.string()).max(WAYS_IN.folder.asked),
});

export async function documentsCommand(
  app: App,
  { org, ids }: z.infer<typeof documentsOptions>,
  io: Io,
): Promise<ExitCode> {
  const { organisationId } = await operatorOf(app.store.accounts, org);
  for (const id of ids) {
    const record = await app.store.documents.get(organisationId, id);
    if (record === null || !FINAL_STATES.includes(record.state)) continue;
    const changes = await app.store.documents.verdictChanges(organisationId, { documentId: id, limit: 20 });
    io.out(line(JSON.stringify(presentDocument(record, changes.items))));
  }
  return EXIT.done;
}
