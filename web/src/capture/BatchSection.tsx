/** The batches of this visit, row by row as they come along. */
import { useQueries } from '@tanstack/react-query';
import { batchQuery } from '../api/queries.js';
import { isFinal } from '../api/states.js';
import type { BatchAnswer } from '../api/types.js';
import { useTitle } from '../app/title.js';
import { DocumentListRow } from '../documents/DocumentListRow.js';
import listStyles from '../documents/list.module.css';
import { useI18n } from '../i18n/index.js';
import { Section } from '../ui/Section.js';
import { SendingRows } from './SendingRows.js';
import { type Upload, useUploads } from './uploads.js';

export function BatchSection() {
  const { text } = useI18n();
  const { uploads } = useUploads();
  const batches = useBatches(uploads);
  const rows = [...batches.values()].flatMap((batch) => batch.documents);
  const done = rows.filter((row) => isFinal(row.state)).length;
  const all = uploads.reduce((sum, upload) => sum + upload.files.length, 0);
  const sending = uploads.some((upload) => upload.phase === 'sending');
  const working = done < rows.length ? text.title.working(done, all) : null;
  useTitle(sending ? text.title.uploading : working);

  return (
    <Section
      title={text.documents.batch}
      aside={<span role="status">{text.documents.batchProgress(done, all)}</span>}
    >
      <ul className={listStyles.list}>
        {uploads.map((upload) => (
          <UploadRows key={upload.key} upload={upload} batch={batches.get(upload.accepted?.batchId ?? '')} />
        ))}
      </ul>
    </Section>
  );
}

function UploadRows({ upload, batch }: { upload: Upload; batch: BatchAnswer | undefined }) {
  if (upload.accepted === null || batch === undefined) return <SendingRows upload={upload} />;
  return batch.documents.map((row) => (
    <li key={row.id}>
      <DocumentListRow row={row} />
    </li>
  ));
}

function useBatches(uploads: readonly Upload[]): ReadonlyMap<string, BatchAnswer> {
  const ids = uploads.flatMap((upload) => (upload.accepted === null ? [] : [upload.accepted.batchId]));
  const answers = useQueries({ queries: ids.map((id) => batchQuery(id)) });
  return new Map(answers.flatMap(({ data }) => (data === undefined ? [] : [[data.id, data] as const])));
}
