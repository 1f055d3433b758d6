/** What was asked before, with its answers. */
import { DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { type HistoryFilters, historyQuery, historyUrl } from '../api/asking.js';
import type { QueryRow, VerdictOutcome } from '../api/types.js';
import { stateMatters, stateTone, verdictTone } from '../documents/verdictLook.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { Pages } from '../ui/Pages.js';
import { Pill } from '../ui/Pill.js';
import styles from './queries.module.css';

const ALL: HistoryFilters = { number: '', outcome: '', dateFrom: '', dateTo: '' };

export function HistorySection() {
  const { text } = useI18n();
  const [filters, setFilters] = useState(ALL);
  const [number, setNumber] = useState('');
  const found = useInfiniteQuery(historyQuery(filters));
  const change = (some: Partial<HistoryFilters>) => setFilters({ ...filters, ...some });
  const outcomes = Object.keys(text.verdict.outcome) as VerdictOutcome[];
  return (
    <>
      <div className={styles.filters}>
        <Input.Search
          value={number}
          placeholder={text.queries.number}
          aria-label={text.queries.number}
          maxLength={40}
          allowClear
          onChange={({ target }) => setNumber(target.value)}
          onSearch={(value) => change({ number: value.trim() })}
        />
        <Select
          aria-label={text.verdict.label}
          value={filters.outcome}
          options={[
            { value: '', label: text.queries.anyOutcome },
            ...outcomes.map((value) => ({ value, label: text.verdict.outcome[value] })),
          ]}
          onChange={(outcome) => change({ outcome })}
        />
        <Input
          type="date"
          aria-label={text.queries.from}
          value={filters.dateFrom}
          onChange={({ target }) => change({ dateFrom: target.value })}
        />
        <Input
          type="date"
          aria-label={text.queries.to}
          value={filters.dateTo}
          onChange={({ target }) => change({ dateTo: target.value })}
        />
        <a href={historyUrl(filters)} download className={styles.export}>
          <DownloadOutlined aria-hidden /> {text.queries.export}
        </a>
      </div>
      <Pages found={found} empty={text.queries.noHistory}>
        {(rows) => (
          <ul className={styles.batches}>
            {rows.map((row) => (
              <li key={row.id}>
                <Asked row={row} />
              </li>
            ))}
          </ul>
        )}
      </Pages>
    </>
  );
}

function Asked({ row }: { readonly row: QueryRow }) {
  const { text, language } = useI18n();
  const { invoiceCode, invoiceNumber, verdict } = row;
  return (
    <div className={styles.asked}>
      <span className="figures">
        {[invoiceCode, invoiceNumber].filter((part) => part !== null).join(' ') || text.common.dash}
      </span>
      <span className={styles.pills}>
        <Pill tone={verdictTone(verdict)}>{text.verdict.outcome[row.outcome]}</Pill>
        {stateMatters(row) && <Pill tone={stateTone(row.state)}>{text.verdict.state[row.state]}</Pill>}
      </span>
      <span className="hint">
        {`${moment(row.askedAt, language)} · ${row.askedBy} · ${text.queries.way[row.way]}`}
        {row.cachedFrom !== null && ` · ${text.queries.cached(moment(row.cachedFrom, language))}`}
      </span>
    </div>
  );
}
