/** For whoever wants to know: the QR's text, the time it took, the file. Closed until asked for. */
import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { type ReactNode, useId, useState } from 'react';
import type { DocumentAnswer, SlipAnswer } from '../api/types.js';
import { duration, moment } from '../format/dates.js';
import { fileSize } from '../format/numbers.js';
import { useI18n } from '../i18n/index.js';
import { usePrinting } from '../ui/usePrinting.js';
import styles from './findings.module.css';

export function Technical({ document, slip }: { document: DocumentAnswer; slip: SlipAnswer | null }) {
  const { text } = useI18n();
  const [open, setOpen] = useState(false);
  const printing = usePrinting();
  const id = useId();
  return (
    <section className={styles.technical}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {text.technical.heading} {open ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
      </button>
      {(open || printing) && (
        <dl id={id} className={`${styles.facts} figures`}>
          {slip !== null && (
            <Fact label={text.technical.qr}>
              {slip.qr === null ? text.technical.noQr : <code>{slip.qr}</code>}
            </Fact>
          )}
          {document.ms !== null && <Fact label={text.technical.timing}>{timing(document.ms, text)}</Fact>}
          <Fact label={text.technical.file}>
            {[document.file, slip?.member ?? '', fileSize(document.size)]
              .filter((part) => part !== '')
              .join(' · ')}
          </Fact>
          {document.pages > 0 && <Fact label={text.technical.pages}>{document.pages}</Fact>}
          <ReceivedFact document={document} />
          <Fact label={text.technical.id}>
            <code>{document.id}</code>
          </Fact>
          <Fact label={text.technical.digest}>
            <code>{document.sha256}</code>
          </Fact>
        </dl>
      )}
    </section>
  );
}

function timing(ms: NonNullable<DocumentAnswer['ms']>, text: ReturnType<typeof useI18n>['text']): string {
  const { total, decode, qrTime, ocr } = text.technical;
  return [
    `${total} ${duration(ms.total)}`,
    `${decode} ${duration(ms.decode)}`,
    `${qrTime} ${duration(ms.qr)}`,
    `${ocr} ${duration(ms.ocr)}`,
  ].join(' · ');
}

function ReceivedFact({ document: { createdAt, way } }: { document: DocumentAnswer }) {
  const { text, language } = useI18n();
  const by = way === null ? [] : [text.technical.way[way]];
  return <Fact label={text.technical.received}>{[moment(createdAt, language), ...by].join(' · ')}</Fact>;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
