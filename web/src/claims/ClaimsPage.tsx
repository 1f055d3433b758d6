/** Every use of an invoice for a claim. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty, Input, Segmented } from 'antd';
import { useState } from 'react';
import { claimsQuery } from '../api/desk.js';
import type { ClaimRow, MeAnswer } from '../api/types.js';
import { useTitle } from '../app/title.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Waiting } from '../ui/Waiting.js';
import { ClaimLine } from './ClaimLine.js';
import styles from './claims.module.css';

const STATES = ['', 'lock', 'closure', 'cancel'] as const;

export default function ClaimsPage(_: { readonly me: MeAnswer }) {
  const { text } = useI18n();
  const [state, setState] = useState<(typeof STATES)[number]>('');
  const [reference, setReference] = useState('');
  const [typed, setTyped] = useState('');
  const found = useInfiniteQuery(claimsQuery(state, reference));
  const rows: ClaimRow[] = found.data?.pages.flatMap((page) => page.items) ?? [];
  useTitle(text.claims.title);
  return (
    <>
      <h1 className={styles.title}>{text.claims.title}</h1>
      <p className={styles.hint}>{text.claims.hint}</p>
      <div className={styles.filters}>
        <Segmented
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
          onSearch={(value) => setReference(value.trim())}
        />
      </div>
      {found.isError && <ErrorNotice error={found.error} onRetry={found.refetch} />}
      {found.data === undefined && !found.isError && <Waiting />}
      {found.data !== undefined && rows.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text.claims.none} />
      )}
      <ul className={styles.list}>
        {rows.map((claim) => (
          <li key={claim.id}>
            <ClaimLine claim={claim} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </>
  );
}
