/** The ledger: what is in it, and how it gets there. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type LedgerFilters, ledgerQuery, NO_FILTERS } from '../api/ledger.js';
import type { MeAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { PageHead } from '../ui/PageHead.js';
import { Pages } from '../ui/Pages.js';
import { Section } from '../ui/Section.js';
import { Filters } from './Filters.js';
import { ImportSection } from './ImportSection.js';
import { InvoiceTable } from './InvoiceTable.js';

export default function LedgerPage({ me }: { readonly me: MeAnswer }) {
  const { text } = useI18n();
  const [filters, setFilters] = useState<LedgerFilters>(NO_FILTERS);
  const found = useInfiniteQuery(ledgerQuery(filters));
  return (
    <>
      <PageHead title={text.ledger.title} />
      {me.may.includes('ledger.import') && <ImportSection />}
      <Section title={text.ledger.invoices}>
        <Filters filters={filters} onChange={setFilters} />
        <Pages found={found} empty={text.ledger.none}>
          {(rows) => <InvoiceTable rows={rows} />}
        </Pages>
      </Section>
    </>
  );
}
