/** `yanpiao query`: asks the ledger. */
import { z } from 'zod';
import { askLedger } from '../../desk/query/ask.js';
import { BadQuestion } from '../../desk/query/question.js';
import { type QueryAnswer, queryBody } from '../../http/contract/queries.js';
import type { App } from '../../http/deps.js';
import { presentQuery, questionOf } from '../../http/present-queries.js';
import { FIELDS } from '../../invoice/fields.js';
import { KINDS } from '../../invoice/kinds.js';
import type { Principal } from '../../ports/accounts.js';
import { EXIT, type ExitCode, type Io, line, WrongUse } from '../io.js';
import { OUTCOMES } from '../outcomes.js';
import { tableOf } from '../tables.js';
import { operatorOf } from './operator.js';

export const queryOptions = z.object({ org: z.string(), json: z.boolean(), body: queryBody });

export async function queryCommand(
  app: App,
  options: z.infer<typeof queryOptions>,
  io: Io,
): Promise<ExitCode> {
  const principal = await operatorOf(app.store.accounts, options.org);
  const answer = await ask(app, principal, options.body);
  io.out(options.json ? line(JSON.stringify(answer)) : describe(answer));
  return EXIT.done;
}

async function ask(app: App, principal: Principal, body: z.infer<typeof queryBody>): Promise<QueryAnswer> {
  const { ledger, queries } = app.store;
  const perInvoice = app.questionsPerInvoice;
  try {
    const tools = { ledger, queries, verify: app.verify, now: () => new Date(), perInvoice };
    return presentQuery(await askLedger(tools, principal, questionOf(body)));
  } catch (error) {
    if (!(error instanceof BadQuestion)) throw error;
    throw new WrongUse(`无法识别 ${error.part} / ${error.part} cannot be read`);
  }
}

function describe(answer: QueryAnswer): string {
  const { outcome, confidence, state, kind, remedy, reasons, entries, cachedFrom } = answer;
  const head = [
    `${OUTCOMES[outcome]}  ${(confidence * 100).toFixed(1)} %  ${state}${kind === null ? '' : `  ${KINDS[kind].chinese}`}`,
    remedy,
    ...(cachedFrom === null ? [] : [`先前的答复 / as answered at ${cachedFrom}`]),
  ];
  const compared = shown(
    ['字段 Field', '所问 Asked', '底账 Ledger', ''],
    reasons.map(({ field, ours, theirs, agree }) => [
      `${FIELDS[field].chinese} ${field}`,
      ours ?? '—',
      theirs ?? '—',
      agree ? '=' : ours === null || theirs === null ? '?' : '≠',
    ]),
  );
  const could = shown(
    ['代码 Code', '号码 Number', '日期 Date', '销售方 Seller', '价税合计 Gross'],
    entries.map((entry) => [
      entry.invoiceCode ?? '',
      entry.invoiceNumber,
      entry.issueDate,
      entry.sellerName ?? '',
      entry.grossTotal ?? '',
    ]),
  );
  return [...head, ...compared, ...could].map(line).join('');
}

const shown = (head: string[], rows: string[][]): string[] =>
  rows.length === 0 ? [] : [tableOf(head, rows)];
