/** What an organisation wants to be checked: its rule pack, its own companies, its black list. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { rulePack } from '../../desk/rules/rule-pack.js';
import { shippedPacks } from '../../desk/rules/shipped.js';
import { CHECK_IDS, CHECKS } from '../../document/checks.js';
import type { BlackListed, OrganisationRules, RulePack } from '../../document/rule-pack.js';
import { answers } from '../contract/answers.js';
import { idParams, pageQuery } from '../contract/common.js';
import {
  type BlackListRow,
  blackListBody,
  blackListPage,
  companiesBody,
  importQuery,
  packBody,
  packList,
  type RulesAnswer,
  recheckAnswer,
  recheckBody,
  rulesAnswer,
} from '../contract/rules.js';
import type { HttpDeps } from '../deps.js';
import { asAttachment } from '../download.js';
import { HttpProblem } from '../errors.js';
import { principalOf } from '../guard.js';
import { plain } from '../present.js';

export const ruleRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { rules } = deps.store;
  const tags = ['rules'];
  const mayRead = { action: 'rules.read' } as const;
  const mayManage = { action: 'rules.manage' } as const;
  const mayWrite = { ...mayManage, idempotent: true } as const;

  app.get('/rules', {
    config: mayRead,
    schema: {
      tags,
      summary: 'The rule pack and own companies in force, and every check there is',
      response: answers(200, rulesAnswer),
    },
    handler: async (request) => present(await rules.get(principalOf(request).organisationId)),
  });

  app.put('/rules/pack', {
    config: mayWrite,
    schema: { tags, summary: 'Replace the rule pack', body: packBody, response: answers(200, rulesAnswer) },
    handler: async (request) => {
      const { edition, pack } = request.body;
      return present(await rules.setPack(principalOf(request), pack as RulePack, edition));
    },
  });

  app.put('/rules/companies', {
    config: mayWrite,
    schema: {
      tags,
      summary: 'Replace the own companies: who invoices may be made out to',
      body: companiesBody,
      response: answers(200, rulesAnswer),
    },
    handler: async (request) => {
      const { edition, companies } = request.body;
      return present(await rules.setOwnCompanies(principalOf(request), companies, edition));
    },
  });

  app.get('/rules/packs', {
    config: mayRead,
    schema: {
      tags,
      summary: 'Rule packs that the program ships, the default first',
      response: answers(200, packList),
    },
    handler: async () => ({ items: plain([...(await shippedPacks())]) }),
  });

  app.get('/rules/pack.json', {
    config: mayRead,
    schema: { tags, summary: 'The rule pack as a file', response: answers(200, rulePack) },
    handler: async (request, reply) => {
      const { pack } = await rules.get(principalOf(request).organisationId);
      asAttachment(reply, `${pack.name}.yanpiao-rules.json`);
      return plain(pack);
    },
  });

  app.put('/rules/pack.json', {
    config: mayWrite,
    schema: {
      tags,
      summary: 'Bring in a rule pack file: the body is the file',
      querystring: importQuery,
      body: rulePack,
      response: answers(200, rulesAnswer),
    },
    handler: async (request) => {
      const principal = principalOf(request);
      const edition = request.query.edition ?? (await rules.get(principal.organisationId)).edition;
      return present(await rules.setPack(principal, request.body as RulePack, edition));
    },
  });

  app.post('/rules/recheck', {
    config: mayWrite,
    schema: {
      tags,
      summary: 'Have documents that were handed in since a day held against the rules of now',
      body: recheckBody,
      response: answers(202, recheckAnswer),
    },
    handler: async (request, reply) => {
      const since = new Date(`${request.body.since}T00:00:00+08:00`);
      const documents = await rules.recheckSince(principalOf(request).organisationId, since);
      return reply.code(202).send({ documents });
    },
  });

  app.get('/rules/black-list', {
    config: mayRead,
    schema: {
      tags,
      summary: 'Sellers that are not to be dealt with, newest first',
      querystring: pageQuery,
      response: answers(200, blackListPage),
    },
    handler: async (request) => {
      const page = await rules.blackList(principalOf(request).organisationId, request.query);
      return { items: page.items.map(presentBlackListed), next: page.next };
    },
  });

  app.post('/rules/black-list', {
    config: mayWrite,
    schema: { tags, summary: 'Put sellers on the black list', body: blackListBody },
    handler: async (request, reply) => {
      await rules.addToBlackList(principalOf(request), request.body.sellers);
      return reply.code(204).send();
    },
  });

  app.delete('/rules/black-list/:id', {
    config: mayManage,
    schema: { tags, summary: 'Take a seller off the black list', params: idParams },
    handler: async (request, reply) => {
      if (!(await rules.removeFromBlackList(principalOf(request), request.params.id)))
        throw new HttpProblem('not_found');
      return reply.code(204).send();
    },
  });
};

function present({ edition, pack, ownCompanies }: OrganisationRules): RulesAnswer {
  return {
    edition,
    pack: plain(pack),
    companies: plain([...ownCompanies]),
    checks: CHECK_IDS.map((id) => ({ id, ...CHECKS[id] })),
  };
}

const presentBlackListed = ({ addedAt, ...listed }: BlackListed): BlackListRow => ({
  ...listed,
  addedAt: addedAt.toISOString(),
});
