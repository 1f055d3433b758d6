/** The result: the page with its boxes at the left, what it means at the right. Pointing at one shows the other. */
import { useRef, useState } from 'react';
import type { DocumentAnswer, FieldKey, SlipAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { scrollBehavior } from '../ui/media.js';
import { Notice } from '../ui/Notice.js';
import styles from './document.module.css';
import { FieldsPanel } from './FieldsPanel.js';
import { FindingsPanel } from './FindingsPanel.js';
import { LinesPanel } from './LinesPanel.js';
import { marksOf } from './marks.js';
import { PagePicture } from './PagePicture.js';
import { isPictured } from './pictured.js';
import { SlipSwitch } from './SlipSwitch.js';
import { Technical } from './Technical.js';
import { VerdictCard } from './VerdictCard.js';

export function Result({ document }: { document: DocumentAnswer }) {
  const [slipId, setSlipId] = useState<string | null>(null);
  const slip = document.slips.find((one) => one.id === slipId) ?? document.slips[0] ?? null;
  // A fresh start for every slip: its page, nothing pointed at.
  return <SlipResult key={slip?.id} document={document} slip={slip} onSlip={setSlipId} />;
}

interface Props {
  readonly document: DocumentAnswer;
  readonly slip: SlipAnswer | null;
  readonly onSlip: (id: string) => void;
}

function SlipResult({ document, slip, onSlip }: Props) {
  const [page, setPage] = useState(slip?.pages[0] ?? 1);
  const [active, setActive] = useState<FieldKey | null>(null);
  const picture = useRef<HTMLElement>(null);
  const pictured = isPictured(document);

  /** From the list to the page: where the field stands, on whichever page that is. */
  const point = (key: FieldKey | null) => {
    setActive(key);
    const field = key === null ? undefined : slip?.fields[key];
    if (field !== undefined && field.box !== null) setPage(field.page);
  };

  /** The same, and where the page is out of sight (on a phone it stands above) brings it back. */
  const show = (key: FieldKey) => {
    point(key);
    picture.current?.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() });
  };

  return (
    <div className={pictured ? styles.layout : styles.single}>
      {pictured && (
        <PagePicture
          ref={picture}
          documentId={document.id}
          pages={Math.max(1, document.pages)}
          page={page}
          onPage={setPage}
          marks={slip === null ? [] : marksOf(slip, page)}
          active={active}
          onActive={setActive}
        />
      )}
      <div className={styles.panels}>
        {!pictured && slip !== null && <DataOnly />}
        {document.slips.length > 1 && (
          <SlipSwitch slips={document.slips} current={slip?.id ?? ''} onChoose={onSlip} />
        )}
        {slip === null ? (
          <NoSlip carrier={document.carrier} />
        ) : (
          <SlipPanels slip={slip} active={active} onPoint={point} onShow={show} />
        )}
        <Technical document={document} slip={slip} />
      </div>
    </div>
  );
}

function SlipPanels({
  slip,
  active,
  onPoint,
  onShow,
}: {
  slip: SlipAnswer;
  active: FieldKey | null;
  onPoint: (key: FieldKey | null) => void;
  onShow: (key: FieldKey) => void;
}) {
  return (
    <>
      <VerdictCard slip={slip} active={active} onPoint={onPoint} />
      <FieldsPanel slip={slip} active={active} onPoint={onPoint} onShow={onShow} />
      <LinesPanel slip={slip} />
      <FindingsPanel findings={slip.findings} />
    </>
  );
}

/** An XML original: there is no page to hold the fields against. */
function DataOnly() {
  const { text } = useI18n();
  return (
    <Notice tone="neutral" title={text.documents.dataOnlyTitle}>
      <p>{text.documents.dataOnlyHint}</p>
    </Notice>
  );
}

/** What to do about it is another thing for a photo, for a file with pages, and for data. */
function NoSlip({ carrier }: Pick<DocumentAnswer, 'carrier'>) {
  const { text } = useI18n();
  const { emptyHint, fileEmptyHint, dataEmptyHint } = text.documents;
  const hint = carrier === 'xml' ? dataEmptyHint : carrier === 'image' ? emptyHint : fileEmptyHint;
  return (
    <Notice tone="warn" title={text.documents.emptyTitle}>
      <p>{hint}</p>
    </Notice>
  );
}
