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
  const { title, hint } = useHeading(document);
  const { received, reading, matching, done } = text.documents.stages;
  return (
    <div className={isPictured(document, 1) ? styles.layout : styles.single}>
      {isPictured(document, 1) && (
        <PagePicture documentId={document.id} pages={Math.max(1, document.pages)} page={1} marks={[]} />
      )}
      <section className={`${styles.panel} ${styles.stages}`} aria-busy="true">
        <h2>{title}</h2>
        <p className={styles.hint}>{hint}</p>
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

/** How a ZIP or a mail is named; what is in it shows only once it is opened. */
const HOLDS_FILES = /\.(zip|eml|msg)$/i;

/** What is being worked on: one invoice, as far as anybody knows, or a file of many. */
function useHeading({ state, file, carrier, pages, progress }: DocumentAnswer) {
  const { text } = useI18n();
  const { workingTitle, workingHint, openingTitle, severalTitle, severalHint } = text.documents;
  const all = Math.max(pages, progress?.pages ?? 0);
  if (all > 1) return { title: severalTitle(all), hint: severalHint };
  const holdsFiles = carrier === null ? HOLDS_FILES.test(file) : carrier === 'zip' || carrier === 'mail';
  if (!holdsFiles) return { title: workingTitle, hint: workingHint };
  return { title: state === 'reading' && all === 0 ? openingTitle : severalTitle(all), hint: severalHint };
}
