/** Which function does which kind of work: the closed set of jobs, complete by type. */
import { openQuestions } from './adapters/ledger-files/questions.js';
import { openLedgerFile } from './adapters/ledger-files/read.js';
import { xmlReader } from './adapters/xml/xml.js';
import { zipReader } from './adapters/zip/zip.js';
import { runImport } from './desk/ledger/run-import.js';
import { runQuestions } from './desk/query/run-questions.js';
import { type AskTools, askAboutDocument, openAsking } from './desk/registry/ask-document.js';
import type { Mapping } from './document/ledger-file.js';
import type { Slip } from './document/slip.js';
import { todayInShanghai } from './invoice/dates.js';
import { checkedAgainst, whoseSlips } from './pipeline/run-checks.js';
import { type CollapseTools, runCollapse } from './pipeline/run-collapse.js';
import { runMatch, type VerifyStore, verifyAgainstLedger } from './pipeline/run-match.js';
import { runJoin, runPart, runRead } from './pipeline/run-reading.js';
import type { Handlers, RunnerTools } from './pipeline/runner.js';
import type { Store } from './ports/store.js';

export interface WorkTools extends RunnerTools {
  readonly store: RunnerTools['store'] & Pick<Store, 'queries' | 'registry'>;
  /** Questions about one invoice that are answered anew on one day; 0: no limit. */
  readonly questionsPerInvoice: number;
}

export function workHandlers(tools: WorkTools): Handlers {
  return {
    read: (work) => runRead(tools, work),
    part: (work) => runPart(tools, work),
    join: (work) => runJoin(tools, work),
    match: async (work) => [
      ...(await runMatch(tools, work)),
      ...(await openAsking(askTools(tools), work.organisationId, work.subjectId)),
    ],
    collapse: (work) => runCollapse(collapseTools(tools), work),
    import: (work) => runImport({ ...tools, openFile: openForImport }, work),
    registry: (work) => askAboutDocument(askTools(tools), work),
    query: (work) => runQuestions({ ...tools, ...questionTools(tools) }, work),
  };
}

const collapseTools = ({ store, now, matchModel }: RunnerTools): CollapseTools => ({
  store,
  verify: (organisationId, slip) => verifyAgainstLedger(store, organisationId, slip, now(), matchModel),
  check: async (organisationId, slip, verdict) => {
    const whose = await whoseSlips(store, organisationId, null);
    return (await checkedAgainst(store, whose, slip, verdict, now())).slip;
  },
  today: () => todayInShanghai(now()),
});

const askTools = ({ store, registers = [], now }: WorkTools): AskTools => ({ store, registers, now });

const openForImport = (path: string, mapping: Mapping | null) =>
  openLedgerFile(path, { zip: zipReader(), xml: xmlReader() }, { mapping });

const questionTools = ({ now, matchModel, questionsPerInvoice }: WorkTools) => ({
  open: (path: string) => openQuestions(path, { zip: zipReader(), xml: xmlReader() }),
  perInvoice: questionsPerInvoice,
  verifier: (view: VerifyStore) => (organisationId: string, slip: Slip) =>
    verifyAgainstLedger(view, organisationId, slip, now(), matchModel),
});
