import { QRCode } from 'antd';
import { separatorText } from '../../../src/http/contract/separator.js';
import { useI18n } from '../i18n/index.js';
import styles from './separators.module.css';

/**
 * One sheet of A4. The same code twice, upper left and lower right: a folded corner hides one of them at most, and a
 * sheet that lies upside down looks the same. Error correction H holds out under three tenths of dirt.
 */
export function SeparatorSheet({ label }: { label: string }) {
  const { text } = useI18n();
  const code = (
    <QRCode
      type="svg"
      value={separatorText(label)}
      errorLevel="H"
      bordered={false}
      color="#000"
      bgColor="#fff"
      marginSize={2}
      className={styles.code}
      // Ant Design writes its size in pixels; on paper it is millimetres.
      style={{ width: 'var(--code)', height: 'var(--code)' }}
      aria-label={text.separators.qr}
      role="img"
    />
  );
  return (
    <article className={styles.sheet} data-testid="separator">
      <div className={styles.upper}>
        {code}
        <p className={styles.word}>{text.separators.sheet}</p>
      </div>
      <div className={styles.middle}>
        {label !== '' && <p className={styles.label}>{label}</p>}
        <p className={styles.instruction}>{text.separators.instruction}</p>
        <p className={styles.second}>{text.separators.instructionSecond}</p>
      </div>
      <div className={styles.lower}>
        <p className={styles.brand}>
          {text.brand} {text.brandLatin}
        </p>
        {code}
      </div>
    </article>
  );
}
