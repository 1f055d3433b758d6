/** Samples to try: fetched like a download, then handed in like any other file. */
import { FileImageOutlined, FilePdfOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { API, requestBlob } from '../api/client.js';
import { samplesQuery } from '../api/queries.js';
import type { SampleAnswer } from '../api/types.js';
import { OutcomePill } from '../documents/OutcomePill.js';
import { fileSize } from '../format/numbers.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import styles from './capture.module.css';
import { useUploads } from './uploads.js';

export function Samples() {
  const { text } = useI18n();
  const { start } = useUploads();
  const samples = useQuery(samplesQuery);
  const fetchSample = useMutation({
    mutationFn: async (sample: SampleAnswer) => {
      const blob = await requestBlob(`${API}/samples/${encodeURIComponent(sample.name)}`);
      return new File([blob], sample.name, { type: sample.mediaType });
    },
    onSuccess: (file) => start([file]),
  });

  // Samples are an offer: when there are none, or they cannot be had, nothing is missing.
  if (samples.data === undefined || samples.data.length === 0) return null;
  return (
    <section className={styles.samples} aria-label={text.capture.samplesTitle}>
      <h2>{text.capture.samplesTitle}</h2>
      <ul>
        {samples.data.map((sample) => (
          <li key={sample.name}>
            <SampleCard
              sample={sample}
              busy={fetchSample.isPending && fetchSample.variables.name === sample.name}
              onTry={() => fetchSample.mutate(sample)}
            />
          </li>
        ))}
      </ul>
      {fetchSample.isError && <ErrorNotice error={fetchSample.error} />}
    </section>
  );
}

function SampleCard({ sample, busy, onTry }: { sample: SampleAnswer; busy: boolean; onTry: () => void }) {
  const { text, language } = useI18n();
  const pdf = sample.mediaType === 'application/pdf';
  return (
    <button type="button" className={styles.sample} onClick={onTry} disabled={busy}>
      <span className={styles.sampleIcon} aria-hidden>
        {pdf ? <FilePdfOutlined /> : <FileImageOutlined />}
      </span>
      <span className={styles.sampleText}>
        <strong>{language === 'zh' ? sample.titleZh : sample.titleEn}</strong>
        <span>
          {busy
            ? text.capture.sampleLoading
            : `${pdf ? 'PDF' : sample.mediaType.replace('image/', '').toUpperCase()} · ${fileSize(sample.size)}`}
        </span>
      </span>
      {sample.outcome !== null && <OutcomePill outcome={sample.outcome} />}
    </button>
  );
}
