/** What of the ledger is shown. Typed text counts when the field is left or Enter is pressed. */
import { Button, Input, Segmented, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { type LedgerFilters, NO_FILTERS } from '../api/ledger.js';
import type { VerdictState } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { fullFieldLabel } from '../i18n/labels.js';
import styles from './ledger.module.css';

interface Props {
  readonly filters: LedgerFilters;
  readonly onChange: (filters: LedgerFilters) => void;
}

const DIRECTIONS = ['', 'purchase', 'sale'] as const;

export function Filters({ filters, onChange }: Props) {
  const { text, language } = useI18n();
  const [typed, setTyped] = useState(filters);
  const type = (change: Partial<LedgerFilters>) => setTyped({ ...typed, ...change });
  const choose = (change: Partial<LedgerFilters>) => {
    setTyped({ ...typed, ...change });
    onChange({ ...typed, ...change });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(typed);
  };
  const states = Object.keys(text.verdict.state) as VerdictState[];
  return (
    <form className={styles.filters} onSubmit={submit}>
      <Segmented
        aria-label={text.ledger.directionLabel}
        value={typed.direction}
        options={DIRECTIONS.map((value) => ({ value, label: text.ledger.direction[value || 'all'] }))}
        onChange={(direction) => choose({ direction })}
      />
      <Select
        aria-label={text.verdict.stateLabel}
        value={typed.state}
        options={[
          { value: '' as const, label: text.ledger.anyState },
          ...states.map((value) => ({ value, label: text.verdict.state[value] })),
        ]}
        onChange={(state) => choose({ state })}
        className={styles.state}
      />
      <Input
        aria-label={fullFieldLabel('invoiceNumber', language)}
        placeholder={fullFieldLabel('invoiceNumber', language)}
        value={typed.invoiceNumber}
        inputMode="numeric"
        maxLength={40}
        onChange={({ target }) => type({ invoiceNumber: target.value.trim() })}
        onBlur={() => onChange(typed)}
        className={styles.number}
      />
      <Input
        aria-label={text.ledger.name}
        placeholder={text.ledger.name}
        value={typed.name}
        maxLength={200}
        onChange={({ target }) => type({ name: target.value })}
        onBlur={() => onChange(typed)}
        className={styles.name}
      />
      <span className={styles.dates}>
        <Input
          type="date"
          aria-label={text.ledger.from}
          value={typed.dateFrom}
          max={typed.dateTo || undefined}
          onChange={({ target }) => choose({ dateFrom: target.value })}
        />
        <span aria-hidden>–</span>
        <Input
          type="date"
          aria-label={text.ledger.to}
          value={typed.dateTo}
          min={typed.dateFrom || undefined}
          onChange={({ target }) => choose({ dateTo: target.value })}
        />
      </span>
      <Button htmlType="submit">{text.ledger.filter}</Button>
      <Button type="text" onClick={() => choose(NO_FILTERS)}>
        {text.ledger.clear}
      </Button>
    </form>
  );
}
