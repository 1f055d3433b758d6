/** One document at its own address: under way, refused, or with its result. */
import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { isApiError } from '../api/errors.js';
import { useBatchEvents } from '../api/events.js';
import { documentQuery } from '../api/queries.js';
import { isFinal } from '../api/states.js';
import type { DocumentAnswer } from '../api/types.js';
import { type Asked, documentPath, HOME, Link, navigate, type Place } from '../app/router.js';
import { useTitle } from '../app/title.js';
import { isTray, pagesOf } from '../contents/model.js';
import { Tray } from '../contents/Tray.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Notice } from '../ui/Notice.js';
import { Waiting } from '../ui/Waiting.js';
import { BatchStrip } from './BatchStrip.js';
import { Downloads } from './Downloads.js';
import styles from './document.module.css';
import { PrintHead } from './PrintHead.js';
import { Result } from './Result.js';
import { Stages } from './Stages.js';
import { Technical } from './Technical.js';

export default function DocumentPage({ id, asked }: { id: string; asked: Asked | null }) {
  const document = useQuery(documentQuery(id));
  if (document.data !== undefined) return <Loaded document={document.data} asked={asked} />;
  if (!document.isError) return <Waiting rows={8} />;
  if (isApiError(document.error) && document.error.status === 404) return <Missing />;
  return <ErrorNotice error={document.error} onRetry={document.refetch} />;
}

interface Props {
  readonly document: DocumentAnswer;
  readonly place: Place | null;
}

function Loaded({ document, asked }: Pick<Props, 'document'> & { asked: Asked | null }) {
  const title = useResultTitle(document);
  useTitle(title);
  useBatchEvents(isFinal(document.state) ? null : document.batchId);
  const place = within(document, asked);
  return (
    <>
      <p className="visually-hidden" aria-live="polite">
        {title}
      </p>
      <PrintHead document={document} />
      <TopBar document={document} place={place} />
      <BatchStrip batchId={document.batchId} current={document.id} arrows={!isTray(document)} />
      {document.duplicateOf !== null && <Duplicate first={document.duplicateOf} />}
      <Body document={document} place={place} />
    </>
  );
}

/** An address may name a page or a slip that the document does not have, or not yet. */
function within(document: DocumentAnswer, asked: Asked | null): Place | null {
  const pages = pagesOf(document);
  const page = asked?.page ?? document.slips.find(({ id }) => id === asked?.slipId)?.pages[0];
  if (asked === null || page === undefined || (pages > 0 && page > pages)) return null;
  return { page, slipId: asked.slipId, ...(asked.look === undefined ? {} : { look: asked.look }) };
}

function Body({ document, place }: Props) {
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
  const failed = document.state === 'failed' && (
    <div className={styles.single}>
      <Notice tone="bad" title={text.documents.failedTitle}>
        <p>{text.documents.failedHint}</p>
      </Notice>
      <Technical document={document} slip={null} />
    </div>
  );
  if (isTray(document)) {
    return (
      <>
        {failed}
        <Tray document={document} place={place} />
      </>
    );
  }
  if (failed !== false) return failed;
  // What was read is shown while the ledger is still being asked.
  if (document.slips.length === 0 && !isFinal(document.state)) return <Stages document={document} />;
  const go = (next: Place) => navigate(documentPath(document.id, next), { replace: true });
  return <Result document={document} place={place} onPlace={go} />;
}

function TopBar({ document, place }: Props) {
  const { text } = useI18n();
  return (
    <div className={styles.topBar}>
      <Link to={HOME} className={styles.back}>
        <ArrowLeftOutlined aria-hidden />
        <span>{text.common.back}</span>
      </Link>
      <h1 className={styles.file}>{document.file === '' ? text.common.unnamed : document.file}</h1>
      <Downloads document={document} page={place?.page ?? document.slips[0]?.pages[0] ?? 1} />
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

/** `一致 · a.jpg`, of several slips how many, or what is being done. */
function useResultTitle(document: DocumentAnswer): string {
  const { text } = useI18n();
  const { slips, state, file } = document;
  const outcome = slips[0]?.verdict?.outcome;
  if (slips.length > 1 && isFinal(state)) return `${text.documents.slips(slips.length)} · ${file}`;
  const word =
    outcome === undefined || !isFinal(state) ? text.documents.state[state] : text.verdict.outcome[outcome];
  return `${word} · ${file}`;
}
