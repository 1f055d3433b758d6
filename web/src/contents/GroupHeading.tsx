import { FolderOutlined } from '@ant-design/icons';
import { useI18n } from '../i18n/index.js';
import { CarrierIcon } from '../ui/CarrierIcon.js';
import styles from './contents.module.css';
import type { Group } from './model.js';

/** Where a file or an entry begins: one line each. */
export function GroupHeading({ member, entry }: Pick<Group, 'member' | 'entry'>) {
  const { text } = useI18n();
  return (
    <>
      {member !== null && (
        <h3 className={styles.memberHead} title={member.name ?? undefined}>
          <span aria-hidden>
            <CarrierIcon carrier={member.carrier} file={member.name ?? ''} />
          </span>
          <span className={styles.headName}>
            <bdi>{member.name}</bdi>
          </span>
          {member.refusal === null ? (
            <span className={styles.headAside}>{text.contents.memberPages(member.pages)}</span>
          ) : (
            <span className={styles.headRefused}>{text.contents.role.refused}</span>
          )}
        </h3>
      )}
      {entry !== null && (
        <h3 className={styles.entryHead}>
          <FolderOutlined aria-hidden />
          <span className={styles.headName}>{text.contents.entry(entry.number, entry.label)}</span>
        </h3>
      )}
    </>
  );
}
