/** What organisations want to be checked: rule packs, own companies, black lists. */
import { and, desc, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { defaultPack } from '../../desk/rules/shipped.js';
import type { BlackListed, OrganisationRules, OwnCompany, RulePack } from '../../document/rule-pack.js';
import { squash } from '../../invoice/text.js';
import type { Principal } from '../../ports/accounts.js';
import { BadCursor, type Page } from '../../ports/page.js';
import { type RuleStore, RulesChanged } from '../../ports/rules.js';
import { type Database, isId, newId, now, storable, storableText } from './database.js';
import { blackList, documents, organisationRules } from './schema/index.js';

type Edit = { readonly pack: RulePack } | { readonly ownCompanies: readonly OwnCompany[] };

/** Names and tax ids are kept and looked up in one form: NFKC, no spaces, round brackets, upper case. */
const normal = (text: string): string => storableText(squash(text).toUpperCase());

const columns = {
  id: blackList.id,
  taxId: blackList.taxId,
  name: blackList.name,
  reason: blackList.reason,
  addedBy: blackList.addedBy,
  addedAt: blackList.createdAt,
};

export class PostgresRules implements RuleStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  async get(organisationId: string): Promise<OrganisationRules> {
    const { pack, ownCompanies, edition } = organisationRules;
    const [row] = await this.#database
      .select({ pack, ownCompanies, edition })
      .from(organisationRules)
      .where(eq(organisationRules.organisationId, organisationId));
    return row ?? { pack: await defaultPack(), ownCompanies: [], edition: 0 };
  }

  setPack(principal: Principal, pack: RulePack, edition: number): Promise<OrganisationRules> {
    return this.#edit(principal, { pack: storable(pack) }, edition);
  }

  setOwnCompanies(
    principal: Principal,
    companies: readonly OwnCompany[],
    edition: number,
  ): Promise<OrganisationRules> {
    const ownCompanies = companies.map((company) => ({ ...company, taxId: normal(company.taxId) }));
    return this.#edit(principal, { ownCompanies: storable(ownCompanies) }, edition);
  }

  async recheckSince(organisationId: string, since: Date): Promise<number> {
    const due = await this.#database
      .update(documents)
      .set({ recheckAt: now })
      .where(
        and(
          eq(documents.organisationId, organisationId),
          inArray(documents.state, ['done', 'review']),
          gte(documents.createdAt, since),
        ),
      )
      .returning({ id: documents.id });
    return due.length;
  }

  async blackList(
    organisationId: string,
    { cursor, limit }: { cursor?: string; limit: number },
  ): Promise<Page<BlackListed>> {
    if (cursor !== undefined && !isId(cursor)) throw new BadCursor();
    const rows = await this.#database
      .select(columns)
      .from(blackList)
      .where(
        and(
          eq(blackList.organisationId, organisationId),
          cursor === undefined ? undefined : lt(blackList.id, cursor),
        ),
      )
      .orderBy(desc(blackList.id))
      .limit(limit + 1);
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  async addToBlackList(
    { organisationId, name: addedBy }: Principal,
    sellers: readonly Pick<BlackListed, 'taxId' | 'name' | 'reason'>[],
  ): Promise<void> {
    await this.#database.transaction(async (tx) => {
      for (const { taxId, name, reason } of sellers) {
        const seller = {
          taxId: taxId === null ? null : normal(taxId),
          name: name === null ? null : normal(name),
        };
        if ((await entryOf(tx, organisationId, seller)) !== null) continue;
        const told = { reason: storableText(reason), addedBy };
        await tx.insert(blackList).values({ id: newId(), organisationId, ...seller, ...told });
      }
    });
  }

  async removeFromBlackList({ organisationId }: Principal, id: string): Promise<boolean> {
    if (!isId(id)) return false;
    const gone = await this.#database
      .delete(blackList)
      .where(and(eq(blackList.organisationId, organisationId), eq(blackList.id, id)))
      .returning({ id: blackList.id });
    return gone.length > 0;
  }

  async blackListed(
    organisationId: string,
    { taxId, name }: { readonly taxId: string | null; readonly name: string | null },
  ): Promise<BlackListed | null> {
    const { taxId: listedId, name: listedName } = blackList;
    const byName = name === null ? undefined : and(isNull(listedId), eq(listedName, normal(name)));
    const byTaxId = taxId === null ? undefined : eq(listedId, normal(taxId));
    if (byName === undefined && byTaxId === undefined) return null;
    const [row] = await this.#database
      .select(columns)
      .from(blackList)
      .where(and(eq(blackList.organisationId, organisationId), or(byTaxId, byName)))
      .orderBy(sql`${listedId} asc nulls last`)
      .limit(1);
    return row ?? null;
  }

  async #edit(
    { organisationId, name: updatedBy }: Principal,
    edit: Edit,
    edition: number,
  ): Promise<OrganisationRules> {
    const rules = organisationRules;
    const changed =
      edition === 0
        ? await this.#database
            .insert(rules)
            .values({
              ...{ organisationId, edition: 1, updatedBy },
              ...{ pack: await defaultPack(), ownCompanies: [], ...edit },
            })
            .onConflictDoNothing()
            .returning()
        : await this.#database
            .update(rules)
            .set({ ...edit, edition: edition + 1, updatedBy, updatedAt: now })
            .where(and(eq(rules.organisationId, organisationId), eq(rules.edition, edition)))
            .returning();
    const [row] = changed;
    if (row === undefined) throw new RulesChanged();
    return { pack: row.pack, ownCompanies: row.ownCompanies, edition: row.edition };
  }
}

/** By tax id where there is one; else by name among those listed without one. */
async function entryOf(
  database: Database,
  organisationId: string,
  { taxId, name }: Pick<BlackListed, 'taxId' | 'name'>,
): Promise<BlackListed | null> {
  const [row] = await database
    .select(columns)
    .from(blackList)
    .where(
      and(
        eq(blackList.organisationId, organisationId),
        taxId === null
          ? and(isNull(blackList.taxId), eq(blackList.name, name ?? ''))
          : eq(blackList.taxId, taxId),
      ),
    )
    .limit(1);
  return row ?? null;
}
