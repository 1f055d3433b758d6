/** One company of the organisation: its name, its tax id, and how else it is written. */
import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import type { OwnCompanyAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import styles from './rules.module.css';

interface Props {
  readonly company: OwnCompanyAnswer;
  readonly mayEdit: boolean;
  readonly onChange: (some: Partial<OwnCompanyAnswer>) => void;
  readonly onRemove: () => void;
}

export function CompanyRow({ company: { name, taxId, aliases }, mayEdit, onChange, onRemove }: Props) {
  const { text } = useI18n();
  return (
    <fieldset className={styles.company} disabled={!mayEdit} aria-label={name || text.rules.companyName}>
      <Input
        value={name}
        disabled={!mayEdit}
        maxLength={200}
        placeholder={text.rules.companyName}
        aria-label={text.rules.companyName}
        onChange={({ target }) => onChange({ name: target.value })}
      />
      <Input
        value={taxId}
        disabled={!mayEdit}
        maxLength={20}
        placeholder={text.rules.taxId}
        aria-label={text.rules.taxId}
        onChange={({ target }) => onChange({ taxId: target.value.trim().toUpperCase() })}
      />
      <Select
        mode="tags"
        open={false}
        suffixIcon={null}
        value={aliases}
        disabled={!mayEdit}
        placeholder={text.rules.aliases}
        aria-label={text.rules.aliases}
        onChange={(given: string[]) => onChange({ aliases: given })}
      />
      {mayEdit && (
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={`${text.rules.remove} ${name}`}
          title={text.rules.remove}
          onClick={onRemove}
        />
      )}
    </fieldset>
  );
}
