/** Texts of the ledger, questions to it, and search, in English. */
import type { zhLedger } from './zh-ledger.js';

export const enLedger: typeof zhLedger = {
  nav: {
    label: 'Main pages',
    documents: 'Documents',
    query: 'Verify',
    ledger: 'Ledger',
    claims: 'Claims',
    rules: 'Rules',
  },
};
