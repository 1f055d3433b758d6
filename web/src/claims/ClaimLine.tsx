/** Who uses an invoice, for what, and since when; a lock can be ended here. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { endClaim } from '../api/desk.js';
import { meQuery } from '../api/queries.js';
import type { ClaimRow } from '../api/types.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { useMay } from '../session/useMay.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Pill } from '../ui/Pill.js';
import type { Tone } from '../ui/tone.js';
import styles from './claims.module.css';

const TONES: Readonly<Record<ClaimRow['state'], Tone>> = {
  init: 'neutral',
  lock: 'wait',
  closure: 'good',
  cancel: 'neutral',
};

/** A confirmation opens at the end of the page: the keyboard is taken there. */
const ASKED = {
  okButtonProps: { autoFocus: true, size: 'middle' },
  cancelButtonProps: { size: 'middle' },
} as const;

/** `N:<number>` or `C:<code>:<number>` as people write it. */
const numberOf = (recordKey: string): string => recordKey.split(':').slice(1).join(' ');

export function ClaimLine({ claim }: { readonly claim: ClaimRow }) {
  const { text, language } = useI18n();
  const client = useQueryClient();
  const me = useQuery(meQuery);
  const maySettle = useMay('claims.settle');
  // One's own claim may be withdrawn by whoever may make one.
  const mayCancel = useMay('claims.make') && (maySettle || me.data?.name === claim.claimedBy);
  const end = useMutation({
    mutationFn: (how: 'close' | 'cancel') => endClaim(claim.reference, how),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['claims'] });
      void client.invalidateQueries({ queryKey: ['record'] });
    },
  });
  return (
    <div className={styles.line} data-testid="claim" data-state={claim.state}>
      <Pill tone={TONES[claim.state]}>{text.claims.state[claim.state]}</Pill>
      <strong>{claim.reference}</strong>
      <span className="figures">{numberOf(claim.recordKey)}</span>
      <span className="hint">
        {`${claim.claimedBy} · ${moment(claim.lockedAt, language)}`}
        {claim.endedAt !== null && ` – ${moment(claim.endedAt, language)}`}
      </span>
      {claim.state === 'lock' && (maySettle || mayCancel) && (
        <span className={styles.ends}>
          {maySettle && (
            <Popconfirm
              title={text.claims.closeAsk(claim.reference)}
              onConfirm={() => end.mutate('close')}
              {...ASKED}
            >
              <Button loading={end.isPending}>{text.claims.close}</Button>
            </Popconfirm>
          )}
          {mayCancel && (
            <Popconfirm
              title={text.claims.cancelAsk(claim.reference)}
              onConfirm={() => end.mutate('cancel')}
              {...ASKED}
            >
              <Button type="text" loading={end.isPending}>
                {text.claims.cancel}
              </Button>
            </Popconfirm>
          )}
        </span>
      )}
      {end.isError && <ErrorNotice error={end.error} />}
    </div>
  );
}
