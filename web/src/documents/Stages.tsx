/** A document under way: its picture as soon as there is one, and where it stands. */
import { Progress, Steps } from 'antd';
import type { DocumentAnswer, DocumentStateName } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import styles from './document.module.css';
import { PagePicture } from './PagePicture.js';
import { useProgressText } from './ProgressText.js';
import { ProvisionalLine } from './ProvisionalLine.js';
import { isPictured } from './pictured.js';
import { fractionOf } from './progress.js';

const STAGE: Record<DocumentStateName, number> = {
  queued: 0,
  reading: 1,
  matching: 2,
  review: 3,
  done: 3,
  refused: 1,
  failed: 1,
};

export function Stages({ document }: { document: DocumentAnswer }) {
  const { text } = useI18n();
  const label = useProgressText(document.state, document.progress);
  const { received, reading, matching, done } = text.documents.stages;
  return (
    <div className={isPictured(document, 1) ? styles.layout : styles.single}>
      {isPictured(document, 1) && (
        <PagePicture documentId={document.id} pages={Math.max(1, document.pages)} page={1} marks={[]} />
      )}
      <section className={`${styles.panel} ${styles.stages}`} aria-busy="true">
        <h2>{text.documents.workingTitle}</h2>
        <p className={styles.hint}>{text.documents.workingHint}</p>
        <Steps
          size="small"
          responsive={false}
          current={STAGE[document.state]}
          titlePlacement="vertical"
          items={[{ title: received }, { title: reading }, { title: matching }, { title: done }]}
        />
        <div role="status">
          <Progress
            percent={fractionOf(document.state, document.progress) * 100}
            showInfo={false}
            status="active"
            aria-label={label}
          />
          <p className={styles.hint}>{label}</p>
          <ProvisionalLine progress={document.progress} />
        </div>
      </section>
    </div>
  );
}
