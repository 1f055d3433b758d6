/** Where findings tell to look, framed on the page; what they say stands beside it. */
import { useEffect, useRef } from 'react';
import type { Box } from '../api/types.js';
import styles from './picture.module.css';
import { scrollInto } from './scrollInto.js';

interface Props {
  readonly places: readonly Box[];
  /** The one that is looked at, which may be another document's. */
  readonly look: Box | null;
}

/** A little air, so that the frame does not cut through what it shows. Fractions of the page. */
const AIR = 0.004;
/** More around the one that is looked at: a thick frame must not cover a single digit. */
const WIDE_AIR = 0.01;

/** Addresses hold boxes a little shorter than answers do. */
const SAME = 0.001;

export function SignLayer({ places, look }: Props) {
  const layer = useRef<SVGSVGElement>(null);
  const looked = look?.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each place, however often it is told anew
  useEffect(() => {
    if (look !== null) scrollInto(layer.current?.parentElement ?? null, look);
  }, [looked]);
  // Several findings may be about one place.
  const others = places.filter(
    (place, at) =>
      (look === null || !isSame(place, look)) && places.findIndex((one) => isSame(one, place)) === at,
  );
  return (
    <svg
      ref={layer}
      className={styles.signs}
      viewBox="0 0 1 1"
      preserveAspectRatio="none"
      aria-hidden="true"
      data-testid="signs"
    >
      {others.map((place) => (
        <Sign key={place.join(' ')} place={place} />
      ))}
      {look !== null && <Sign key={`look ${look.join(' ')}`} place={look} looked />}
    </svg>
  );
}

function Sign({
  place: [x0, y0, x1, y1],
  looked = false,
}: {
  readonly place: Box;
  readonly looked?: boolean;
}) {
  const air = looked ? WIDE_AIR : AIR;
  return (
    <rect
      className={looked ? styles.looked : undefined}
      data-looked={looked}
      x={x0 - air}
      y={y0 - air}
      width={x1 - x0 + 2 * air}
      height={y1 - y0 + 2 * air}
      vectorEffect="non-scaling-stroke"
    />
  );
}

const isSame = (a: Box, b: Box): boolean => a.every((part, at) => Math.abs(part - (b[at] ?? 0)) < SAME);
