import { describe, expect, it } from 'vitest';
import { requiredInputs } from '../../src/document/inputs.js';
import { KIND_NAMES, KINDS } from '../../src/invoice/kinds.js';

/** DOMAIN 9.1, by the QR type of the kind; what is asked for beside number and date. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  '01': ['invoiceCode', 'netTotal'],
  '02': ['invoiceCode', 'netTotal'],
  '03': ['invoiceCode', 'netTotal'],
  '20': ['invoiceCode', 'netTotal'],
  '15': ['carTotal', 'invoiceCode'],
  '04': ['checkCode', 'invoiceCode'],
  '10': ['checkCode', 'invoiceCode'],
  '11': ['checkCode', 'invoiceCode'],
  ...Object.fromEntries(
    ['31', '32', '51', '61', '83', '84', '85', '86', '87', '88'].map((type) => [type, ['grossTotal']]),
  ),
};

describe('requiredInputs', () => {
  it.each(KIND_NAMES.filter((kind) => KINDS[kind].qrTypes.length > 0))(
    '%s asks for what DOMAIN 9.1 says',
    (kind) => {
      const [type = ''] = KINDS[kind].qrTypes;
      expect([...requiredInputs(kind)].sort()).toEqual(
        [...(ASKED[type] ?? []), 'invoiceNumber', 'issueDate'].sort(),
      );
    },
  );

  it('asks a blockchain invoice for both its net total and its check code', () => {
    expect(requiredInputs('blockchain_general')).toEqual(expect.arrayContaining(['netTotal', 'checkCode']));
  });

  it('asks nothing of tickets, which no ledger knows', () => {
    const tickets = KIND_NAMES.filter((kind) => KINDS[kind].family === 'ticket');
    expect(tickets.flatMap(requiredInputs)).toEqual([]);
  });
});
