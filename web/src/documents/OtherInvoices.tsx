/** The other documents, ledger entries and claims that a finding names. */
import type { SlipFinding } from '../api/types.js';
import { claimsPath, documentPath, entryPath, Link } from '../app/router.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { useMay } from '../session/useMay.js';
import styles from './findings.module.css';

type Other = NonNullable<SlipFinding['others']>[number];

/** More are counted. */
const SHOWN = 5;

export function OtherInvoices({ others }: { readonly others: readonly Other[] }) {
  const { text, language } = useI18n();
  // An entry that is not named otherwise goes by what it is.
  const said = ({ what, name }: Other) =>
    text.checks.other[what].includes(name) ? text.checks.other[what] : `${text.checks.other[what]} ${name}`;
  const mayOpenLedger = useMay('ledger.read');
  return (
    <ul className={styles.others}>
      {others.slice(0, SHOWN).map((other) => (
        <li key={`${other.what} ${other.id} ${other.slipId ?? ''}`}>
          {other.what !== 'ledger' || mayOpenLedger ? (
            <Link to={pathOf(other)}>{said(other)}</Link>
          ) : (
            said(other)
          )}{' '}
          <span>
            {[other.person, other.at === null ? null : moment(other.at, language)]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
        </li>
      ))}
      {others.length > SHOWN && <li>{text.checks.moreOthers(others.length - SHOWN)}</li>}
    </ul>
  );
}

function pathOf({ what, id, slipId, name }: Other): string {
  if (what === 'document') return documentPath(id, slipId === null ? null : { page: null, slipId });
  return what === 'ledger' ? entryPath(id) : claimsPath(name);
}
