/** A file of questions with its answers: the same rows in the same order, with what was answered behind each. */
import { CSV_MARK, csvLine } from '../../document/csv.js';
import type { QueryRecord } from '../../document/query.js';
import { OUTCOME_WORDS, STATE_WORDS } from '../../document/verdict-words.js';
import { timeInShanghai } from '../../invoice/dates.js';
import type { QueryStore } from '../../ports/queries.js';
import type { SheetOut } from '../../ports/workbook.js';
import { faultOf } from './batch.js';
import type { QuestionFile, QuestionRow } from './question-row.js';
import { differencesOf, digitsKept } from './words.js';

/** Columns behind those of the file, and how wide they are in a workbook. */
const APPENDED: readonly (readonly [header: string, width: number])[] = [
  ['查验结果', 12],
  ['发票状态', 12],
  ['官方代码', 10],
  ['官方说明', 30],
  ['处理建议', 60],
  ['差异说明', 50],
  ['结果代码', 14],
  ['答复得出时间', 20],
];

/** Columns of a file that says nothing of their width. */
const OWN_WIDTH = 22;

/** Answers in one answer of the store. */
const PAGE = 500;

export interface Answers {
  readonly queries: Pick<QueryStore, 'batchRows'>;
  readonly organisationId: string;
  readonly batchId: string;
}

/** Both in step: rows of the file, and their answers by row. */
async function* answeredRows(
  file: QuestionFile,
  { queries, organisationId, batchId }: Answers,
): AsyncGenerator<(string | null)[]> {
  let [page, last]: [readonly (QueryRecord & { readonly row: number })[], number] = [[], 0];
  const answerTo = async (row: number): Promise<QueryRecord | undefined> => {
    while (last < row) {
      page = await queries.batchRows(organisationId, batchId, last, PAGE);
      // Nothing more: the rows that are left could not be asked.
      last = page.at(-1)?.row ?? Infinity;
    }
    return page.find((answer) => answer.row === row);
  };
  const width = file.headers.length;
  for await (const row of file.rows()) {
    const own = Array.from({ length: Math.max(width, row.cells.length) }, (_, at) => row.cells[at] ?? null);
    const answer = await answerTo(row.row);
    yield [...own.slice(0, width), ...(answer === undefined ? faultCells(row) : answerCells(answer))];
  }
}

const answerCells = ({ outcome, state, verdict, cachedFrom, askedAt }: QueryRecord): (string | null)[] => [
  OUTCOME_WORDS[outcome],
  STATE_WORDS[state],
  verdict.official?.code ?? null,
  verdict.official?.text ?? null,
  verdict.remedy,
  differencesOf(verdict),
  outcome,
  timeInShanghai(cachedFrom ?? askedAt),
];

function faultCells(row: QuestionRow): (string | null)[] {
  const { code, message } = faultOf(row);
  return ['无法查验', null, null, null, message, null, code, null];
}

/** As a sheet of a workbook; every cell is text, so that no digit of an id is lost. */
export const resultSheet = (file: QuestionFile, answers: Answers): SheetOut => ({
  name: '查验结果',
  columns: [
    ...file.headers.map((header) => ({ header, width: OWN_WIDTH })),
    ...APPENDED.map(([header, width]) => ({ header, width })),
  ],
  rows: answeredRows(file, answers),
});

/** As a CSV, piece by piece. */
export async function* resultCsv(file: QuestionFile, answers: Answers): AsyncGenerator<string> {
  yield CSV_MARK + csvLine([...file.headers, ...APPENDED.map(([header]) => header)]);
  for await (const cells of answeredRows(file, answers))
    yield csvLine(cells.map((cell) => (cell === null ? null : digitsKept(cell))));
}
