import { useEffect, useRef } from 'react';

/** What takes the arrow keys for itself while it has the focus. */
const OWN_ARROWS =
  'input, textarea, select, [contenteditable], [role="menu"], [role="slider"], [role="radiogroup"]';

/**
 * ← and → anywhere on the page call `onStep` with -1 and 1, unless what has the focus needs them itself. `null`: they lead
 * nowhere, and whoever else listens has them.
 */
export function useArrowKeys(onStep: ((by: -1 | 1) => void) | null): void {
  const latest = useRef(onStep);
  useEffect(() => {
    latest.current = onStep;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : null;
      if (by === null || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const { target } = event;
      if (
        latest.current === null ||
        event.defaultPrevented ||
        (target instanceof Element && needsArrows(target))
      )
        return;
      event.preventDefault();
      latest.current(by);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

/** A zoomed page scrolls sideways by them. */
function needsArrows(target: Element): boolean {
  return target.closest(OWN_ARROWS) !== null || target.scrollWidth > target.clientWidth + 1;
}
