/** Bringing a ledger file in: first what it would do, then, if a person wants it, doing it. */
import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { importQuery, importReportUrl, importsQuery, isUnderWay, startImport } from '../api/ledger.js';
import type { ImportAnswer } from '../api/types.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { FileButton } from '../ui/FileButton.js';
import { Notice } from '../ui/Notice.js';
import { Section } from '../ui/Section.js';
import styles from './ledger.module.css';

const ACCEPT = '.xlsx,.xls,.csv,.txt,.xml,.json,.ndjson';

export function ImportSection() {
  const { text } = useI18n();
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState<File | null>(null);
  const [importId, setImportId] = useState<string | null>(null);
  const start = useMutation({
    mutationFn: ({ given, dryRun }: { given: File; dryRun: boolean }) => startImport(given, dryRun, mapping),
    onSuccess: (accepted) => setImportId(accepted.importId),
  });
  const chosen = (given: File) => {
    setFile(given);
    setImportId(null);
    start.mutate({ given, dryRun: true });
  };
  return (
    <Section title={text.ledger.import}>
      <div className={styles.importing}>
        <p className="hint">{text.ledger.importHint}</p>
        <div className={styles.choosing}>
          <FileButton
            type="primary"
            icon={<UploadOutlined />}
            loading={start.isPending}
            label={text.ledger.choose}
            accept={ACCEPT}
            testId="ledger-file"
            onFile={chosen}
          />
          <FileButton
            type="text"
            label={mapping === null ? text.ledger.mapping : text.ledger.mappedBy(mapping.name)}
            accept=".json"
            testId="ledger-mapping"
            onFile={setMapping}
          />
          {mapping !== null && (
            <Button type="text" onClick={() => setMapping(null)}>
              {text.ledger.noMapping}
            </Button>
          )}
        </div>
        {start.isError && <ErrorNotice error={start.error} />}
        {importId !== null && (
          <Running
            key={importId}
            id={importId}
            onWrite={file === null ? null : () => start.mutate({ given: file, dryRun: false })}
          />
        )}
        <Earlier shown={importId} />
      </div>
    </Section>
  );
}

/** One import as it goes on. `onWrite`: does in earnest what a dry run has said. */
function Running({ id, onWrite }: { readonly id: string; readonly onWrite: (() => void) | null }) {
  const { text } = useI18n();
  const client = useQueryClient();
  const followed = useQuery(importQuery(id));
  const written = followed.data?.state === 'done' && !followed.data.dryRun;
  useEffect(() => {
    if (!written) return;
    void client.invalidateQueries({ queryKey: ['ledger'] });
    void client.invalidateQueries({ queryKey: ['imports'], exact: true });
  }, [client, written]);
  if (followed.isError) return <ErrorNotice error={followed.error} onRetry={followed.refetch} />;
  if (followed.data === undefined || isUnderWay(followed.data))
    return (
      <Moving progress={followed.data?.progress ?? null} isWaiting={followed.data?.state === 'queued'} />
    );
  const done = followed.data;
  if (done.state === 'failed' || done.report === null)
    return <Notice tone="bad" title={done.message ?? text.ledger.importFailed} />;
  return (
    <div className={styles.outcome} data-testid="import-outcome">
      <Notice
        tone={done.report.skippedCount > 0 ? 'warn' : 'good'}
        title={done.dryRun ? text.ledger.wouldDo(done.file) : text.ledger.did(done.file)}
      >
        <Counts report={done.report} dryRun={done.dryRun} />
      </Notice>
      <Skipped id={done.id} report={done.report} />
      {done.dryRun && onWrite !== null && done.report.added + done.report.updated > 0 && (
        <Button type="primary" onClick={onWrite} data-testid="import-write">
          {text.ledger.write}
        </Button>
      )}
    </div>
  );
}

interface MovingProps {
  readonly progress: ImportAnswer['progress'];
  /** Others are worked on before it. */
  readonly isWaiting: boolean;
}

function Moving({ progress, isWaiting }: MovingProps) {
  const { text } = useI18n();
  const percent = progress?.of == null ? 0 : Math.min(99, (progress.rows / progress.of) * 100);
  const label = isWaiting ? text.ledger.queued : text.ledger.rowsSeen(progress?.rows ?? 0);
  return (
    <div role="status">
      <Progress percent={percent} showInfo={false} status="active" aria-label={label} />
      <p className="hint figures">{label}</p>
    </div>
  );
}

type Report = NonNullable<ImportAnswer['report']>;

function Counts({ report, dryRun }: { readonly report: Report; readonly dryRun: boolean }) {
  const { text } = useI18n();
  const counts: readonly [string, number][] = [
    [dryRun ? text.ledger.wouldAdd : text.ledger.added, report.added],
    [dryRun ? text.ledger.wouldUpdate : text.ledger.updated, report.updated],
    [text.ledger.stateChanges, report.stateChanges ?? 0],
    [text.ledger.unchanged, report.unchanged],
    [text.ledger.skipped, report.skippedCount],
  ];
  return (
    <dl className={styles.counts}>
      {counts.map(([label, count]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="figures">{count.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Shown at once; the file has all of them. */
const TOLD = 20;

function Skipped({ id, report }: { readonly id: string; readonly report: Report }) {
  const { text } = useI18n();
  if (report.skippedCount === 0) return null;
  return (
    <details className={styles.skipped}>
      <summary>{text.ledger.skippedRows(report.skippedCount)}</summary>
      <ul>
        {report.skipped.slice(0, TOLD).map(({ where, code, message }) => (
          <li key={`${where} ${code}`} lang="zh-CN">
            <strong>{where}</strong> {message}
          </li>
        ))}
      </ul>
      <a href={importReportUrl(id)} download>
        {text.ledger.fullReport}
      </a>
    </details>
  );
}

function Earlier({ shown }: { readonly shown: string | null }) {
  const { text, language } = useI18n();
  const imports = useQuery(importsQuery);
  const earlier = (imports.data?.items ?? []).filter(({ id, dryRun }) => id !== shown && !dryRun);
  if (earlier.length === 0) return null;
  return (
    <details className={styles.skipped}>
      <summary>{text.ledger.earlier(earlier.length)}</summary>
      <ul>
        {earlier.map(({ id, file, state, report, message, createdAt }) => (
          <li key={id}>
            <strong>{file}</strong> {moment(createdAt, language)}{' '}
            {state === 'done' && report !== null
              ? text.ledger.summary(report.added, report.updated, report.skippedCount)
              : (message ?? (state === 'queued' ? text.ledger.queued : text.ledger.underWay))}{' '}
            {report !== null && report.skippedCount > 0 && (
              <a href={importReportUrl(id)} download>
                {text.ledger.fullReport}
              </a>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
