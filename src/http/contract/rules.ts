/** What an organisation wants to be checked: its rule pack, its own companies, its black list; and report files. */
import { z } from 'zod';
import { rulePack } from '../../desk/rules/rule-pack.js';
import { date, pageOf, text, time } from './common.js';

/** A check of the catalogue: `GET /rules` lists them all, for switches and for the meaning of a finding's id. */
export const checkFacts = z
  .object({
    id: z.string(),
    chinese: z.string(),
    english: z.string(),
    /** Its own; a switch may say otherwise. Without a switch a check is on, and blocks where this is E. */
    severity: z.enum(['E', 'W', 'I']),
    /** `organisation`: made (again) whenever the document is held against the ledger; the others when it is read. */
    needs: z.enum(['slip', 'file', 'organisation']),
  })
  .meta({ id: 'CheckFacts' });

const name = text(200).trim().min(1);
const taxId = text(40)
  .trim()
  .regex(/^[0-9A-Za-z]{15,20}$/, 'not a taxpayer number of 15 to 20 digits or letters');

/** Who invoices may be made out to (T1, T2). */
export const ownCompany = z
  .strictObject({
    name,
    taxId,
    /** Other spellings that are accepted, former names. */
    aliases: z.array(name).max(50).default([]),
  })
  .meta({ id: 'OwnCompany' });

/** Answer of `GET /rules` and of every edit. `edition`: 0 while the rules that the program ships are in force. */
export const rulesAnswer = z
  .object({
    edition: z.number().int(),
    pack: rulePack,
    companies: z.array(ownCompany),
    checks: z.array(checkFacts),
  })
  .meta({ id: 'Rules' });

/** As many as the store counts. */
const EDITIONS = 2 ** 31 - 1;
const edition = z.number().int().min(0).max(EDITIONS);

/** Body of `PUT /rules/pack`. `edition` is what the edit began with: 409 `rules_changed` when it is not in force any more. */
export const packBody = z.strictObject({ edition, pack: rulePack }).meta({ id: 'RulePackEdit' });

/** Body of `PUT /rules/companies`: all of them. */
export const companiesBody = z
  .strictObject({ edition, companies: z.array(ownCompany).max(500) })
  .meta({ id: 'OwnCompaniesEdit' });

/** `PUT /rules/pack.json`: the body is the file. Without an edition it replaces whatever is in force. */
export const importQuery = z.object({ edition: z.coerce.number().int().min(0).max(EDITIONS).optional() });

/** `GET /rules/packs`: those that the program ships, the default first. */
export const packList = z.object({ items: z.array(rulePack) });

/** A seller that is not to be dealt with (V1). */
export const blackListed = z
  .object({
    id: z.string(),
    taxId: z.string().nullable(),
    name: z.string().nullable(),
    reason: z.string(),
    addedBy: z.string(),
    addedAt: time,
  })
  .meta({ id: 'BlackListed' });

export const blackListPage = pageOf(blackListed);

/** Body of `POST /rules/black-list`. Who is on it already (same tax id, or same name without one) stays as he is. */
export const blackListBody = z
  .strictObject({
    sellers: z
      .array(
        z
          .strictObject({
            taxId: taxId.nullable().default(null),
            name: name.nullable().default(null),
            reason: text(500).trim().min(1),
          })
          .refine((seller) => seller.taxId !== null || seller.name !== null, {
            message: 'taxId or name is needed',
          }),
      )
      .min(1)
      .max(1000),
  })
  .meta({ id: 'BlackListAdditions' });

/** Body of `POST /rules/recheck`: documents handed in since this day (Asia/Shanghai) are held against the rules of now. */
export const recheckBody = z.strictObject({ since: date }).meta({ id: 'RulesRecheck' });

/** Answer: how many documents; it happens within minutes, and shows in each of them. */
export const recheckAnswer = z.object({ documents: z.number().int() }).meta({ id: 'RulesRechecked' });

/** Body of `POST /reports`: a report file (xlsx) of these documents, in this order. More than 200 are several reports. */
export const reportBody = z
  .strictObject({ documentIds: z.array(z.string().min(1).max(100)).min(1).max(200) })
  .meta({ id: 'ReportRequest' });

export type CheckRow = z.infer<typeof checkFacts>;
export type RulePackAnswer = z.infer<typeof rulePack>;
export type OwnCompanyAnswer = z.infer<typeof ownCompany>;
export type RulesAnswer = z.infer<typeof rulesAnswer>;
export type BlackListRow = z.infer<typeof blackListed>;
export type RecheckAnswer = z.infer<typeof recheckAnswer>;
