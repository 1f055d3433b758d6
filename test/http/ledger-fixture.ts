/** A server whose ledger knows two invoices, one 数电 and one of the tax-control era. */
import type { LedgerInvoice } from '../../src/document/ledger.js';
import { bearer, type Server, startServer } from './fixture.js';

/** Fictional: region 44, year 2024. */
export const DIGITAL = '24442000000123456789';

export const digital: LedgerInvoice = {
  kind: 'digital_general',
  invoiceCode: null,
  invoiceNumber: DIGITAL,
  alias: null,
  issueDate: '2024-05-28',
  checkCode: null,
  buyerName: '青禾测试有限公司',
  buyerTaxId: null,
  sellerName: '云栖样例有限公司',
  sellerTaxId: null,
  netTotal: 10000n,
  taxTotal: 600n,
  grossTotal: 10600n,
  state: 'normal',
  risk: '正常',
  drawer: '张三',
  note: null,
  lines: [{ name: '*信息技术服务*测试', amount: '100.00', taxRate: '6%', taxAmount: '6.00' }],
};

export const legacy: LedgerInvoice = {
  ...digital,
  kind: 'vat_special_paper',
  invoiceCode: '4400214130',
  invoiceNumber: '01234567',
  issueDate: '2022-03-01',
};

/** The server with both in the ledger of organisation 1, and the headers of a key of its finance people. */
export async function startServerWithLedger(): Promise<{ server: Server; finance: Record<string, string> }> {
  const server = await startServer();
  await server.store.ledger.upsert('1', [digital, legacy], { kind: 'import', id: null, name: 'a.xlsx' });
  return { server, finance: bearer(await server.key('finance')) };
}
