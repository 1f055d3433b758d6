import { useInfiniteQuery } from '@tanstack/react-query';
import { documentsQuery } from '../api/queries.js';
import { useI18n } from '../i18n/index.js';
import { Pages } from '../ui/Pages.js';
import { Section } from '../ui/Section.js';
import { DocumentListRow } from './DocumentListRow.js';
import styles from './list.module.css';

/** Everything handed in before, newest first; `hidden` are shown elsewhere on the page. */
export function RecentSection({ hidden }: { hidden: ReadonlySet<string> }) {
  const { text } = useI18n();
  const documents = useInfiniteQuery(documentsQuery);
  return (
    <Section title={text.documents.recent}>
      <Pages found={documents} empty={<NoneYet />}>
        {(all) => {
          const rows = all.filter((row) => !hidden.has(row.id));
          if (rows.length === 0) return <p className={styles.quiet}>{text.documents.allInBatch}</p>;
          return (
            <ul className={styles.list}>
              {rows.map((row) => (
                <li key={row.id}>
                  <DocumentListRow row={row} />
                </li>
              ))}
            </ul>
          );
        }}
      </Pages>
    </Section>
  );
}

function NoneYet() {
  const { text } = useI18n();
  return (
    <>
      <strong>{text.documents.none}</strong>
      <br />
      <span className={styles.quiet}>{text.documents.noneHint}</span>
    </>
  );
}
