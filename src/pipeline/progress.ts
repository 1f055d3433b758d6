/** What of a reader's many words about its progress is worth a write to the database: one a page. */
import type { ReadProgress } from '../document/report.js';

type OnProgress = (progress: ReadProgress) => void;

/** Each page of a file once, as it begins, and what its codes say at once. Of a single page every step: somebody waits for it. */
export function stepsWorthTelling(tell: OnProgress): OnProgress {
  let last: ReadProgress | null = null;
  return (progress) => {
    const isNews =
      last === null ||
      progress.pages === 1 ||
      progress.page !== last.page ||
      (progress.provisional?.length ?? 0) > (last.provisional?.length ?? 0);
    if (!isNews) return;
    last = progress;
    tell(progress);
  };
}

/** How many pages of a part are done, whenever the next one begins. Whoever reads it goes from page to page. */
export function pageCount(tell: (done: number) => void): OnProgress {
  let page: number | null = null;
  let begun = 0;
  return (progress) => {
    if (progress.page === page) return;
    page = progress.page;
    if (begun > 0) tell(begun);
    begun++;
  };
}
