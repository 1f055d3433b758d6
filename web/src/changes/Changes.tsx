/** How a slip's verdict changed since it was handed in, and when it is verified again by itself. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { markSeen } from '../api/desk.js';
import type { DocumentAnswer } from '../api/types.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { useMay } from '../session/useMay.js';
import { Notice } from '../ui/Notice.js';
import styles from './changes.module.css';

interface Props {
  readonly document: DocumentAnswer;
  readonly slipId: string;
}

export function Changes({ document, slipId }: Props) {
  const { text, language } = useI18n();
  useSeen(document);
  const changes = document.changes.filter((change) => change.slipId === slipId);
  const { at } = document.recheck;
  const said = ({ outcome, state }: DocumentAnswer['changes'][number]['after']) =>
    state === 'normal' || state === 'unknown'
      ? text.verdict.outcome[outcome]
      : `${text.verdict.outcome[outcome]}（${text.verdict.state[state]}）`;
  return (
    <>
      {changes.length > 0 && (
        <Notice tone="wait" title={text.checks.changes}>
          <ul className={styles.changes}>
            {changes.map(({ id, before, after, at: when }) => (
              <li key={id}>
                <span className="figures">{moment(when, language)}</span> {said(before)} →{' '}
                <strong>{said(after)}</strong>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {at !== null && <p className={styles.again}>{text.checks.recheckAt(moment(at, language))}</p>}
    </>
  );
}

/** Opening a document is looking at its changes: the mark in the lists goes. */
function useSeen({ id, changed }: DocumentAnswer): void {
  const client = useQueryClient();
  // An auditor looks on: what others have not seen stays marked.
  const may = useMay('documents.handIn');
  const { mutate } = useMutation({
    mutationFn: () => markSeen(id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['documents'] });
      void client.invalidateQueries({ queryKey: ['batch'] });
    },
  });
  useEffect(() => {
    if (changed && may) mutate();
  }, [changed, may, mutate]);
}
