/** A page without a slip: what it is, why, and what to do. */
import type { PageFactAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { Notice } from '../ui/Notice.js';
import type { Tone } from '../ui/tone.js';
import type { TileRole } from './model.js';

const TONES: Record<TileRole, Tone> = {
  slip: 'neutral',
  list: 'warn',
  back: 'neutral',
  blank: 'neutral',
  separator: 'neutral',
  other: 'warn',
  refused: 'bad',
  waiting: 'wait',
};

export function PageNote({ page, fact }: { page: number; fact: PageFactAnswer | null }) {
  const { text } = useI18n();
  const role = fact?.role ?? 'waiting';
  const title = text.contents.tile(page, text.contents.role[role]);
  const refusal = fact?.refusal;
  return (
    <Notice tone={TONES[role]} title={title}>
      <p>{refusal === undefined ? text.contents.roleHint[role] : refusal.message}</p>
      {refusal !== undefined && <p>{refusal.remedy}</p>}
      {fact?.owner !== undefined && (
        <p className="figures">
          {text.contents.owner(
            [fact.owner.invoiceCode ?? '', fact.owner.invoiceNumber].filter((part) => part !== '').join(' '),
          )}
        </p>
      )}
      {role === 'separator' && fact?.label !== undefined && fact.label !== '' && (
        <p>{text.contents.separatorLabel(fact.label)}</p>
      )}
      {role === 'other' && <p>{text.contents.seePage}</p>}
    </Notice>
  );
}
