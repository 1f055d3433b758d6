/** The originals that one invoice came in as, and where they say different things. */
import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { documentQuery, memberUrl, originalUrl, recordExtractionUrl, recordQuery } from '../api/queries.js';
import type { RecordOriginalAnswer } from '../api/types.js';
import { documentPath, Link } from '../app/router.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { CarrierIcon } from '../ui/CarrierIcon.js';
import { describeError } from '../ui/ErrorNotice.js';
import { Panel } from '../ui/Panel.js';
import { Differences } from './Differences.js';
import styles from './records.module.css';

/** `sha256` and `slipId`: what is looked at, which may be a later copy of the same bytes. */
export function RecordPanel({ id, sha256, slipId }: { id: string; sha256: string; slipId: string }) {
  const { text } = useI18n();
  const { data } = useQuery(recordQuery(id));
  // A single original is the document itself: nothing that the page does not show already.
  if (data === undefined || data.originals.length < 2) return null;
  return (
    <Panel title={text.record.heading}>
      <p className={styles.lead}>{text.record.hint(data.originals.length)}</p>
      <ul className={styles.originals}>
        {data.originals.map((original) => (
          <Original
            key={`${original.documentId} ${original.slipId}`}
            original={original}
            here={original.sha256 === sha256 && original.slipId === slipId}
          />
        ))}
      </ul>
      {data.differences.length > 0 && <Differences record={data} />}
      {data.slip !== null && (
        <p className={styles.merged}>
          {text.record.merged}
          <a href={recordExtractionUrl(id, 'json')} download>
            JSON
          </a>
          <a href={recordExtractionUrl(id, 'xml')} download>
            XML
          </a>
        </p>
      )}
    </Panel>
  );
}

function Original({ original, here }: { original: RecordOriginalAnswer; here: boolean }) {
  const { text, language } = useI18n();
  const { documentId, slipId, file, member, carrier, handedInAt, times } = original;
  const name = member ?? file;
  const facts = [
    carrier === null ? '' : text.documents.carrier[carrier],
    member === null ? '' : file,
    moment(handedInAt, language),
    times > 1 ? text.record.times(times) : '',
  ].filter((fact) => fact !== '');
  return (
    <li data-testid="original">
      <span className={styles.icon} aria-hidden>
        <CarrierIcon carrier={carrier} file={name} />
      </span>
      <span className={styles.what}>
        {here ? (
          <strong>
            {name} <span className={styles.here}>{text.record.thisOne}</span>
          </strong>
        ) : (
          <Link to={documentPath(documentId, { page: null, slipId })}>{name}</Link>
        )}
        <span className={`${styles.facts} figures`}>{facts.join(' · ')}</span>
      </span>
      <Download original={original} name={name} />
    </li>
  );
}

/** Of a file in a ZIP or mail its place among the others has to be asked for first. */
function Download({ original, name }: { original: RecordOriginalAnswer; name: string }) {
  const { text } = useI18n();
  const client = useQueryClient();
  const { documentId, file, member } = original;
  const label = text.record.download(name);
  const fetchMember = useMutation({
    mutationFn: async () => {
      const { members } = await client.ensureQueryData(documentQuery(documentId));
      const position = members.findIndex((one) => one.name === member) + 1;
      // An answer that is a download leaves the page where it is.
      window.location.assign(position === 0 ? originalUrl(documentId) : memberUrl(documentId, position));
    },
  });
  if (member === null) {
    return (
      <Button
        type="text"
        href={originalUrl(documentId)}
        download={file}
        icon={<DownloadOutlined />}
        aria-label={label}
        title={label}
      />
    );
  }
  return (
    <Button
      type="text"
      icon={<DownloadOutlined />}
      aria-label={label}
      title={fetchMember.isError ? describeError(fetchMember.error, text).title : label}
      danger={fetchMember.isError}
      loading={fetchMember.isPending}
      onClick={() => fetchMember.mutate()}
    />
  );
}
