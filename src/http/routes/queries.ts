/** Asking the ledger: one question, a picture; what was asked so far; and looking for something by a few words. */
import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { may } from '../../desk/accounts/roles.js';
import { askLedger } from '../../desk/query/ask.js';
import { historyCsv } from '../../desk/query/history.js';
import { askPicture } from '../../desk/query/picture.js';
import { BadQuestion } from '../../desk/query/question.js';
import { type Searched, searchEverywhere } from '../../desk/query/search.js';
import { todayInShanghai } from '../../invoice/dates.js';
import type { Principal } from '../../ports/accounts.js';
import { answers, bytes } from '../contract/answers.js';
import {
  pictureAnswer,
  type QueryBody,
  queryAnswer,
  queryBody,
  queryFilter,
  queryInputs,
  queryListQuery,
  queryPage,
  SHORT_NAMES,
  searchAnswer,
  searchQuery,
} from '../contract/queries.js';
import type { HttpDeps } from '../deps.js';
import { asAttachment } from '../download.js';
import { HttpProblem } from '../errors.js';
import { principalOf } from '../guard.js';
import { answeredBefore } from '../idempotency.js';
import { withPassingFile } from '../passing-file.js';
import {
  presentHit,
  presentInputs,
  presentPicture,
  presentQuery,
  presentQueryRow,
  questionOf,
} from '../present-queries.js';

export const queryRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { store, settings, questionsPerInvoice: perInvoice } = deps;
  const { ledger, queries } = store;
  const tags = ['queries'];
  const mayAsk = { action: 'queries.ask' } as const;
  const tools = { ledger, queries, verify: deps.verify, now: () => new Date(), perInvoice };

  app.post('/queries', {
    config: { ...mayAsk, idempotent: true },
    schema: {
      tags,
      summary: 'Ask the ledger: by fields, by the text of a QR, or by number or code alone',
      body: queryBody,
      response: answers(200, queryAnswer),
    },
    handler: async (request) => {
      try {
        return presentQuery(await askLedger(tools, principalOf(request), questionOf(request.body)));
      } catch (error) {
        throw error instanceof BadQuestion ? unreadable(error, request.body) : error;
      }
    },
  });

  app.post('/queries/picture', {
    config: { ...mayAsk, upload: true, idempotent: 'uploaded' },
    schema: {
      tags,
      summary: 'Ask the ledger about the slips on a picture: read now, and kept nowhere',
      response: answers(200, pictureAnswer),
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const asking = { ...tools, reader: deps.reading };
      return withPassingFile(request, principal.organisationId, settings, async (path, file) => {
        if (await answeredBefore(deps, request, reply, [file])) return reply;
        return presentPicture(await askPicture(asking, principal, path));
      });
    },
  });

  app.get('/queries', {
    config: mayAsk,
    schema: {
      tags,
      summary: 'What was asked, newest first',
      querystring: queryListQuery,
      response: answers(200, queryPage),
    },
    handler: async (request) => {
      const { cursor, limit, ...filter } = request.query;
      const principal = principalOf(request);
      const page = await queries.list(principal, ownOf(principal, filter), { cursor, limit });
      return { items: page.items.map(presentQueryRow), next: page.next };
    },
  });

  app.get('/queries/export.csv', {
    config: mayAsk,
    schema: {
      tags,
      summary: 'The same as a CSV, without an end of its pages',
      querystring: queryFilter,
      response: bytes(
        200,
        'text/csv',
        'UTF-8 with a mark; ids of many digits end in a tab, so that Excel keeps them',
      ),
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const lines = historyCsv(queries, principal, ownOf(principal, request.query));
      return asAttachment(reply, `查验记录-${todayInShanghai()}.csv`)
        .type('text/csv; charset=utf-8')
        .send(Readable.from(lines, { objectMode: false }));
    },
  });

  app.get('/queries/inputs', {
    config: mayAsk,
    schema: {
      tags,
      summary: 'What each kind of invoice is asked by',
      response: answers(200, queryInputs),
    },
    handler: async () => presentInputs(perInvoice),
  });

  app.get('/search', {
    config: { action: 'documents.read' },
    schema: {
      tags,
      summary: 'Look through the ledger and what was handed in, the closest first',
      querystring: searchQuery,
      response: answers(200, searchAnswer),
    },
    handler: async (request) => {
      const { q, in: places, limit } = request.query;
      const principal = principalOf(request);
      const searched = placesOf(principal, places);
      const hits = await searchEverywhere(store, principal.organisationId, q, searched, limit);
      return { searched, items: hits.map(presentHit) };
    },
  });
};

/** What is wrong with a part of a question, under the name that the asker gave it. */
function unreadable(error: BadQuestion, body: QueryBody): HttpProblem {
  const { part } = error;
  const short = Object.entries(SHORT_NAMES).find(([name, long]) => long === part && name in body)?.[0];
  const path = `body/${part in body ? part : (short ?? part)}`;
  const message = WANTED[part] ?? (/amount|Total$/.test(part) ? NO_MONEY : 'holds nothing that can be read');
  return new HttpProblem('invalid_request', { errors: [{ path, message }], cause: error });
}

const NO_MONEY = 'not an amount such as "-12.30", with two places at most';
const WANTED: Readonly<Record<string, string>> = {
  qr: 'not the text of an invoice QR, which begins with 01',
  issueDate: 'not a day of the years 1950 to 2099, as YYYY-MM-DD',
  checkCode: 'too few digits: give the last six, of a blockchain invoice the last five',
  invoiceNumber: 'there is no number, and none in the QR',
};

/** Who may not look into the ledger is not shown what others were told of it. */
export const ownOf = <F extends { mine?: boolean }>({ role }: Principal, filter: F): F =>
  may(role, 'ledger.read') ? filter : { ...filter, mine: true };

/** Both unless told. Throws HttpProblem where the ledger is asked for by name and may not be read. */
function placesOf({ role }: Principal, named: string | undefined): Searched[] {
  const mayRead = may(role, 'ledger.read');
  if (named === undefined) return mayRead ? ['ledger', 'slips'] : ['slips'];
  const places = (['ledger', 'slips'] as const).filter((place) => named.split(',').includes(place));
  if (places.includes('ledger') && !mayRead) throw new HttpProblem('forbidden');
  return places;
}
