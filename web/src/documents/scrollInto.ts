import type { Box } from '../api/types.js';
import { scrollBehavior } from '../ui/media.js';

/** Scrolls the frame around a page's picture (never the window) so that the box is in it. */
export function scrollInto(page: HTMLElement | null, [x0, y0, x1, y1]: Box): void {
  const frame = page?.parentElement;
  if (page === null || frame == null) return;
  const x = page.offsetLeft + ((x0 + x1) / 2) * page.offsetWidth;
  const y = page.offsetTop + ((y0 + y1) / 2) * page.offsetHeight;
  const seen =
    x > frame.scrollLeft &&
    x < frame.scrollLeft + frame.clientWidth &&
    y > frame.scrollTop &&
    y < frame.scrollTop + frame.clientHeight;
  if (!seen)
    frame.scrollTo({
      left: x - frame.clientWidth / 2,
      top: y - frame.clientHeight / 2,
      behavior: scrollBehavior(),
    });
}
