/** One document at its own address: under way, refused, or with its result. */
import { ArrowLeftOutlined, DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { isApiError } from '../api/errors.js';
import { useBatchEvents } from '../api/events.js';
import { documentQuery, originalUrl } from '../api/queries.js';
import { isFinal } from '../api/states.js';
import type { DocumentAnswer } from '../api/types.js';
import { documentPath, HOME, Link } from '../app/router.js';
import { useTitle } from '../app/title.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Notice } from '../ui/Notice.js';
import { Waiting } from '../ui/Waiting.js';
import { BatchStrip } from './BatchStrip.js';
import styles from './document.module.css';
import { Result } from './Result.js';
import { Stages } from './Stages.js';
import { Technical } from './Technical.js';

export default function DocumentPage({ id }: { id: string }) {
  const document = useQuery(documentQuery(id));
  if (document.data !== undefined) return <Loaded document={document.data} />;
  if (!document.isError) return <Waiting rows={8} />;
  if (isApiError(document.error) && document.error.status === 404) return <Missing />;
  return <ErrorNotice error={document.error} onRetry={document.refetch} />;
}

function Loaded({ document }: { document: DocumentAnswer }) {
  const title = useResultTitle(document);
  useTitle(title);
  useBatchEvents(isFinal(document.state) ? null : document.batchId);
  return (
    <>
      <p className="visually-hidden" aria-live="polite">
        {title}
      </p>
      <TopBar document={document} />
      <BatchStrip batchId={document.batchId} current={document.id} />
      {document.duplicateOf !== null && <Duplicate first={document.duplicateOf} />}
      <Body document={document} />
    </>
  );
}

function Body({ document }: { document: DocumentAnswer }) {
  const { text } = useI18n();
  if (document.refusal !== null) {
    return (
      <div className={styles.single}>
        <Notice tone="bad" title={document.refusal.message}>
          <p>{document.refusal.remedy}</p>
        </Notice>
        <Technical document={document} slip={null} />
      </div>
    );
  }
  if (document.state === 'failed') {
    return (
      <div className={styles.single}>
        <Notice tone="bad" title={text.documents.failedTitle}>
          <p>{text.documents.failedHint}</p>
        </Notice>
        <Technical document={document} slip={null} />
      </div>
    );
  }
  // What was read is shown while the ledger is still being asked.
  if (document.slips.length > 0) return <Result document={document} />;
  if (!isFinal(document.state)) return <Stages document={document} />;
  return <Result document={document} />;
}

function TopBar({ document }: { document: DocumentAnswer }) {
  const { text } = useI18n();
  return (
    <div className={styles.topBar}>
      <Link to={HOME} className={styles.back}>
        <ArrowLeftOutlined aria-hidden />
        <span>{text.common.back}</span>
      </Link>
      <h1 className={styles.file}>{document.file === '' ? text.common.unnamed : document.file}</h1>
      <a className={styles.download} href={originalUrl(document.id)} download={document.file}>
        <DownloadOutlined aria-hidden />
        <span>{text.documents.original}</span>
      </a>
    </div>
  );
}

function Duplicate({ first }: { first: string }) {
  const { text } = useI18n();
  return (
    <p className={styles.duplicate}>
      {text.documents.duplicateHint} <Link to={documentPath(first)}>{text.documents.seeOriginal}</Link>
    </p>
  );
}

function Missing() {
  const { text } = useI18n();
  useTitle(text.documents.notFound);
  return (
    <Notice tone="neutral" title={text.documents.notFound}>
      <p>{text.documents.notFoundHint}</p>
      <Link to={HOME}>{text.documents.backHome}</Link>
    </Notice>
  );
}

/** `一致 · a.jpg`, or what is being done. */
function useResultTitle(document: DocumentAnswer): string {
  const { text } = useI18n();
  const outcome = document.slips[0]?.verdict?.outcome;
  const word = outcome === undefined ? text.documents.state[document.state] : text.verdict.outcome[outcome];
  return `${word} · ${document.file}`;
}
