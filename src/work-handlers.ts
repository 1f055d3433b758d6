/** Which function does which kind of work: the closed set of jobs, complete by type. */
import { readLedgerFile } from './adapters/ledger-files/read.js';
import { xmlReader } from './adapters/xml/xml.js';
import { zipReader } from './adapters/zip/zip.js';
import { importLedger } from './desk/ledger/import.js';
import { LedgerFileError } from './document/ledger-file.js';
import { todayInShanghai } from './invoice/dates.js';
import { checkedAgainst, whoseSlips } from './pipeline/run-checks.js';
import { type CollapseTools, runCollapse } from './pipeline/run-collapse.js';
import { runMatch, verifyAgainstLedger } from './pipeline/run-match.js';
import { runJoin, runPart, runRead } from './pipeline/run-reading.js';
import type { Handlers, RunnerTools } from './pipeline/runner.js';
import type { Announcement } from './ports/queue.js';
import type { WorkItem } from './ports/store.js';

export function workHandlers(tools: RunnerTools): Handlers {
  return {
    read: (work) => runRead(tools, work),
    part: (work) => runPart(tools, work),
    join: (work) => runJoin(tools, work),
    match: (work) => runMatch(tools, work),
    collapse: (work) => runCollapse(collapseTools(tools), work),
    import: (work) => runImport(tools, work),
  };
}

const collapseTools = ({ store, now, matchModel }: RunnerTools): CollapseTools => ({
  store,
  verify: (organisationId, slip) => verifyAgainstLedger(store, organisationId, slip, now(), matchModel),
  check: async (organisationId, slip, verdict) =>
    checkedAgainst(store, await whoseSlips(store, organisationId, null), slip, verdict, now()),
  today: () => todayInShanghai(now()),
});

/** `import`: the rows of a ledger file go into the ledger. A file that is no ledger fails for good, with what to do. */
async function runImport({ store, blobs }: RunnerTools, work: WorkItem): Promise<readonly Announcement[]> {
  const record = await store.ledger.getImport(work.organisationId, work.subjectId);
  if (record === null || !(await store.work.start(work.id))) return [];
  const file = await blobs.localFile(work.organisationId, record.sha256);
  try {
    const report = await importLedger({
      ledger: store.ledger,
      rows: readLedgerFile(file.path, { zip: zipReader(), xml: xmlReader() }),
      organisationId: work.organisationId,
    });
    await store.work.finishImport(work.id, report);
  } catch (error) {
    // The file's own fault: trying again would find the same.
    if (!(error instanceof LedgerFileError)) throw error;
    await store.work.fail(work.id, `${error.told}。${error.remedy}`);
  } finally {
    await file.release();
  }
  return [];
}
