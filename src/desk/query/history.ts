/** The history of questions as a CSV for people. */
import { CSV_MARK, csvLine } from '../../document/csv.js';
import type { QueryRecord, QueryWay } from '../../document/query.js';
import { OUTCOME_WORDS, STATE_WORDS } from '../../document/verdict-words.js';
import { timeInShanghai } from '../../invoice/dates.js';
import { KINDS } from '../../invoice/kinds.js';
import type { Principal } from '../../ports/accounts.js';
import type { QueryFilter, QueryStore } from '../../ports/queries.js';
import { differencesOf, digitsKept, questionWords } from './words.js';

const HEADER = [
  '查验时间',
  '查验人',
  '方式',
  '票种',
  '发票代码',
  '发票号码',
  '所查内容',
  '查验结果',
  '发票状态',
  '官方代码',
  '官方说明',
  '处理建议',
  '差异说明',
  '答复得出时间',
];

const WAY_WORDS: Readonly<Record<QueryWay, string>> = {
  fields: '逐项填写',
  qr: '二维码',
  picture: '图片',
  number: '只查号码',
  batch: '批量文件',
};

/** Records in one answer of the store. */
const PAGE = 500;

/** The whole CSV, piece by piece, newest first; no more than a page of it is ever held. */
export async function* historyCsv(
  queries: Pick<QueryStore, 'list'>,
  principal: Principal,
  filter: QueryFilter,
): AsyncGenerator<string> {
  yield CSV_MARK + csvLine(HEADER);
  let cursor: string | undefined;
  do {
    const page = await queries.list(principal, filter, {
      ...(cursor === undefined ? {} : { cursor }),
      limit: PAGE,
    });
    yield page.items.map((record) => csvLine(cellsOf(record))).join('');
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

const cellsOf = (record: QueryRecord): (string | null)[] => [
  timeInShanghai(record.askedAt),
  record.askedBy,
  WAY_WORDS[record.way],
  record.kind === null ? null : KINDS[record.kind].chinese,
  digitsKept(record.invoiceCode ?? ''),
  digitsKept(record.invoiceNumber ?? ''),
  questionWords(record.question),
  OUTCOME_WORDS[record.outcome],
  STATE_WORDS[record.state],
  record.verdict.official?.code ?? null,
  record.verdict.official?.text ?? null,
  record.verdict.remedy,
  differencesOf(record.verdict),
  timeInShanghai(record.cachedFrom ?? record.askedAt),
];
