/** One document in a list: what it is, and how it stands. */
import { RightOutlined } from '@ant-design/icons';
import { Progress } from 'antd';
import { isFinal } from '../api/states.js';
import type { DocumentRow } from '../api/types.js';
import { documentPath, Link } from '../app/router.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { kindLabel } from '../i18n/labels.js';
import { CarrierIcon } from '../ui/CarrierIcon.js';
import { Money } from '../ui/Money.js';
import { Pill } from '../ui/Pill.js';
import styles from './list.module.css';
import { OutcomeTally } from './OutcomeTally.js';
import { useProgressText } from './ProgressText.js';
import { ProvisionalLine } from './ProvisionalLine.js';
import { fractionOf } from './progress.js';
import { documentTone } from './verdictLook.js';

export function DocumentListRow({ row }: { row: DocumentRow }) {
  return (
    <Link to={documentPath(row.id)} className={styles.row} data-testid="document-row" data-state={row.state}>
      <span className={styles.icon} aria-hidden>
        <CarrierIcon carrier={row.carrier} file={row.file} />
      </span>
      <span className={styles.body}>
        <Summary row={row} />
      </span>
      <span className={styles.end}>
        <State row={row} />
      </span>
      <RightOutlined className={styles.arrow} aria-hidden />
    </Link>
  );
}

function Summary({ row }: { row: DocumentRow }) {
  const { text, language } = useI18n();
  const [slip, ...others] = row.slips;
  const kind = slip === undefined ? '' : kindLabel(slip.kind, language);
  // Of several slips none speaks for the file.
  const single = slip !== undefined && others.length === 0;
  const title = single ? (slip.sellerName ?? kind) : row.file;
  const facts = [
    kind === title ? '' : kind,
    slip?.invoiceNumber ?? '',
    slip?.issueDate ?? '',
    row.file,
    moment(row.createdAt, language),
  ].filter((fact) => fact !== '');
  const ofFile = [
    row.carrier === null ? '' : text.documents.carrier[row.carrier],
    row.pages > 1 ? text.contents.memberPages(row.pages) : '',
    row.refusal?.message ?? '',
    moment(row.createdAt, language),
  ].filter((fact) => fact !== '');
  return (
    <>
      <span className={styles.title}>
        {title}
        {others.length > 0 && <span className={styles.quiet}>{text.documents.slips(row.slips.length)}</span>}
        {row.changed && <span className={styles.news}>{text.checks.changed}</span>}
        {row.duplicateOf !== null && <span className={styles.tag}>{text.documents.duplicate}</span>}
      </span>
      <span className={`${styles.facts} figures`}>
        {(single ? facts : ofFile).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </span>
      {row.state === 'reading' && <ProvisionalLine progress={row.progress} />}
    </>
  );
}

function State({ row }: { row: DocumentRow }) {
  const { text } = useI18n();
  if (!isFinal(row.state)) return <Working row={row} />;
  if (row.state === 'refused' || row.state === 'failed') {
    return (
      <span className={styles.pills}>
        <Pill tone={documentTone(row.state)}>{text.documents.state[row.state]}</Pill>
      </span>
    );
  }
  if (row.slips.length === 0) {
    return (
      <span className={styles.pills}>
        <Pill tone="warn">{text.documents.noSlips}</Pill>
      </span>
    );
  }
  const [only, ...others] = row.slips;
  return (
    <>
      {others.length === 0 && only?.grossTotal != null && (
        <span className={styles.amount}>
          <Money value={only.grossTotal} />
        </span>
      )}
      <OutcomeTally slips={row.slips} />
    </>
  );
}

function Working({ row }: { row: DocumentRow }) {
  const label = useProgressText(row.state, row.progress);
  return (
    <span className={styles.working}>
      <Progress
        percent={fractionOf(row.state, row.progress) * 100}
        showInfo={false}
        size="small"
        status="active"
        aria-label={label}
      />
      <span className={styles.quiet}>{label}</span>
    </span>
  );
}
