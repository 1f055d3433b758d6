/** The form of one question: it shows the fields that the kind needs, and takes what a scanner types into any of them. */
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { inputsQuery } from '../api/asking.js';
import type { QueryAnswer, QueryBody } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { fullFieldLabel, kindLabel } from '../i18n/labels.js';
import styles from './queries.module.css';
import { bodyOf, canAsk, looksLikeQr, NOTHING, type Shown, shownFields, type Typed } from './question.js';

interface Props {
  readonly answer: QueryAnswer | null;
  readonly busy: boolean;
  readonly onAsk: (body: QueryBody) => void;
}

export function QuestionForm({ answer, busy, onAsk }: Props) {
  const { text, language } = useI18n();
  const inputs = useQuery(inputsQuery);
  const { typed, qr, type, setQr } = useTyped();
  const known = inputs.data?.kinds.find(({ kind }) => kind === answer?.kind) ?? null;
  const shown = shownFields(typed, known);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (qr.trim() !== '') onAsk({ qr: qr.trim() });
    else if (canAsk(typed)) onAsk(bodyOf(typed, shown));
  };
  const missing = new Set<string>(answer?.missing ?? []);
  const amount = known?.amount == null ? text.queries.amount : fullFieldLabel(known.amount, language);
  return (
    <form className={styles.form} onSubmit={submit}>
      {shown.map((field) => (
        <TypedField
          key={field}
          field={field}
          label={field === 'amount' ? amount : fullFieldLabel(field, language)}
          value={typed[field]}
          missing={missing.has(field)}
          onType={(value) => type(field, value)}
        />
      ))}
      <QrField value={qr} onType={setQr} />
      {known !== null && <p className="hint">{text.queries.kind(kindLabel(known.kind, language))}</p>}
      <Button
        type="primary"
        size="large"
        htmlType="submit"
        loading={busy}
        disabled={qr.trim() === '' && !canAsk(typed)}
      >
        {text.queries.ask}
      </Button>
      {inputs.data !== undefined && inputs.data.perInvoice > 0 && (
        <p className="hint">{text.queries.quota(inputs.data.perInvoice)}</p>
      )}
    </form>
  );
}

/** Either fields or the text of a QR: a scanner types what the QR says into whatever field has the focus. */
function useTyped() {
  const [typed, setTyped] = useState<Typed>(NOTHING);
  const [qr, setQr] = useState('');
  const type = (field: Shown, value: string) => {
    const scanned = looksLikeQr(value);
    setQr(scanned ? value : '');
    setTyped(scanned ? NOTHING : { ...typed, [field]: value });
  };
  return { typed, qr, type, setQr };
}

interface FieldProps {
  readonly field: Shown;
  readonly label: string;
  readonly value: string;
  /** The last answer would have needed it. */
  readonly missing: boolean;
  readonly onType: (value: string) => void;
}

function TypedField({ field, label, value, missing, onType }: FieldProps) {
  const { text } = useI18n();
  const day = field === 'issueDate';
  return (
    <label className={styles.field} htmlFor={`ask-${field}`}>
      <span>{label}</span>
      <Input
        id={`ask-${field}`}
        size="large"
        className="figures"
        type={day ? 'date' : 'text'}
        inputMode={field === 'amount' ? 'decimal' : undefined}
        value={value}
        maxLength={day ? undefined : 2000}
        status={missing && value === '' ? 'warning' : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => onType(target.value)}
        placeholder={text.queries.placeholder[field]}
      />
    </label>
  );
}

function QrField({ value, onType }: { readonly value: string; readonly onType: (value: string) => void }) {
  const { text } = useI18n();
  return (
    <label className={styles.field} htmlFor="ask-qr">
      <span>{text.queries.qr}</span>
      <Input.TextArea
        id="ask-qr"
        value={value}
        autoSize={{ minRows: 1, maxRows: 3 }}
        maxLength={2000}
        spellCheck={false}
        onChange={({ target }) => onType(target.value)}
        placeholder={text.queries.qrHint}
      />
    </label>
  );
}
