/** One question: a form that shows what the kind needs, a QR's text, or a picture. */
import { CameraOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Spin } from 'antd';
import { type ChangeEvent, type FormEvent, useEffect, useRef, useState } from 'react';
import { ask, askByPicture, inputsQuery } from '../api/asking.js';
import type { PictureAnswer, QueryAnswer, QueryBody } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { fullFieldLabel, kindLabel } from '../i18n/labels.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { scrollBehavior } from '../ui/media.js';
import { Notice } from '../ui/Notice.js';
import { AnswerCard } from './AnswerCard.js';
import styles from './queries.module.css';
import { bodyOf, canAsk, looksLikeQr, NOTHING, type Shown, shownFields, type Typed } from './question.js';

export function AskSection() {
  const { text } = useI18n();
  const client = useQueryClient();
  const told = () => void client.invalidateQueries({ queryKey: ['queries'] });
  const single = useMutation({ mutationFn: (body: QueryBody) => ask(body), onSuccess: told });
  const picture = useMutation({ mutationFn: (file: File) => askByPicture(file), onSuccess: told });
  const asking = single.isPending || picture.isPending;
  const answers = useRef<HTMLDivElement>(null);
  const answeredAt = asking ? 0 : Math.max(single.submittedAt, picture.submittedAt);
  useEffect(() => {
    // Below the form, on a phone, an answer would come unseen.
    if (answeredAt > 0) answers.current?.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() });
  }, [answeredAt]);
  const sendOne = (body: QueryBody) => {
    picture.reset();
    single.mutate(body);
  };
  const sendPicture = (file: File) => {
    single.reset();
    picture.mutate(file);
  };
  return (
    <div className={styles.ask}>
      <div className={styles.question}>
        <QuestionForm answer={single.data ?? null} busy={asking} onAsk={sendOne} />
        <PictureButton busy={picture.isPending} onFile={sendPicture} />
      </div>
      <div ref={answers} className={styles.answers} aria-live="polite">
        {asking && <Spin className={styles.spin} />}
        {!asking && single.isError && <ErrorNotice error={single.error} />}
        {!asking && picture.isError && <ErrorNotice error={picture.error} />}
        {!asking && single.data !== undefined && <AnswerCard answer={single.data} />}
        {!asking && picture.data !== undefined && <PictureAnswers answer={picture.data} />}
        {!asking && single.isIdle && picture.isIdle && <p className={styles.hint}>{text.queries.idle}</p>}
      </div>
    </div>
  );
}

function PictureAnswers({ answer }: { readonly answer: PictureAnswer }) {
  const { text } = useI18n();
  if (answer.refusal !== null)
    return (
      <Notice tone="bad" title={answer.refusal.message}>
        {answer.refusal.remedy}
      </Notice>
    );
  if (answer.slips.length === 0) return <Notice tone="warn" title={text.queries.nothingOnPicture} />;
  return answer.slips.map((slip) => <AnswerCard key={slip.id} answer={slip} />);
}

interface FormProps {
  readonly answer: QueryAnswer | null;
  readonly busy: boolean;
  readonly onAsk: (body: QueryBody) => void;
}

function QuestionForm({ answer, busy, onAsk }: FormProps) {
  const { text, language } = useI18n();
  const inputs = useQuery(inputsQuery);
  const [typed, setTyped] = useState<Typed>(NOTHING);
  const [qr, setQr] = useState('');
  const known = inputs.data?.kinds.find(({ kind }) => kind === answer?.kind) ?? null;
  const shown = shownFields(typed, known);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (qr.trim() !== '') onAsk({ qr: qr.trim() });
    else if (canAsk(typed)) onAsk(bodyOf(typed, shown));
  };
  const type = (field: Shown, value: string) => {
    // A scanner types what the QR says into whatever field has the focus.
    if (looksLikeQr(value)) {
      setQr(value);
      setTyped(NOTHING);
      return;
    }
    setQr('');
    setTyped({ ...typed, [field]: value });
  };
  const missing = new Set<string>(answer?.missing ?? []);
  return (
    <form className={styles.form} onSubmit={submit}>
      {shown.map((field) => (
        <label key={field} className={styles.field} htmlFor={`ask-${field}`}>
          <span>
            {field === 'amount'
              ? amountLabel(known, text.queries.amount, language)
              : fullFieldLabel(field, language)}
          </span>
          <Input
            id={`ask-${field}`}
            size="large"
            type={field === 'issueDate' ? 'date' : 'text'}
            inputMode={field === 'amount' ? 'decimal' : undefined}
            value={typed[field]}
            maxLength={field === 'issueDate' ? undefined : 2000}
            status={missing.has(field) && typed[field] === '' ? 'warning' : undefined}
            autoComplete="off"
            onChange={({ target }) => type(field, target.value)}
            placeholder={text.queries.placeholder[field]}
          />
        </label>
      ))}
      <label className={styles.field} htmlFor="ask-qr">
        <span>{text.queries.qr}</span>
        <Input.TextArea
          id="ask-qr"
          value={qr}
          autoSize={{ minRows: 1, maxRows: 3 }}
          maxLength={2000}
          onChange={({ target }) => setQr(target.value)}
          placeholder={text.queries.qrHint}
        />
      </label>
      {known !== null && <p className={styles.hint}>{text.queries.kind(kindLabel(known.kind, language))}</p>}
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
        <p className={styles.hint}>{text.queries.quota(inputs.data.perInvoice)}</p>
      )}
    </form>
  );
}

function amountLabel(
  known: { readonly amount: Parameters<typeof fullFieldLabel>[0] | null } | null,
  fallback: string,
  language: Parameters<typeof fullFieldLabel>[1],
): string {
  return known?.amount == null ? fallback : fullFieldLabel(known.amount, language);
}

function PictureButton({ busy, onFile }: { readonly busy: boolean; readonly onFile: (file: File) => void }) {
  const { text } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  const chosen = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = Array.from(target.files ?? []);
    target.value = '';
    if (file !== undefined) onFile(file);
  };
  return (
    <div className={styles.picture}>
      <Button size="large" icon={<CameraOutlined />} loading={busy} onClick={() => input.current?.click()}>
        {text.queries.picture}
      </Button>
      <p className={styles.hint}>{text.queries.pictureHint}</p>
      <input
        ref={input}
        type="file"
        accept="image/*,.pdf,.ofd,.xml"
        hidden
        onChange={chosen}
        aria-label={text.queries.picture}
      />
    </div>
  );
}
