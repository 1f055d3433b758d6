/** Every field that was read, by what it is about. */
import type { FieldKey, SlipAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { FIELD_GROUPS, type FieldGroup, fieldsOf } from '../i18n/labels.js';
import { Panel } from '../ui/Panel.js';
import { FieldRow } from './FieldRow.js';
import styles from './fields.module.css';

interface Props {
  readonly slip: SlipAnswer;
  readonly active: FieldKey | null;
  readonly onPoint: (key: FieldKey | null) => void;
  readonly onShow: (key: FieldKey) => void;
}

export function FieldsPanel({ slip, active, onPoint, onShow }: Props) {
  const { text } = useI18n();
  const read = Object.values(slip.fields).filter((field) => field !== undefined);
  const accepted = read.filter((field) => field.accepted).length;
  return (
    <Panel
      title={text.fields.heading}
      aside={read.length > 0 && text.fields.summary(accepted, read.length - accepted)}
    >
      {read.length === 0 ? (
        <p className={styles.none}>{text.fields.none}</p>
      ) : (
        FIELD_GROUPS.map((group) => (
          <Group key={group} group={group} slip={slip} active={active} onPoint={onPoint} onShow={onShow} />
        ))
      )}
    </Panel>
  );
}

function Group({ group, slip, active, onPoint, onShow }: Props & { group: FieldGroup }) {
  const { text } = useI18n();
  const rows = fieldsOf(group).flatMap((key) => {
    const field = slip.fields[key];
    return field === undefined ? [] : [{ key, field }];
  });
  if (rows.length === 0) return null;
  return (
    <div className={styles.group}>
      <h3>{text.fields.groups[group]}</h3>
      <ul>
        {rows.map(({ key, field }) => (
          <FieldRow
            key={key}
            name={key}
            field={field}
            active={key === active}
            onPoint={onPoint}
            onShow={onShow}
          />
        ))}
      </ul>
    </div>
  );
}
