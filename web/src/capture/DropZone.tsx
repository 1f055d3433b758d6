import { CameraOutlined, FolderOpenOutlined, InboxOutlined, QrcodeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ChangeEvent, useRef } from 'react';
import { Link, SEPARATORS } from '../app/router.js';
import { useI18n } from '../i18n/index.js';
import { PHONE, useMedia } from '../ui/media.js';
import { Notice } from '../ui/Notice.js';
import styles from './capture.module.css';
import { ACCEPT } from './files.js';
import { useUploads } from './uploads.js';
import { useFileDrop } from './useFileDrop.js';

/** The way in: drop, choose, paste, or photograph. On a phone the camera comes first. */
export function DropZone() {
  const { text } = useI18n();
  const { start } = useUploads();
  const { over, problem } = useFileDrop(start);
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);

  const phone = useMedia(PHONE);
  const title = phone ? text.capture.heading : text.capture.drop;

  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    start(Array.from(event.target.files ?? []));
    // The same file may be chosen again.
    event.target.value = '';
  };

  const takePhoto = (
    <Button
      key="photo"
      type={phone ? 'primary' : 'default'}
      size="large"
      icon={<CameraOutlined />}
      onClick={() => camera.current?.click()}
    >
      {text.capture.photo}
    </Button>
  );
  const chooseFiles = (
    <Button
      key="choose"
      type={phone ? 'default' : 'primary'}
      size="large"
      icon={<FolderOpenOutlined />}
      onClick={() => files.current?.click()}
    >
      {text.capture.choose}
    </Button>
  );

  return (
    <section className={`${styles.zone} ${over ? styles.over : ''}`} aria-label={text.capture.heading}>
      <InboxOutlined className={styles.zoneIcon} aria-hidden />
      <p className={styles.zoneTitle}>{over ? text.capture.dropNow : title}</p>
      <p className={styles.zoneHint}>{phone ? text.capture.dropHintPhone : text.capture.dropHint}</p>
      <div className={styles.zoneButtons}>{phone ? [takePhoto, chooseFiles] : [chooseFiles, takePhoto]}</div>
      <dl className={styles.formats}>
        {text.capture.formats.map(([kind, names]) => (
          <div key={kind}>
            <dt>{kind}</dt>
            <dd>{names}</dd>
          </div>
        ))}
      </dl>
      <div aria-live="polite" className={styles.dropProblem}>
        {problem === 'empty' && <Notice tone="warn" title={text.capture.folderEmpty} />}
        {problem === 'unreadable' && (
          <Notice tone="bad" title={text.capture.folderUnreadable}>
            {text.capture.folderUnreadableHint}
          </Notice>
        )}
      </div>
      <Link to={SEPARATORS} className={styles.separators}>
        <QrcodeOutlined aria-hidden /> {text.capture.separators}
      </Link>
      <input
        ref={files}
        type="file"
        accept={ACCEPT}
        multiple
        hidden
        aria-label={text.capture.choose}
        onChange={chosen}
        data-testid="files"
      />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={text.capture.photo}
        onChange={chosen}
      />
    </section>
  );
}
