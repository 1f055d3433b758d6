/** Texts of the ledger, questions to it, and search, in Chinese. */
export const zhLedger = {
  nav: {
    label: '主要页面',
    documents: '票据',
    query: '查验',
    ledger: '底账',
    claims: '报销',
    rules: '规则',
  },
};
