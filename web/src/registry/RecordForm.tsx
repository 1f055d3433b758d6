/** Noting what a person found on an official site, with a screenshot of it. */
import { PictureOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type FormEvent, useRef, useState } from 'react';
import { recordAnswer } from '../api/desk.js';
import type { VerdictOutcome, VerdictState } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import styles from './registry.module.css';

/** What an official site can answer. */
const OUTCOMES = [
  'match',
  'mismatch',
  'not_found',
  'not_yet',
  'unsupported',
] as const satisfies VerdictOutcome[];

interface Props {
  readonly documentId: string;
  readonly slipId: string;
  readonly onDone: () => void;
}

export function RecordForm({ documentId, slipId, onDone }: Props) {
  const { text } = useI18n();
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number] | null>(null);
  const [state, setState] = useState<VerdictState>('normal');
  const [note, setNote] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const send = useMutation({
    mutationFn: () => {
      const form = new FormData();
      for (const [name, value] of Object.entries({
        documentId,
        slipId,
        outcome: outcome ?? '',
        state: stateOf(),
        note,
      }))
        form.append(name, value);
      if (file !== null) form.append('file', file, file.name);
      return recordAnswer(form);
    },
    onSuccess: onDone,
  });
  const found = outcome === 'match' || outcome === 'mismatch';
  const stateOf = (): VerdictState => (found ? state : 'unknown');
  // What a person says he saw counts with the picture of it.
  const complete = outcome !== null && file !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) send.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <label htmlFor="registry-outcome">{text.registry.outcome}</label>
      <Select
        id="registry-outcome"
        value={outcome}
        placeholder={text.registry.choose}
        options={OUTCOMES.map((value) => ({ value, label: text.verdict.outcome[value] }))}
        onChange={setOutcome}
      />
      {found && (
        <>
          <label htmlFor="registry-state">{text.verdict.stateLabel}</label>
          <Select
            id="registry-state"
            value={state}
            options={(Object.keys(text.verdict.state) as VerdictState[]).map((value) => ({
              value,
              label: text.verdict.state[value],
            }))}
            onChange={setState}
          />
        </>
      )}
      <label htmlFor="registry-note">{text.registry.noteLabel}</label>
      <Input
        id="registry-note"
        value={note}
        maxLength={500}
        onChange={({ target }) => setNote(target.value)}
      />
      <span className={styles.shot}>
        <Button icon={<PictureOutlined />} onClick={() => input.current?.click()}>
          {text.registry.screenshot}
        </Button>
        <span className={styles.hint}>{file?.name ?? text.registry.needed}</span>
      </span>
      <input
        ref={input}
        type="file"
        accept="image/*,.pdf"
        hidden
        aria-label={text.registry.screenshot}
        data-testid="registry-shot"
        onChange={({ target }) => setFile(target.files?.[0] ?? null)}
      />
      <Button type="primary" htmlType="submit" loading={send.isPending} disabled={!complete}>
        {text.registry.save}
      </Button>
      {send.isError && <ErrorNotice error={send.error} />}
    </form>
  );
}
