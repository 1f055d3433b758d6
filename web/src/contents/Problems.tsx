/** The files of a ZIP or mail that could not be read: which, why, and what to do. */
import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import type { MemberAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { ToneIcon } from '../ui/Notice.js';
import { toneClass } from '../ui/tone.js';
import styles from './contents.module.css';

export function Problems({ members }: { members: readonly MemberAnswer[] }) {
  const { text } = useI18n();
  const [open, setOpen] = useState(false);
  const id = useId();
  const refused = members.filter(({ refusal }) => refusal !== null);
  if (refused.length === 0) return null;
  return (
    <div className={`${styles.problems} ${toneClass('bad')}`}>
      <button
        type="button"
        className={styles.problemsToggle}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <ToneIcon tone="bad" />
        <span>{text.contents.membersRefused(refused.length)}</span>
        {open ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
      </button>
      {open && (
        <ul id={id}>
          {refused.map(({ name, refusal }) => (
            <li key={name}>
              <strong>{name}</strong>
              <span>{refusal === null ? '' : text.common.sentences(refusal.message, refusal.remedy)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
