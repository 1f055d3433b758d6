import { useEffect, useRef, useState } from 'react';
import { pictureUrl } from '../api/queries.js';
import { verdictTone } from '../documents/verdictLook.js';
import { useI18n } from '../i18n/index.js';
import { ToneIcon } from '../ui/Notice.js';
import { toneClass } from '../ui/tone.js';
import styles from './contents.module.css';
import type { Tile } from './model.js';
import { RoleIcon, roleClass } from './roles.js';

interface Props {
  readonly documentId: string;
  readonly tile: Tile;
  /** An XML has no picture. */
  readonly pictured: boolean;
  readonly current: boolean;
  readonly onChoose: () => void;
}

/** One page: its picture once somebody looks at it, what it is, and how its slip stands. */
export function PageTile({ documentId, tile, pictured, current, onChoose }: Props) {
  const { text } = useI18n();
  const { page, role, slips } = tile;
  const verdict = slips[0]?.verdict ?? null;
  const said = verdict === null ? '' : `，${text.verdict.outcome[verdict.outcome]}`;
  return (
    <button
      type="button"
      className={`${styles.tile} ${roleClass(role)}`}
      aria-label={text.contents.tile(page, text.contents.role[role] + said)}
      aria-current={current ? 'page' : undefined}
      title={text.contents.role[role]}
      data-page={page}
      data-role={role}
      onClick={onChoose}
    >
      <span className={styles.thumb}>
        {pictured ? <Thumb source={pictureUrl(documentId, page, 800)} /> : <RoleIcon role={role} />}
      </span>
      <span className={`${styles.tileFoot} figures`}>
        <RoleIcon role={role} />
        {page}
        {slips.length > 1 && <span className={styles.times}>×{slips.length}</span>}
        {verdict !== null && (
          <span className={`${styles.tileTone} ${toneClass(verdictTone(verdict))}`}>
            <ToneIcon tone={verdictTone(verdict)} />
          </span>
        )}
      </span>
    </button>
  );
}

/** Milliseconds a page must be in sight: whoever scrolls past five hundred pages does not have them all drawn. */
const DWELL_MS = 220;

function Thumb({ source }: { source: string }) {
  const box = useRef<HTMLSpanElement>(null);
  const [wanted, setWanted] = useState(false);
  const [state, setState] = useState<'coming' | 'there' | 'failed'>('coming');

  useEffect(() => {
    const element = box.current;
    if (element === null || wanted) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(([entry]) => {
      clearTimeout(timer);
      if (entry?.isIntersecting === true) timer = setTimeout(() => setWanted(true), DWELL_MS);
    });
    observer.observe(element);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [wanted]);

  return (
    <span ref={box} className={styles.thumbBox} data-state={state}>
      {wanted && state !== 'failed' && (
        <img
          src={source}
          alt=""
          decoding="async"
          draggable={false}
          onLoad={() => setState('there')}
          onError={() => setState('failed')}
        />
      )}
    </span>
  );
}
