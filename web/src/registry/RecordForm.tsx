/** Noting what a person found on an official site, with a screenshot of it. */
import { PictureOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { recordAnswer } from '../api/desk.js';
import type { VerdictState } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { FileButton } from '../ui/FileButton.js';
import { formOf, isComplete, NOTHING_NOTED, type Noted, OUTCOMES, tellsState } from './finding.js';
import styles from './registry.module.css';

interface Props {
  readonly documentId: string;
  readonly slipId: string;
  readonly onDone: () => void;
}

export function RecordForm({ documentId, slipId, onDone }: Props) {
  const { text } = useI18n();
  const [noted, setNoted] = useState(NOTHING_NOTED);
  const change = (some: Partial<Noted>) => setNoted({ ...noted, ...some });
  const send = useMutation({
    mutationFn: (given: Noted) => recordAnswer(formOf(documentId, slipId, given)),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete(noted)) send.mutate(noted);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Found noted={noted} onChange={change} />
      <label htmlFor="registry-note">{text.registry.noteLabel}</label>
      <Input
        id="registry-note"
        value={noted.note}
        maxLength={500}
        onChange={({ target }) => change({ note: target.value })}
      />
      <span className={styles.shot}>
        <FileButton
          icon={<PictureOutlined />}
          label={text.registry.screenshot}
          accept=".png,.jpg,.jpeg,.webp,.pdf"
          testId="registry-shot"
          onFile={(file) => change({ file })}
        />
        <span className="hint" aria-live="polite">
          {noted.file?.name ?? text.registry.needed}
        </span>
      </span>
      <Button type="primary" htmlType="submit" loading={send.isPending} disabled={!isComplete(noted)}>
        {text.registry.save}
      </Button>
      {send.isError && <ErrorNotice error={send.error} />}
    </form>
  );
}

/** The site's answer, and of an invoice that it knows its state. */
function Found({ noted, onChange }: { noted: Noted; onChange: (some: Partial<Noted>) => void }) {
  const { text } = useI18n();
  const states = Object.keys(text.verdict.state) as VerdictState[];
  return (
    <>
      <label htmlFor="registry-outcome">{text.registry.outcome}</label>
      <Select
        id="registry-outcome"
        value={noted.outcome}
        placeholder={text.registry.choose}
        options={OUTCOMES.map((value) => ({ value, label: text.verdict.outcome[value] }))}
        onChange={(outcome) => onChange({ outcome })}
      />
      {tellsState(noted) && (
        <>
          <label htmlFor="registry-state">{text.verdict.stateLabel}</label>
          <Select
            id="registry-state"
            value={noted.state}
            options={states.map((value) => ({ value, label: text.verdict.state[value] }))}
            onChange={(state) => onChange({ state })}
          />
        </>
      )}
    </>
  );
}
