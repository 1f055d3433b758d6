/** Using an invoice for a claim: once, and told who has it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { lockRecord } from '../api/desk.js';
import { recordQuery } from '../api/queries.js';
import type { SlipAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { useMay } from '../session/useMay.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Panel } from '../ui/Panel.js';
import { ClaimLine } from './ClaimLine.js';
import styles from './claims.module.css';

export function ClaimPanel({ slip }: { readonly slip: SlipAnswer }) {
  const { recordId } = slip;
  if (recordId === null) return null;
  return <Claim recordId={recordId} blocked={slip.findings.some(({ blocks }) => blocks === true)} />;
}

function Claim({ recordId, blocked }: { readonly recordId: string; readonly blocked: boolean }) {
  const { text } = useI18n();
  const client = useQueryClient();
  const record = useQuery(recordQuery(recordId));
  const mayClaim = useMay('claims.make');
  const [reference, setReference] = useState('');
  const lock = useMutation({
    mutationFn: (given: string) => lockRecord(given, recordId),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['record', recordId] });
      void client.invalidateQueries({ queryKey: ['claims'] });
    },
  });
  if (record.data === undefined) return null;
  const { claim } = record.data;
  if (claim === null && !mayClaim) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reference.trim() !== '') lock.mutate(reference.trim());
  };
  return (
    <Panel title={text.claims.panel}>
      <div className={styles.panel}>
        {claim !== null && <ClaimLine claim={claim} />}
        {claim === null && blocked && <p className="hint">{text.claims.blocked}</p>}
        {claim === null && !blocked && (
          <form className={styles.lock} onSubmit={submit}>
            <Input
              value={reference}
              maxLength={100}
              placeholder={text.claims.reference}
              aria-label={text.claims.reference}
              onChange={({ target }) => setReference(target.value)}
            />
            <Button
              type="primary"
              htmlType="submit"
              loading={lock.isPending}
              disabled={reference.trim() === ''}
            >
              {text.claims.lock}
            </Button>
          </form>
        )}
        {lock.isError && <ErrorNotice error={lock.error} />}
      </div>
    </Panel>
  );
}
