/** The organisation's own companies: who invoices may be made out to. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { saveCompanies } from '../api/desk.js';
import type { OwnCompanyAnswer, RulesAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Notice } from '../ui/Notice.js';
import styles from './rules.module.css';
import { isLost, useSaving } from './useSaving.js';

interface Props {
  readonly rules: RulesAnswer;
  readonly mayEdit: boolean;
}

/** A row of the form; `row` tells it from the others while it is typed. */
interface Row extends OwnCompanyAnswer {
  readonly row: number;
}

export function Companies({ rules, mayEdit }: Props) {
  const { text } = useI18n();
  const [rows, setRows] = useState<readonly Row[]>(() =>
    rules.companies.map((company, row) => ({ ...company, row })),
  );
  const saving = useSaving((companies: readonly Row[]) =>
    saveCompanies(
      rules.edition,
      companies.map(({ name, taxId, aliases }) => ({ name, taxId, aliases })),
    ),
  );
  const change = (row: number, some: Partial<OwnCompanyAnswer>) =>
    setRows(rows.map((each) => (each.row === row ? { ...each, ...some } : each)));
  const add = () =>
    setRows([
      ...rows,
      { name: '', taxId: '', aliases: [], row: 1 + Math.max(-1, ...rows.map(({ row }) => row)) },
    ]);
  return (
    <>
      <p className={styles.hint}>{text.rules.companiesHint}</p>
      {rows.length === 0 && <Notice tone="warn" title={text.rules.noCompanies} />}
      {rows.map(({ row, name, taxId, aliases }) => (
        <div key={row} className={styles.company}>
          <Input
            value={name}
            disabled={!mayEdit}
            maxLength={200}
            placeholder={text.rules.companyName}
            aria-label={text.rules.companyName}
            onChange={({ target }) => change(row, { name: target.value })}
          />
          <Input
            value={taxId}
            disabled={!mayEdit}
            maxLength={20}
            placeholder={text.rules.taxId}
            aria-label={text.rules.taxId}
            onChange={({ target }) => change(row, { taxId: target.value.trim().toUpperCase() })}
          />
          <Select
            mode="tags"
            open={false}
            suffixIcon={null}
            value={aliases}
            disabled={!mayEdit}
            placeholder={text.rules.aliases}
            aria-label={text.rules.aliases}
            onChange={(given: string[]) => change(row, { aliases: given })}
          />
          {mayEdit && (
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={text.rules.remove}
              onClick={() => setRows(rows.filter((each) => each.row !== row))}
            />
          )}
        </div>
      ))}
      {saving.isError && !isLost(saving.error) && <ErrorNotice error={saving.error} />}
      {mayEdit && (
        <p className={styles.buttons}>
          <Button icon={<PlusOutlined />} onClick={add} data-testid="add-company">
            {text.rules.addCompany}
          </Button>
          <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate(rows)}>
            {text.rules.save}
          </Button>
        </p>
      )}
    </>
  );
}
