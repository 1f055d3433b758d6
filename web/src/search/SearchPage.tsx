/** What a few words may mean, the closest first: in the ledger and among what was handed in. */
import { useQuery } from '@tanstack/react-query';
import { Empty } from 'antd';
import { searchQuery } from '../api/asking.js';
import type { SearchHit } from '../api/types.js';
import { documentPath, entryPath, Link } from '../app/router.js';
import { SearchForm } from '../app/SearchBox.js';
import { useTitle } from '../app/title.js';
import { useI18n } from '../i18n/index.js';
import { fullFieldLabel, kindLabel } from '../i18n/labels.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Money } from '../ui/Money.js';
import { Waiting } from '../ui/Waiting.js';
import styles from './search.module.css';

export default function SearchPage({ words }: { readonly words: string }) {
  const { text } = useI18n();
  const found = useQuery(searchQuery(words));
  useTitle(text.search.title);
  return (
    <>
      <h1 className={styles.title}>{words === '' ? text.search.title : text.search.for(words)}</h1>
      <div className={styles.again}>
        <SearchForm key={words} words={words} />
      </div>
      {found.isError && <ErrorNotice error={found.error} onRetry={found.refetch} />}
      {found.isLoading && <Waiting />}
      {found.data?.items.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.search.none} />
      )}
      <ul className={styles.hits}>
        {found.data?.items.map((hit) => (
          <li key={hit.in === 'ledger' ? hit.invoice.id : `${hit.documentId} ${hit.slip.id}`}>
            <Hit hit={hit} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Hit({ hit }: { readonly hit: SearchHit }) {
  const { text, language } = useI18n();
  const invoice = hit.in === 'ledger' ? hit.invoice : hit.slip;
  const to =
    hit.in === 'ledger'
      ? entryPath(hit.invoice.id)
      : documentPath(hit.documentId, { page: null, slipId: hit.slip.id });
  return (
    <Link to={to} className={styles.hit}>
      <span className={styles.where}>{text.search.in[hit.in]}</span>
      <span className={styles.what}>
        <strong>{invoice.sellerName ?? kindLabel(invoice.kind, language)}</strong>
        <span className="figures">
          {[invoice.invoiceNumber, invoice.issueDate].filter((part) => part !== null).join(' · ')}
        </span>
        <span className={styles.matched}>
          {hit.matched.map(({ field, value }) => `${fullFieldLabel(field, language)} ${value}`).join(' · ')}
        </span>
      </span>
      {invoice.grossTotal !== null && <Money value={invoice.grossTotal} />}
    </Link>
  );
}
