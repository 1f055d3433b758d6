/** Where a finding tells to look: on this document's picture, or on another one's. */
import { AimOutlined } from '@ant-design/icons';
import type { Box, DocumentAnswer, SlipFinding } from '../api/types.js';
import { documentPath, Link } from '../app/router.js';
import { useI18n } from '../i18n/index.js';
import styles from './findings.module.css';
import { isPictured } from './pictured.js';

interface Props {
  readonly places: NonNullable<SlipFinding['places']>;
  readonly document: DocumentAnswer;
  readonly onLook: (page: number, look: Box) => void;
}

export function Places({ places, document, onLook }: Props) {
  const { text } = useI18n();
  const numbered = places.length > 1;
  return (
    <ul className={styles.places}>
      {places.map(({ page, box, documentId = document.id }, at) => {
        const nth = numbered ? at + 1 : null;
        const key = `${documentId} ${page} ${box.join(' ')}`;
        if (documentId !== document.id)
          return (
            <li key={key}>
              <Link to={documentPath(documentId, { page, slipId: null, look: box })}>
                <AimOutlined aria-hidden /> {text.findings.lookThere(page, nth)}
              </Link>
            </li>
          );
        if (!isPictured(document, page)) return null;
        return (
          <li key={key}>
            <button type="button" onClick={() => onLook(page, box)}>
              <AimOutlined aria-hidden /> {text.findings.look(document.pages > 1 ? page : null, nth)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
