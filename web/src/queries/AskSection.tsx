/** One question and its answer: by fields, by a QR's text, or by a picture. */
import { CameraOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Spin } from 'antd';
import { useEffect, useRef } from 'react';
import { ask, askByPicture } from '../api/asking.js';
import type { PictureAnswer, QueryBody } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { FileButton } from '../ui/FileButton.js';
import { scrollBehavior } from '../ui/media.js';
import { Notice } from '../ui/Notice.js';
import { AnswerCard } from './AnswerCard.js';
import { QuestionForm } from './QuestionForm.js';
import styles from './queries.module.css';

export function AskSection() {
  const { text } = useI18n();
  const { single, picture, asking, sendOne, sendPicture } = useAsking();
  const answers = useRef<HTMLDivElement>(null);
  const answeredAt = asking ? 0 : Math.max(single.submittedAt, picture.submittedAt);
  useEffect(() => {
    // Below the form, on a phone, an answer would come unseen.
    if (answeredAt > 0) answers.current?.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() });
  }, [answeredAt]);
  return (
    <div className={styles.ask}>
      <div className={styles.question}>
        <QuestionForm answer={single.data ?? null} busy={asking} onAsk={sendOne} />
        <div className={styles.picture}>
          <FileButton
            size="large"
            icon={<CameraOutlined />}
            loading={picture.isPending}
            disabled={asking}
            label={text.queries.picture}
            accept="image/*,.pdf,.ofd,.xml"
            testId="ask-picture"
            onFile={sendPicture}
          />
          <p className="hint">{text.queries.pictureHint}</p>
        </div>
      </div>
      <div ref={answers} className={styles.answers} aria-live="polite" aria-busy={asking}>
        {asking && <Spin className={styles.spin} />}
        {!asking && single.isError && <ErrorNotice error={single.error} />}
        {!asking && picture.isError && <ErrorNotice error={picture.error} />}
        {!asking && single.data !== undefined && <AnswerCard answer={single.data} />}
        {!asking && picture.data !== undefined && <PictureAnswers answer={picture.data} />}
        {!asking && single.isIdle && picture.isIdle && <p className={styles.idle}>{text.queries.idle}</p>}
      </div>
    </div>
  );
}

/** Two ways of asking, of which only the last one's answer stands. */
function useAsking() {
  const client = useQueryClient();
  const told = () => void client.invalidateQueries({ queryKey: ['queries'] });
  const single = useMutation({ mutationFn: (body: QueryBody) => ask(body), onSuccess: told });
  const picture = useMutation({ mutationFn: (file: File) => askByPicture(file), onSuccess: told });
  return {
    single,
    picture,
    asking: single.isPending || picture.isPending,
    sendOne: (body: QueryBody) => {
      picture.reset();
      single.mutate(body);
    },
    sendPicture: (file: File) => {
      single.reset();
      picture.mutate(file);
    },
  };
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
