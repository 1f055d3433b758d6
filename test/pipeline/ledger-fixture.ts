/** Slips, entries and an array in the place of a ledger, for the pure tests of match and judge. All companies are made up. */
import type { LedgerEntry } from '../../src/document/ledger.js';
import type { FieldResult, Slip, SlipFields } from '../../src/document/slip.js';
import type { FieldName } from '../../src/invoice/fields.js';
import { squash } from '../../src/invoice/text.js';
import type { LedgerLookup } from '../../src/pipeline/match/match.js';
import type { PartyNames } from '../../src/ports/ledger.js';

export const DIGITAL: LedgerEntry = {
  id: 'digital',
  importedAt: new Date('2026-11-01T00:00:00Z'),
  kind: 'digital_general',
  invoiceCode: null,
  invoiceNumber: '26312000000012345678',
  alias: null,
  issueDate: '2026-10-15',
  checkCode: null,
  buyerName: '云溪测试科技（北京）有限公司',
  buyerTaxId: '91110108MA01TEST0X',
  sellerName: '沪上样例餐饮管理有限公司',
  sellerTaxId: '91310115MA1SAMPLE3',
  netTotal: 10000n,
  taxTotal: 600n,
  grossTotal: 10600n,
  state: 'normal',
  risk: '正常',
  drawer: '王样例',
  note: null,
  lines: [],
};

export const LEGACY: LedgerEntry = {
  ...DIGITAL,
  id: 'legacy',
  kind: 'vat_general_e',
  invoiceCode: '031002000111',
  invoiceNumber: '60418273',
  issueDate: '2021-03-09',
  checkCode: '71250064938815220417',
};

export const SPECIAL: LedgerEntry = {
  ...LEGACY,
  id: 'special',
  kind: 'vat_special_paper',
  invoiceCode: '3100203130',
  checkCode: null,
};

/** What the paper of an entry says when every field is read rightly and accepted. */
export function slipOf(entry: LedgerEntry): Slip {
  const money = (fen: bigint | null) => (fen === null ? null : (Number(fen) / 100).toFixed(2));
  const values: Partial<Record<FieldName, string | null>> = {
    invoiceCode: entry.invoiceCode,
    invoiceNumber: entry.invoiceNumber,
    issueDate: entry.issueDate,
    checkCode: entry.checkCode,
    buyerName: entry.buyerName,
    buyerTaxId: entry.buyerTaxId,
    sellerName: entry.sellerName,
    sellerTaxId: entry.sellerTaxId,
    netTotal: money(entry.netTotal),
    taxTotal: money(entry.taxTotal),
    grossTotal: money(entry.grossTotal),
    drawer: entry.drawer,
  };
  const read = Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [[name, field(value)]],
  );
  return {
    id: '1',
    kind: entry.kind,
    pages: [1],
    member: null,
    fields: Object.fromEntries(read) as SlipFields,
    lines: [],
    findings: [],
    qr: null,
  };
}

export function field(value: string, patch: Partial<FieldResult> = {}): FieldResult {
  return {
    value,
    confidence: 0.999,
    accepted: true,
    source: 'text',
    box: null,
    page: 1,
    rivals: [],
    ...patch,
  };
}

/** The slip with some fields read otherwise; `null` takes a field away. */
export function reread(
  slip: Slip,
  patch: Partial<Record<FieldName, string | Partial<FieldResult> | null>>,
): Slip {
  const fields: Partial<Record<FieldName, FieldResult>> = { ...slip.fields };
  for (const [name, change] of Object.entries(patch) as [FieldName, string | Partial<FieldResult> | null][]) {
    const before = fields[name] ?? field('');
    if (change === null) delete fields[name];
    else fields[name] = { ...before, ...(typeof change === 'string' ? { value: change } : change) };
  }
  return { ...slip, fields };
}

/** The few entries of a test stand for a ledger of so many: what is found in two entries by chance is no evidence. */
const LEDGER_SIZE = 20_000;

/** A ledger of these entries: the exact key, and for near whatever shares the seller or most of the number. */
export function ledgerOf(...entries: LedgerEntry[]): LedgerLookup {
  const apart = (a: string, b: string) => Array.from(a).filter((char, i) => char !== b[i]).length;
  return {
    byKey: async (number, code) =>
      entries.filter(
        (entry) =>
          (entry.invoiceNumber === number && (code === null || entry.invoiceCode === code)) ||
          (code !== null && entry.alias === `${code}${number}`) ||
          (code === null && number.length === 8 && entry.alias?.endsWith(number)),
      ),
    near: async (probe, limit) =>
      entries
        .filter(
          (entry) =>
            entry.sellerTaxId === probe.sellerTaxId ||
            (probe.invoiceNumber?.length === entry.invoiceNumber.length &&
              apart(probe.invoiceNumber, entry.invoiceNumber) <= 2),
        )
        .slice(0, limit),
    shares: async (parties) => {
      const known = (Object.entries(parties) as [keyof PartyNames, string][]).map(([party, name]) => {
        const naming = entries.filter(
          (entry) => squash(entry[party] ?? '').toUpperCase() === name.toUpperCase(),
        );
        return [party, naming.length / LEDGER_SIZE];
      });
      return { entries: LEDGER_SIZE, ...Object.fromEntries(known) };
    },
  };
}
