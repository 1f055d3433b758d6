/** The other documents of the same batch, one click away. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { batchQuery } from '../api/queries.js';
import { isFinal } from '../api/states.js';
import type { DocumentRow } from '../api/types.js';
import { documentPath, Link, navigate } from '../app/router.js';
import { useArrowKeys } from '../contents/useArrowKeys.js';
import { useI18n } from '../i18n/index.js';
import { ToneIcon } from '../ui/Notice.js';
import { type Tone, toneClass } from '../ui/tone.js';
import styles from './document.module.css';
import { documentTone, verdictTone } from './verdictLook.js';

interface Props {
  readonly batchId: string;
  readonly current: string;
  /** Whether ← and → lead from one to the next; not where they lead through the document itself. */
  readonly arrows: boolean;
}

export function BatchStrip({ batchId, current, arrows }: Props) {
  const { text } = useI18n();
  const batch = useQuery(batchQuery(batchId));
  const rows = batch.data?.documents ?? [];
  const strip = useRef<HTMLElement>(null);

  const step = (by: -1 | 1) => {
    const at = rows.findIndex(({ id }) => id === current);
    const next = at === -1 ? undefined : rows[at + by];
    if (next !== undefined) navigate(documentPath(next.id));
  };
  useArrowKeys(arrows && rows.length > 1 ? step : null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: again when another document is looked at, or rows come
  useEffect(() => {
    const item = strip.current?.querySelector<HTMLElement>('[aria-current]');
    if (item != null && strip.current !== null) {
      strip.current.scrollLeft = item.offsetLeft - (strip.current.clientWidth - item.offsetWidth) / 2;
    }
  }, [current, rows.length]);

  if (rows.length < 2) return null;
  const sellers = rows.map(sellerOf);
  return (
    <nav ref={strip} className={styles.strip} aria-label={text.documents.batch}>
      {arrows && (
        <kbd className={styles.keys} title={text.contents.keysHint}>
          {text.contents.keys}
        </kbd>
      )}
      {rows.map((row) => (
        <Link
          key={row.id}
          to={documentPath(row.id)}
          className={`${styles.stripItem} ${toneClass(toneOf(row))}`}
          aria-current={row.id === current ? 'page' : undefined}
        >
          <ToneIcon tone={toneOf(row)} />
          <span className={styles.stripName}>{nameIn(sellers, row)}</span>
          <span className="visually-hidden">{wordOf(row, text)}</span>
        </Link>
      ))}
    </nav>
  );
}

const sellerOf = ({ slips }: DocumentRow) => (slips.length === 1 ? (slips[0]?.sellerName ?? null) : null);

/** The seller tells a file of one invoice best; several of one seller are told apart by their files. */
function nameIn(sellers: readonly (string | null)[], row: DocumentRow): string {
  const seller = sellerOf(row);
  return seller === null || sellers.filter((one) => one === seller).length > 1 ? row.file : seller;
}

function toneOf({ state, slips }: DocumentRow): Tone {
  if (slips.length === 0 && (state === 'done' || state === 'review')) return 'warn';
  const tones = slips.flatMap(({ outcome, invoiceState }) =>
    outcome === null ? [] : [verdictTone({ outcome, state: invoiceState ?? 'unknown' })],
  );
  if (!isFinal(state) || tones.length === 0) return documentTone(state);
  return WORST_FIRST.find((tone) => tones.includes(tone)) ?? 'neutral';
}

/** A file of many slips is as its worst one. */
const WORST_FIRST: readonly Tone[] = ['bad', 'warn', 'wait', 'neutral', 'good'];

function wordOf({ state, slips }: DocumentRow, text: ReturnType<typeof useI18n>['text']): string {
  const outcome = slips[0]?.outcome ?? null;
  if (slips.length > 1) return text.documents.slips(slips.length);
  return outcome === null ? text.documents.state[state] : text.verdict.outcome[outcome];
}
