/** Files full of questions: hand one in, watch it, take the answers away in the same order. */
import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Progress } from 'antd';
import { queryBatchesQuery, queryBatchUrl, startQueryBatch } from '../api/asking.js';
import type { QueryBatchAnswer, VerdictOutcome } from '../api/types.js';
import { verdictTone } from '../documents/verdictLook.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { FileButton } from '../ui/FileButton.js';
import { Loaded } from '../ui/Loaded.js';
import { Nothing } from '../ui/Nothing.js';
import { Pill } from '../ui/Pill.js';
import styles from './queries.module.css';

export function BatchesSection() {
  const { text } = useI18n();
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: (file: File) => startQueryBatch(file),
    onSuccess: () => client.invalidateQueries({ queryKey: ['queryBatches'] }),
  });
  const batches = useQuery(queryBatchesQuery);
  return (
    <>
      <p className="hint">{text.queries.batchHint}</p>
      <FileButton
        type="primary"
        icon={<UploadOutlined />}
        loading={start.isPending}
        className={styles.choose ?? ''}
        label={text.queries.choose}
        accept=".xlsx,.csv"
        testId="batch-file"
        onFile={(file) => start.mutate(file)}
      />
      {start.isError && <ErrorNotice error={start.error} />}
      <Loaded query={batches}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>{text.queries.noBatches}</Nothing>
          ) : (
            <ul className={styles.batches}>
              {items.map((batch) => (
                <li key={batch.id}>
                  <Batch batch={batch} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

function Batch({ batch }: { readonly batch: QueryBatchAnswer }) {
  const { text, language } = useI18n();
  const { id, file, askedBy, state, answered, rows, message, createdAt } = batch;
  return (
    <div className={styles.batch} data-testid="batch" data-state={state}>
      <p>
        <strong>{file}</strong>{' '}
        <span className="hint">
          {askedBy} · {moment(createdAt, language)}
        </span>
      </p>
      {state === 'failed' && (
        <p className={styles.failed} lang={message === null ? undefined : 'zh-CN'}>
          {message ?? text.queries.batchFailed}
        </p>
      )}
      {(state === 'queued' || state === 'running') && (
        <div role="status">
          <Progress
            percent={rows === null || rows === 0 ? 0 : (answered / rows) * 100}
            showInfo={false}
            status="active"
            aria-label={text.queries.answered(answered, rows)}
          />
          <p className="hint figures">{text.queries.answered(answered, rows)}</p>
        </div>
      )}
      <Outcomes batch={batch} />
      {state === 'done' && (
        <p className={styles.results}>
          <a href={queryBatchUrl(id, 'xlsx')} download>
            <DownloadOutlined aria-hidden /> {text.queries.result} xlsx
          </a>
          <a href={queryBatchUrl(id, 'csv')} download>
            <DownloadOutlined aria-hidden /> {text.queries.result} CSV
          </a>
        </p>
      )}
    </div>
  );
}

function Outcomes({ batch }: { readonly batch: QueryBatchAnswer }) {
  const { text } = useI18n();
  const counts = Object.entries(batch.outcomes).filter(([, count]) => count > 0);
  return (
    <p className={styles.outcomes}>
      {counts.map(([outcome, count]) =>
        outcome === 'bad_row' ? (
          <Pill key={outcome} tone="bad">{`${text.queries.badRow} ${count}`}</Pill>
        ) : (
          <Pill
            key={outcome}
            tone={verdictTone({ outcome: outcome as VerdictOutcome, state: 'normal' })}
          >{`${text.verdict.outcome[outcome as VerdictOutcome]} ${count}`}</Pill>
        ),
      )}
    </p>
  );
}
