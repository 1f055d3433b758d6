/** What a few words may mean, the closest first: in the ledger and among what was handed in. */
import { useQuery } from '@tanstack/react-query';
import { searchQuery } from '../api/asking.js';
import type { SearchHit } from '../api/types.js';
import { documentPath, entryPath, Link } from '../app/router.js';
import { SearchForm } from '../app/SearchBox.js';
import { useI18n } from '../i18n/index.js';
import { fullFieldLabel, kindLabel } from '../i18n/labels.js';
import { Loaded } from '../ui/Loaded.js';
import { Money } from '../ui/Money.js';
import { Nothing } from '../ui/Nothing.js';
import { PageHead } from '../ui/PageHead.js';
import styles from './search.module.css';

export default function SearchPage({ words }: { readonly words: string }) {
  const { text } = useI18n();
  const found = useQuery(searchQuery(words));
  return (
    <>
      <PageHead title={words === '' ? text.search.title : text.search.for(words)} />
      <div className={styles.again}>
        <SearchForm key={words} words={words} />
      </div>
      {words !== '' && (
        <Loaded query={found}>
          {({ items }) => (
            <>
              <p className="visually-hidden" role="status">
                {text.common.shown(items.length, false)}
              </p>
              {items.length === 0 ? <Nothing>{text.search.none}</Nothing> : <Hits hits={items} />}
            </>
          )}
        </Loaded>
      )}
    </>
  );
}

function Hits({ hits }: { readonly hits: readonly SearchHit[] }) {
  return (
    <ul className={styles.hits}>
      {hits.map((hit) => (
        <li key={hit.in === 'ledger' ? hit.invoice.id : `${hit.documentId} ${hit.slip.id}`}>
          <Hit hit={hit} />
        </li>
      ))}
    </ul>
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
