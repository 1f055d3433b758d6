import { CloseOutlined, FileOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import listStyles from '../documents/list.module.css';
import { fileSize, percent } from '../format/numbers.js';
import { useI18n } from '../i18n/index.js';
import { describeError } from '../ui/ErrorNotice.js';
import styles from './capture.module.css';
import { type Upload, useUploads } from './uploads.js';

/** The files of a batch that the server does not have yet, or did not take. */
export function SendingRows({ upload }: { upload: Upload }) {
  const fractions = fractionsByFile(upload);
  return upload.files.map((file, index) => (
    // Files of one drop have no id of their own and never change their order.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <li key={index}>
      <SendingRow upload={upload} file={file} fraction={fractions[index] ?? 0} first={index === 0} />
    </li>
  ));
}

function SendingRow({
  upload,
  file,
  fraction,
  first,
}: {
  upload: Upload;
  file: File;
  fraction: number;
  first: boolean;
}) {
  const { text } = useI18n();
  const { retry, remove } = useUploads();
  const failed = upload.phase === 'failed';
  const problem = failed ? describeError(upload.error, text) : null;
  return (
    <div className={`${listStyles.row} ${listStyles.static}`}>
      <FileOutlined className={listStyles.icon} aria-hidden />
      <div className={listStyles.body}>
        <p className={listStyles.title}>
          {file.name} <span className={listStyles.quiet}>{fileSize(file.size)}</span>
        </p>
        {problem === null ? (
          <SendingState fraction={fraction} size={file.size} />
        ) : (
          <p className={styles.failed} role="alert">
            {text.common.sentences(text.common.about(text.capture.sendFailed, problem.title), problem.remedy)}
          </p>
        )}
      </div>
      {first && (
        <div className={styles.sendingButtons}>
          {failed && (
            <Button icon={<ReloadOutlined />} onClick={() => retry(upload.key)}>
              {text.common.retry}
            </Button>
          )}
          <Button
            type="text"
            icon={<CloseOutlined />}
            aria-label={failed ? text.capture.remove : text.capture.cancel}
            onClick={() => remove(upload.key)}
          />
        </div>
      )}
    </div>
  );
}

/** From here on a percent alone does not tell a person how long it will take. */
const LARGE_BYTES = 20 * 1024 ** 2;

function SendingState({ fraction, size }: { fraction: number; size: number }) {
  const { text } = useI18n();
  const { sending, sendingBytes, waiting } = text.capture;
  const share = percent(fraction);
  const under =
    size < LARGE_BYTES ? sending(share) : sendingBytes(share, fileSize(fraction * size), fileSize(size));
  const label = fraction >= 1 ? waiting : under;
  return (
    <div className={styles.sending}>
      <Progress percent={fraction * 100} showInfo={false} size="small" aria-label={label} />
      <span className={`${listStyles.quiet} figures`}>{label}</span>
    </div>
  );
}

/** A request sends its files one after the other, so the bytes sent tell how far each one is. */
function fractionsByFile({ files, fraction }: Upload): number[] {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let left = fraction * total;
  return files.map((file) => {
    const sent = Math.min(left, file.size);
    left -= sent;
    return file.size === 0 ? fraction : sent / file.size;
  });
}
