/** One entry of the ledger: what it holds, and what became of its state. */
import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { entryQuery } from '../api/ledger.js';
import type { FieldKey, LedgerEntryAnswer } from '../api/types.js';
import { LEDGER, Link } from '../app/router.js';
import { useTitle } from '../app/title.js';
import { Lines } from '../documents/LinesPanel.js';
import { stateTone } from '../documents/verdictLook.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { fullFieldLabel, kindLabel } from '../i18n/labels.js';
import { Loaded } from '../ui/Loaded.js';
import { Money } from '../ui/Money.js';
import { Panel } from '../ui/Panel.js';
import { Pill } from '../ui/Pill.js';
import styles from './ledger.module.css';

export default function EntryPage({ id }: { readonly id: string }) {
  const { text } = useI18n();
  const entry = useQuery(entryQuery(id));
  useTitle(entry.data?.invoiceNumber ?? text.ledger.title);
  return (
    <>
      <Link to={LEDGER} className={styles.back}>
        <ArrowLeftOutlined aria-hidden /> {text.ledger.title}
      </Link>
      <Loaded query={entry}>{(found) => <Entry entry={found} />}</Loaded>
    </>
  );
}

function Entry({ entry }: { readonly entry: LedgerEntryAnswer }) {
  const { text, language } = useI18n();
  return (
    <div className={styles.entry}>
      <header className={styles.entryHead}>
        <h1 className="figures">
          {entry.invoiceCode !== null && <span className={styles.code}>{entry.invoiceCode} </span>}
          {entry.invoiceNumber}
        </h1>
        <Pill tone={stateTone(entry.state)}>{text.verdict.state[entry.state]}</Pill>
        <p className="hint">{kindLabel(entry.kind, language)}</p>
      </header>
      <Panel title={text.ledger.facts}>
        <Facts entry={entry} />
      </Panel>
      {entry.lines.length > 0 && (
        <Panel title={text.lines.heading} aside={text.lines.count(entry.lines.length)}>
          <Lines lines={entry.lines} />
        </Panel>
      )}
      <Panel title={text.ledger.history}>
        <History entry={entry} />
      </Panel>
    </div>
  );
}

const SHOWN: readonly (FieldKey & keyof LedgerEntryAnswer)[] = [
  'issueDate',
  'checkCode',
  'sellerName',
  'sellerTaxId',
  'buyerName',
  'buyerTaxId',
  'netTotal',
  'taxTotal',
  'grossTotal',
  'drawer',
  'note',
];
const AMOUNTS: ReadonlySet<string> = new Set(['netTotal', 'taxTotal', 'grossTotal']);

function Facts({ entry }: { readonly entry: LedgerEntryAnswer }) {
  const { text, language } = useI18n();
  const rows: [string, ReactNode][] = SHOWN.flatMap((field): [string, ReactNode][] => {
    const value = entry[field];
    if (typeof value !== 'string' || value === '') return [];
    return [
      [fullFieldLabel(field, language), AMOUNTS.has(field) ? <Money key={field} value={value} /> : value],
    ];
  });
  if (entry.alias !== null) rows.unshift([text.ledger.printed, entry.alias]);
  if (entry.risk !== null) rows.push([text.ledger.risk, entry.risk]);
  rows.push(...deductionRows(entry, text));
  rows.push([text.ledger.importedAt, moment(entry.importedAt, language)]);
  return (
    <dl className={`${styles.facts} figures`}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type Texts = ReturnType<typeof useI18n>['text'];

function deductionRows({ deduction }: LedgerEntryAnswer, text: Texts): [string, ReactNode][] {
  if (deduction === undefined) return [];
  const said = (value: boolean) => (value ? text.ledger.yes : text.ledger.no);
  const rows: [string, ReactNode][] = [];
  if (deduction.ticked !== null) rows.push([text.ledger.ticked, said(deduction.ticked)]);
  if (deduction.tickedOn !== null) rows.push([text.ledger.tickedOn, deduction.tickedOn]);
  if (deduction.deductibleTax !== null)
    rows.push([text.ledger.deductibleTax, <Money key="tax" value={deduction.deductibleTax} />]);
  if (deduction.purpose !== null) {
    const purposes: Readonly<Record<string, string>> = text.ledger.purposes;
    rows.push([text.ledger.purpose, purposes[deduction.purpose] ?? deduction.purpose]);
  }
  if (deduction.redLocked !== null) rows.push([text.ledger.redLocked, said(deduction.redLocked)]);
  return rows;
}

function History({ entry }: { readonly entry: LedgerEntryAnswer }) {
  const { text, language } = useI18n();
  if (entry.states.length === 0) return <p className={styles.nothing}>{text.ledger.neverChanged}</p>;
  return (
    <ol className={styles.history}>
      {entry.states.map(({ before, after, at, source }) => (
        <li key={`${at} ${after}`}>
          <span className="figures">{moment(at, language)}</span>
          <Pill tone={stateTone(before)}>{text.verdict.state[before]}</Pill>
          <span aria-hidden>→</span>
          <Pill tone={stateTone(after)}>{text.verdict.state[after]}</Pill>
          <span className="hint">{`${text.ledger.source[source.kind]} ${source.name}`}</span>
        </li>
      ))}
    </ol>
  );
}
