/** Report files: what was checked of documents, for the authorities. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { FINAL_STATES } from '../../document/state.js';
import { todayInShanghai } from '../../invoice/dates.js';
import type { Principal } from '../../ports/accounts.js';
import type { DocumentRecord } from '../../ports/store.js';
import { bytes } from '../contract/answers.js';
import { idParams } from '../contract/common.js';
import { reportBody } from '../contract/rules.js';
import type { HttpDeps } from '../deps.js';
import { HttpProblem } from '../errors.js';
import { type ReportHead, reportSheets } from '../export/report.js';
import { principalOf } from '../guard.js';
import { sendWorkbook, XLSX } from '../send-workbook.js';

const workbook = bytes(200, XLSX, 'Sheets: 说明, 发票, 检查结果, 涉及票据, 比对明细, 原件');

export const reportRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const config = { action: 'documents.read' } as const;
  const tags = ['reports'];

  async function report(principal: Principal, ids: readonly string[]) {
    const documents: DocumentRecord[] = [];
    for (const id of new Set(ids)) documents.push(await readDocument(deps, principal, id));
    const { organisationId, name } = principal;
    const { neighbours, rules, accounts } = deps.store;
    const handedIn = await neighbours.handedIn(
      organisationId,
      documents.map(({ id }) => id),
    );
    const head: ReportHead = {
      organisation: (await accounts.organisationName(organisationId)) ?? '',
      madeBy: name,
      madeAt: new Date(),
      version: deps.settings.version,
      rules: await rules.get(organisationId),
    };
    const reported = documents.map((document) => ({
      document,
      handedIn: handedIn.get(document.id) ?? null,
    }));
    return { sheets: reportSheets(head, reported), madeAt: head.madeAt };
  }

  app.get('/documents/:id/report', {
    config,
    schema: { tags, summary: 'A report file of a document', params: idParams, response: workbook },
    handler: async (request, reply) => {
      const { sheets } = await report(principalOf(request), [request.params.id]);
      return sendWorkbook(request, reply, `检查报告-${request.params.id}.xlsx`, sheets);
    },
  });

  app.post('/reports', {
    config,
    schema: {
      tags,
      summary: 'A report file of several documents, in the order given',
      body: reportBody,
      response: workbook,
    },
    handler: async (request, reply) => {
      const { sheets, madeAt } = await report(principalOf(request), request.body.documentIds);
      return sendWorkbook(request, reply, `检查报告-${todayInShanghai(madeAt)}.xlsx`, sheets);
    },
  });
};

async function readDocument({ store }: HttpDeps, principal: Principal, id: string): Promise<DocumentRecord> {
  const document = await store.documents.get(principal.organisationId, id);
  if (document === null) throw new HttpProblem('not_found');
  if (!FINAL_STATES.includes(document.state)) throw new HttpProblem('not_read_yet');
  return document;
}
