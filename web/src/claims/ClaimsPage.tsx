/** Every use of an invoice for a claim. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Input, Segmented } from 'antd';
import { useState } from 'react';
import { claimsQuery } from '../api/desk.js';
import { claimsPath, navigate } from '../app/router.js';
import { useI18n } from '../i18n/index.js';
import { PageHead } from '../ui/PageHead.js';
import { Pages } from '../ui/Pages.js';
import { ClaimLine } from './ClaimLine.js';
import styles from './claims.module.css';

const STATES = ['', 'lock', 'closure', 'cancel'] as const;

/** `reference`: of the address; only what is claimed under it is shown. */
export default function ClaimsPage({ reference }: { readonly reference: string }) {
  const { text } = useI18n();
  const [state, setState] = useState<(typeof STATES)[number]>('');
  const [typed, setTyped] = useState(reference);
  const [before, setBefore] = useState(reference);
  // A link, or the way back.
  if (before !== reference) {
    setBefore(reference);
    setTyped(reference);
  }
  const found = useInfiniteQuery(claimsQuery(state, reference));
  return (
    <>
      <PageHead title={text.claims.title}>{text.claims.hint}</PageHead>
      <div className={styles.filters}>
        <Segmented
          aria-label={text.claims.stateLabel}
          value={state}
          options={STATES.map((value) => ({
            value,
            label: value === '' ? text.claims.all : text.claims.state[value],
          }))}
          onChange={setState}
        />
        <Input.Search
          value={typed}
          allowClear
          maxLength={100}
          placeholder={text.claims.reference}
          aria-label={text.claims.reference}
          onChange={({ target }) => setTyped(target.value)}
          onSearch={(value) => navigate(claimsPath(value.trim()), { replace: true })}
        />
      </div>
      <Pages found={found} empty={text.claims.none}>
        {(rows) => (
          <ul className={styles.list}>
            {rows.map((claim) => (
              <li key={claim.id}>
                <ClaimLine claim={claim} />
              </li>
            ))}
          </ul>
        )}
      </Pages>
    </>
  );
}
