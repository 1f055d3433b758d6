import { useSyncExternalStore } from 'react';

/** Between `beforeprint` and `afterprint`: only there is the page still drawn anew before its sheets are counted. */
let preparing = false;

/** Whether the page goes to paper: what is folded away is then unfolded. */
export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, () => preparing);
}

function subscribe(listener: () => void): () => void {
  const set = (now: boolean) => () => {
    preparing = now;
    listener();
  };
  const stop = new AbortController();
  window.addEventListener('beforeprint', set(true), { signal: stop.signal });
  window.addEventListener('afterprint', set(false), { signal: stop.signal });
  return () => stop.abort();
}
