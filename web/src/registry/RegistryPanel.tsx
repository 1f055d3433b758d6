/** What registers outside, and people who looked there, said of an invoice; and ways to ask or to note it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { checkOutside, evidenceUrl, registersQuery, registryQuery } from '../api/desk.js';
import { recordQuery } from '../api/queries.js';
import type { RegistryAnswerRow, SlipAnswer } from '../api/types.js';
import { stateMatters, stateTone, verdictTone } from '../documents/verdictLook.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { useMay } from '../session/useMay.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Panel } from '../ui/Panel.js';
import { Pill } from '../ui/Pill.js';
import { RecordForm } from './RecordForm.js';
import styles from './registry.module.css';

interface Props {
  readonly documentId: string;
  readonly slip: SlipAnswer;
}

export function RegistryPanel({ documentId, slip }: Props) {
  if (slip.recordId === null) return null;
  return <Registry documentId={documentId} slip={slip} recordId={slip.recordId} />;
}

function Registry({ documentId, slip, recordId }: Props & { readonly recordId: string }) {
  const { text } = useI18n();
  const client = useQueryClient();
  const record = useQuery(recordQuery(recordId));
  const registers = useQuery(registersQuery);
  const key = record.data?.key ?? '';
  const answers = useQuery({ ...registryQuery(key), enabled: key !== '' });
  const [noting, setNoting] = useState(false);
  const told = () => {
    void client.invalidateQueries({ queryKey: ['registry', key] });
    void client.invalidateQueries({ queryKey: ['document', documentId] });
  };
  const check = useMutation({ mutationFn: () => checkOutside(documentId, slip.id), onSuccess: told });
  const items = answers.data?.items ?? [];
  const mayRecord = useMay('registry.record');
  const outside = (registers.data?.items.length ?? 0) > 0;
  if (items.length === 0 && !mayRecord) return null;
  return (
    <Panel title={text.registry.title}>
      <div className={styles.panel}>
        {items.length === 0 && <p className="hint">{text.registry.none}</p>}
        <ul className={styles.answers}>
          {items.map((answer) => (
            <li key={`${answer.provider} ${answer.checkedAt}`}>
              <Answer answer={answer} recordKey={key} />
            </li>
          ))}
        </ul>
        {mayRecord && (
          <p className={styles.buttons}>
            {outside && (
              <Button loading={check.isPending} onClick={() => check.mutate()}>
                {text.registry.check}
              </Button>
            )}
            <Button
              type={noting ? 'text' : 'default'}
              onClick={() => setNoting(!noting)}
              aria-expanded={noting}
            >
              {noting ? text.registry.dont : text.registry.note}
            </Button>
          </p>
        )}
        {check.isError && <ErrorNotice error={check.error} />}
        {noting && (
          <RecordForm
            documentId={documentId}
            slipId={slip.id}
            onDone={() => {
              setNoting(false);
              told();
            }}
          />
        )}
      </div>
    </Panel>
  );
}

function Answer({ answer, recordKey }: { readonly answer: RegistryAnswerRow; readonly recordKey: string }) {
  const { text, language } = useI18n();
  const { provider, person, outcome, state, rawCode, rawText, checkedAt, evidence } = answer;
  const who = provider === 'person' ? (person ?? text.checks.person) : provider;
  return (
    <>
      <span className={styles.pills}>
        <Pill tone={verdictTone(answer)}>{text.verdict.outcome[outcome]}</Pill>
        {stateMatters(answer) && <Pill tone={stateTone(state)}>{text.verdict.state[state]}</Pill>}
      </span>
      <span>{[rawCode, rawText].filter((part) => part !== null && part !== '').join(' ')}</span>
      <span className="hint">{`${who} · ${moment(checkedAt, language)}`}</span>
      {evidence !== null && (
        <a href={evidenceUrl(recordKey, evidence)} target="_blank" rel="noreferrer">
          {text.registry.evidence}
        </a>
      )}
    </>
  );
}
