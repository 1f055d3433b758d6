import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { documentsQuery } from '../api/queries.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Section } from '../ui/Section.js';
import { Waiting } from '../ui/Waiting.js';
import { DocumentListRow } from './DocumentListRow.js';
import styles from './list.module.css';

/** Everything handed in before, newest first; `hidden` are shown elsewhere on the page. */
export function RecentSection({ hidden }: { hidden: ReadonlySet<string> }) {
  const { text } = useI18n();
  return (
    <Section title={text.documents.recent}>
      <Recent hidden={hidden} />
    </Section>
  );
}

function Recent({ hidden }: { hidden: ReadonlySet<string> }) {
  const { text } = useI18n();
  const documents = useInfiniteQuery(documentsQuery);
  if (documents.data === undefined) {
    return documents.isError ? (
      <ErrorNotice error={documents.error} onRetry={documents.refetch} />
    ) : (
      <Waiting />
    );
  }
  const rows = documents.data.pages.flatMap((page) => page.items).filter((row) => !hidden.has(row.id));
  if (rows.length === 0) return <Nothing first={hidden.size === 0} />;
  return (
    <>
      <ul className={styles.list}>
        {rows.map((row) => (
          <li key={row.id}>
            <DocumentListRow row={row} />
          </li>
        ))}
      </ul>
      {documents.hasNextPage && (
        <Button
          className={styles.more}
          loading={documents.isFetchingNextPage}
          onClick={() => void documents.fetchNextPage()}
        >
          {text.common.loadMore}
        </Button>
      )}
    </>
  );
}

function Nothing({ first }: { first: boolean }) {
  const { text } = useI18n();
  if (!first) return <p className={styles.quiet}>{text.documents.allInBatch}</p>;
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{text.documents.none}</strong>
          <br />
          <span className={styles.quiet}>{text.documents.noneHint}</span>
        </>
      }
    />
  );
}
