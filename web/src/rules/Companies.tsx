/** The organisation's own companies: who invoices may be made out to. */
import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { saveCompanies } from '../api/desk.js';
import type { OwnCompanyAnswer, RulesAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Notice } from '../ui/Notice.js';
import { CompanyRow } from './CompanyRow.js';
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
  const { rows, add, change, remove } = useRows(rules.companies);
  const saving = useSaving((companies: readonly Row[]) =>
    saveCompanies(
      rules.edition,
      companies.map(({ name, taxId, aliases }) => ({ name, taxId, aliases })),
    ),
  );
  return (
    <>
      <p className="hint">{text.rules.companiesHint}</p>
      {rows.length === 0 && <Notice tone="warn" title={text.rules.noCompanies} />}
      {rows.map((company) => (
        <CompanyRow
          key={company.row}
          company={company}
          mayEdit={mayEdit}
          onChange={(some) => change(company.row, some)}
          onRemove={() => remove(company.row)}
        />
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

/** The companies as they are edited. */
function useRows(companies: readonly OwnCompanyAnswer[]) {
  const [rows, setRows] = useState<readonly Row[]>(() =>
    companies.map((company, row) => ({ ...company, row })),
  );
  const next = 1 + Math.max(-1, ...rows.map(({ row }) => row));
  return {
    rows,
    add: () => setRows([...rows, { name: '', taxId: '', aliases: [], row: next }]),
    change: (row: number, some: Partial<OwnCompanyAnswer>) =>
      setRows(rows.map((each) => (each.row === row ? { ...each, ...some } : each))),
    remove: (row: number) => setRows(rows.filter((each) => each.row !== row)),
  };
}
