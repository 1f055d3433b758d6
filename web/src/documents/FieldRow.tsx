/** One field: its value, how sure it is, where it comes from, and what else was read. */
import { CheckCircleOutlined, DownOutlined, ExclamationCircleOutlined, UpOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import type { FieldKey, SlipField } from '../api/types.js';
import { percent } from '../format/numbers.js';
import { useI18n } from '../i18n/index.js';
import { fieldLabel, fieldLook } from '../i18n/labels.js';
import { Money } from '../ui/Money.js';
import styles from './fields.module.css';

interface Props {
  readonly name: FieldKey;
  readonly field: SlipField;
  readonly active: boolean;
  readonly onPoint: (key: FieldKey | null) => void;
  readonly onShow: (key: FieldKey) => void;
}

export function FieldRow({ name, field, active, onPoint, onShow }: Props) {
  const { text, language } = useI18n();
  const [open, setOpen] = useState(false);
  const rivalsId = useId();
  return (
    <li
      className={`${styles.row} ${active ? styles.active : ''} ${field.accepted ? '' : styles.doubtful}`}
      data-field={name}
      data-active={active}
    >
      <button
        type="button"
        className={styles.main}
        title={field.box === null ? undefined : text.fields.show}
        onMouseEnter={() => onPoint(name)}
        onMouseLeave={() => onPoint(null)}
        onFocus={() => onPoint(name)}
        onBlur={() => onPoint(null)}
        onClick={() => onShow(name)}
      >
        <span className={styles.label}>{fieldLabel(name, language)}</span>
        <span className={styles.value}>
          <FieldValue name={name} value={field.value} />
        </span>
        <span className={styles.source} title={text.fields.sourceHint[field.source]}>
          {text.fields.source[field.source]}
        </span>
        <Sureness field={field} />
      </button>
      {field.rivals.length > 0 && (
        <button
          type="button"
          className={styles.rivalsToggle}
          aria-expanded={open}
          aria-controls={rivalsId}
          onClick={() => setOpen(!open)}
        >
          {text.fields.rivals(field.rivals.length)}{' '}
          {open ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
        </button>
      )}
      {open && (
        <ul id={rivalsId} className={styles.rivals} aria-label={text.fields.rivalsLabel}>
          {field.rivals.map((rival) => (
            <li key={`${rival.source} ${rival.value} ${rival.page}`}>
              <span className={styles.value}>
                <FieldValue name={name} value={rival.value} />
              </span>
              <span className={styles.source} title={text.fields.sourceHint[rival.source]}>
                {text.fields.source[rival.source]}
              </span>
              <span className="figures">{percent(rival.confidence)}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function FieldValue({ name, value }: { name: FieldKey; value: string }) {
  const { text } = useI18n();
  if (value === '') return <span className={styles.blank}>{text.common.empty}</span>;
  const look = fieldLook(name);
  if (look === 'money') return <Money value={value} />;
  return <span className={look === 'id' ? 'figures' : undefined}>{value}</span>;
}

/** Accepted: a calm tick. Not accepted: amber, with a word and the percent. Never by colour alone. */
function Sureness({ field }: { field: SlipField }) {
  const { text } = useI18n();
  const share = percent(field.confidence);
  const hint = field.accepted ? text.fields.accepted(share) : text.fields.doubtful(share);
  return (
    <span className={`${styles.sure} figures`} title={hint}>
      <span aria-hidden>{field.accepted ? <CheckCircleOutlined /> : <ExclamationCircleOutlined />}</span>
      <span aria-hidden className={styles.share}>
        {share}
      </span>
      <span className="visually-hidden">{hint}</span>
    </span>
  );
}
