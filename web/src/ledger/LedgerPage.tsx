/** The ledger: what is in it, and how it gets there. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { useState } from 'react';
import { type LedgerFilters, ledgerQuery, NO_FILTERS } from '../api/ledger.js';
import type { LedgerInvoiceAnswer, MeAnswer } from '../api/types.js';
import { useTitle } from '../app/title.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Section } from '../ui/Section.js';
import { Waiting } from '../ui/Waiting.js';
import { Filters } from './Filters.js';
import { ImportSection } from './ImportSection.js';
import { InvoiceTable } from './InvoiceTable.js';
import styles from './ledger.module.css';

export default function LedgerPage({ me }: { readonly me: MeAnswer }) {
  const { text } = useI18n();
  const [filters, setFilters] = useState<LedgerFilters>(NO_FILTERS);
  useTitle(text.ledger.title);
  return (
    <>
      <h1 className={styles.title}>{text.ledger.title}</h1>
      {me.may.includes('ledger.import') && <ImportSection />}
      <Section title={text.ledger.invoices}>
        <Filters filters={filters} onChange={setFilters} />
        <Invoices filters={filters} />
      </Section>
    </>
  );
}

function Invoices({ filters }: { readonly filters: LedgerFilters }) {
  const { text } = useI18n();
  const found = useInfiniteQuery(ledgerQuery(filters));
  if (found.data === undefined)
    return found.isError ? <ErrorNotice error={found.error} onRetry={found.refetch} /> : <Waiting />;
  const rows: LedgerInvoiceAnswer[] = found.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.ledger.none} />;
  return (
    <>
      <InvoiceTable rows={rows} />
      {found.hasNextPage && (
        <Button
          className={styles.more}
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {text.common.loadMore}
        </Button>
      )}
    </>
  );
}
