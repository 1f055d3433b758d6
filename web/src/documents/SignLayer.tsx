/** Where findings tell to look, framed on the page; what they say stands beside it. */
import type { Box } from '../api/types.js';
import styles from './picture.module.css';

/** A little air, so that the frame does not cut through what it shows. Fractions of the page. */
const AIR = 0.004;

export function SignLayer({ places }: { readonly places: readonly Box[] }) {
  return (
    <svg
      className={styles.signs}
      viewBox="0 0 1 1"
      preserveAspectRatio="none"
      aria-hidden="true"
      data-testid="signs"
    >
      {places.map(([x0, y0, x1, y1]) => (
        <rect
          key={`${x0} ${y0} ${x1} ${y1}`}
          x={x0 - AIR}
          y={y0 - AIR}
          width={x1 - x0 + 2 * AIR}
          height={y1 - y0 + 2 * AIR}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}
