/** The boxes of the fields, drawn over the page in its own fractions. */
import { useEffect, useRef } from 'react';
import type { FieldKey } from '../api/types.js';
import { money } from '../format/numbers.js';
import { useI18n } from '../i18n/index.js';
import { fieldLook, fullFieldLabel } from '../i18n/labels.js';
import type { Mark } from './marks.js';
import styles from './picture.module.css';
import { scrollInto } from './scrollInto.js';

interface Props {
  readonly marks: readonly Mark[];
  readonly active: FieldKey | null;
  readonly onActive: (key: FieldKey | null) => void;
}

/** A little air around the text, so that the frame does not cut through it. Fractions of the page. */
const AIR_X = 0.002;
const AIR_Y = 0.003;

export function BoxLayer({ marks, active, onActive }: Props) {
  const { text, language } = useI18n();
  const current = marks.find((mark) => mark.field === active);
  return (
    <>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: a title would hover over every box as a second, wrong label */}
      <svg className={styles.boxes} viewBox="0 0 1 1" preserveAspectRatio="none" data-testid="boxes">
        {marks.map((mark) => {
          const [x0, y0, x1, y1] = mark.box;
          return (
            // The list beside the page holds the same fields as real buttons; these are their images, reachable too.
            // biome-ignore lint/a11y/useSemanticElements: an SVG shape cannot be a <button>
            <rect
              key={mark.field}
              className={`${styles[mark.look]} ${mark.field === active ? styles.active : ''}`}
              data-field={mark.field}
              data-active={mark.field === active}
              x={x0 - AIR_X}
              y={y0 - AIR_Y}
              width={x1 - x0 + 2 * AIR_X}
              height={y1 - y0 + 2 * AIR_Y}
              vectorEffect="non-scaling-stroke"
              role="button"
              tabIndex={0}
              aria-label={text.picture.box(fullFieldLabel(mark.field, language), mark.value)}
              onMouseEnter={() => onActive(mark.field)}
              onMouseLeave={() => onActive(null)}
              onFocus={() => onActive(mark.field)}
              onBlur={() => onActive(null)}
            />
          );
        })}
      </svg>
      {current !== undefined && <BoxLabel mark={current} />}
    </>
  );
}

/** Name and value beside the box that is pointed at; brings the box into view where the page is zoomed. */
function BoxLabel({ mark }: { mark: Mark }) {
  const { language } = useI18n();
  const label = useRef<HTMLDivElement>(null);
  const [x0, y0, x1, y1] = mark.box;
  const below = y0 < 0.12;
  const fromRight = x0 > 0.6;

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each field that is pointed at
  useEffect(() => scrollInto(label.current?.parentElement ?? null, mark.box), [mark.field]);

  return (
    <div
      ref={label}
      aria-hidden
      className={`${styles.tag} ${styles[mark.look]} figures`}
      style={{
        ...(below ? { top: `calc(${y1 * 100}% + 6px)` } : { bottom: `calc(${(1 - y0) * 100}% + 6px)` }),
        ...(fromRight ? { right: `${(1 - x1) * 100}%` } : { left: `${x0 * 100}%` }),
      }}
    >
      <span>{fullFieldLabel(mark.field, language)}</span>{' '}
      {fieldLook(mark.field) === 'money' ? money(mark.value) : mark.value}
    </div>
  );
}
