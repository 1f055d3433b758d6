/** Entries of the ledger, one a row; on a phone one a card. */
import type { LedgerInvoiceAnswer } from '../api/types.js';
import { entryPath, Link } from '../app/router.js';
import { stateTone } from '../documents/verdictLook.js';
import { useI18n } from '../i18n/index.js';
import { fullFieldLabel, kindLabel } from '../i18n/labels.js';
import { useMay } from '../session/useMay.js';
import { Money } from '../ui/Money.js';
import { Pill } from '../ui/Pill.js';
import styles from './ledger.module.css';

export function InvoiceTable({ rows }: { readonly rows: readonly LedgerInvoiceAnswer[] }) {
  const { text, language } = useI18n();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{fullFieldLabel('invoiceNumber', language)}</th>
          <th scope="col">{fullFieldLabel('issueDate', language)}</th>
          <th scope="col">{text.ledger.seller}</th>
          <th scope="col">{text.ledger.buyer}</th>
          <th scope="col" className={styles.right}>
            {text.ledger.net}
          </th>
          <th scope="col" className={styles.right}>
            {text.ledger.tax}
          </th>
          <th scope="col" className={styles.right}>
            {text.ledger.gross}
          </th>
          <th scope="col">{text.verdict.stateLabel}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} kind={kindLabel(row.kind, language)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, kind }: { readonly row: LedgerInvoiceAnswer; readonly kind: string }) {
  const { text } = useI18n();
  const mayOpen = useMay('ledger.read');
  const number = (
    <>
      {row.invoiceCode !== null && <span className={styles.code}>{row.invoiceCode} </span>}
      {row.invoiceNumber}
    </>
  );
  return (
    <tr>
      <td className="figures">
        {mayOpen ? <Link to={entryPath(row.id)}>{number}</Link> : number}
        <span className={styles.kind}>{kind}</span>
      </td>
      <td className={`${styles.date} figures`}>{row.issueDate}</td>
      <td data-label={text.ledger.seller}>{row.sellerName ?? text.common.dash}</td>
      <td data-label={text.ledger.buyer}>{row.buyerName ?? text.common.dash}</td>
      <Amount label={text.ledger.net} value={row.netTotal} />
      <Amount label={text.ledger.tax} value={row.taxTotal} />
      <Amount label={text.ledger.gross} value={row.grossTotal} strong />
      <td>
        <Pill tone={stateTone(row.state)}>{text.verdict.state[row.state]}</Pill>
      </td>
    </tr>
  );
}

function Amount({
  label,
  value,
  strong = false,
}: {
  readonly label: string;
  readonly value: string | null;
  readonly strong?: boolean;
}) {
  const { text } = useI18n();
  return (
    <td className={`${styles.right} ${strong ? styles.strong : ''}`} data-label={label}>
      {value === null ? text.common.dash : <Money value={value} />}
    </td>
  );
}
