/** The result: the page with its boxes at the left, what it means at the right. Pointing at one shows the other. */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Box, DocumentAnswer, FieldKey, SlipAnswer } from '../api/types.js';
import type { Place } from '../app/router.js';
import { Changes } from '../changes/Changes.js';
import { ClaimPanel } from '../claims/ClaimPanel.js';
import { pagesOf } from '../contents/model.js';
import { useI18n } from '../i18n/index.js';
import { RecordPanel } from '../records/RecordPanel.js';
import { RegistryPanel } from '../registry/RegistryPanel.js';
import { scrollBehavior } from '../ui/media.js';
import { Notice } from '../ui/Notice.js';
import styles from './document.module.css';
import { FieldsPanel } from './FieldsPanel.js';
import { FindingsPanel } from './FindingsPanel.js';
import { LinesPanel } from './LinesPanel.js';
import { marksOf, placesOf } from './marks.js';
import { PagePicture } from './PagePicture.js';
import { isPictured } from './pictured.js';
import { SlipSwitch } from './SlipSwitch.js';
import { Technical } from './Technical.js';
import { VerdictCard } from './VerdictCard.js';

/** A document whose result one look takes in. */
export function Result({ document, place, onPlace }: ResultProps) {
  const slip = document.slips.find(({ id }) => id === place?.slipId) ?? document.slips[0] ?? null;
  const page = place?.page ?? slip?.pages[0] ?? 1;
  // A fresh start for every slip: nothing pointed at, the page as a whole.
  return (
    <Detail
      key={slip?.id}
      document={document}
      page={page}
      slip={slip}
      choice={document.slips}
      onPage={(next) => onPlace({ page: next, slipId: slip?.id ?? null })}
      onSlip={(one) => onPlace({ page: one.pages[0] ?? 1, slipId: one.id })}
      look={place?.look ?? null}
      onLook={(next, look) => onPlace({ page: next, slipId: slip?.id ?? null, look })}
    />
  );
}

interface ResultProps {
  readonly document: DocumentAnswer;
  readonly place: Place | null;
  readonly onPlace: (place: Place) => void;
}

interface DetailProps {
  readonly document: DocumentAnswer;
  readonly page: number;
  readonly slip: SlipAnswer | null;
  /** Slips to switch between, where they are several. */
  readonly choice: readonly SlipAnswer[];
  readonly onPage: (page: number) => void;
  readonly onSlip: (slip: SlipAnswer) => void;
  /** Where on the page to look, and how to look elsewhere. */
  readonly look: Box | null;
  readonly onLook: (page: number, look: Box) => void;
  /** What is said where there is no slip. */
  readonly note?: ReactNode;
  readonly className?: string | undefined;
}

/** One slip, or a page without any: the page as a picture, what it means beside it. */
export function Detail(props: DetailProps) {
  const { document, page, slip, choice, onPage, onSlip, look, onLook, note, className } = props;
  const [active, setActive] = useState<FieldKey | null>(null);
  const picture = useRef<HTMLElement>(null);
  const pictured = isPictured(document, page);

  /** On a phone the page stands above what tells to look at it. */
  const bringBack = useCallback(
    () => picture.current?.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() }),
    [],
  );
  const looked = look !== null;
  useEffect(() => {
    if (looked) bringBack();
  }, [looked, bringBack]);
  const lookAt = (next: number, box: Box) => {
    onLook(next, box);
    bringBack();
  };

  /** From the list to the page: where the field stands, on whichever page that is. */
  const point = (key: FieldKey | null) => {
    setActive(key);
    const field = key === null ? undefined : slip?.fields[key];
    if (field !== undefined && field.box !== null && field.page !== page) onPage(field.page);
  };

  /** The same, and where the page is out of sight (on a phone it stands above) brings it back. */
  const show = (key: FieldKey) => {
    point(key);
    bringBack();
  };

  return (
    <div className={pictured ? `${styles.layout} ${className ?? ''}` : styles.single}>
      {pictured && (
        <PagePicture
          ref={picture}
          documentId={document.id}
          pages={Math.max(1, pagesOf(document))}
          page={page}
          onPage={onPage}
          marks={slip === null ? [] : marksOf(slip, page)}
          places={slip === null ? [] : placesOf(slip, page, document.id)}
          look={look}
          active={active}
          onActive={setActive}
        />
      )}
      <div className={styles.panels}>
        {!pictured && slip !== null && <DataOnly />}
        {choice.length > 1 && <SlipSwitch slips={choice} current={slip?.id ?? ''} onChoose={onSlip} />}
        {slip === null ? (
          (note ?? <NoSlip carrier={document.carrier} />)
        ) : (
          <>
            <Changes document={document} slipId={slip.id} />
            <SlipPanels
              document={document}
              slip={slip}
              active={active}
              onPoint={point}
              onShow={show}
              onLook={lookAt}
            />
          </>
        )}
        <Technical document={document} slip={slip} />
      </div>
    </div>
  );
}

function SlipPanels({
  document,
  slip,
  active,
  onPoint,
  onShow,
  onLook,
}: {
  document: DocumentAnswer;
  slip: SlipAnswer;
  active: FieldKey | null;
  onPoint: (key: FieldKey | null) => void;
  onShow: (key: FieldKey) => void;
  onLook: (page: number, look: Box) => void;
}) {
  return (
    <>
      <VerdictCard slip={slip} active={active} onPoint={onPoint} />
      {slip.recordId !== null && <RecordPanel id={slip.recordId} sha256={document.sha256} slipId={slip.id} />}
      <ClaimPanel slip={slip} />
      <RegistryPanel documentId={document.id} slip={slip} />
      <FieldsPanel slip={slip} active={active} onPoint={onPoint} onShow={onShow} />
      <LinesPanel slip={slip} />
      <FindingsPanel findings={slip.findings} document={document} onLook={onLook} />
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
