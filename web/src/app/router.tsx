/** The page's addresses: `/`, `/documents/:id`, a page or slip of it, `/separators`. So few need no library. */
import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react';

/** What of a document is looked at; a page may hold several slips. */
export interface Place {
  readonly page: number;
  readonly slipId: string | null;
}

/** As an address says it: of a slip the page need not be told. */
export interface Asked {
  readonly page: number | null;
  readonly slipId: string | null;
}

export type Route =
  | { readonly name: 'home' }
  | { readonly name: 'document'; readonly id: string; readonly asked: Asked | null }
  | { readonly name: 'separators' }
  | { readonly name: 'unknown' };

export const HOME = '/';
export const SEPARATORS = '/separators';

export function documentPath(id: string, asked: Asked | null = null): string {
  const page = asked === null || asked.page === null ? '' : `/pages/${asked.page}`;
  const slip = asked === null || asked.slipId === null ? '' : `/slips/${encodeURIComponent(asked.slipId)}`;
  return `/documents/${encodeURIComponent(id)}${page}${slip}`;
}

const listeners = new Set<() => void>();

/**
 * Goes to an address of ours without loading the page anew. `replace`: the way back leads past this one, and the window
 * stays where it is.
 */
export function navigate(path: string, { replace = false } = {}): void {
  if (path === window.location.pathname) return;
  if (replace) window.history.replaceState(null, '', path);
  else {
    window.history.pushState(null, '', path);
    window.scrollTo(0, 0);
  }
  for (const listener of listeners) listener();
}

export function useRoute(): Route {
  const path = useSyncExternalStore(subscribe, () => window.location.pathname);
  return routeOf(path);
}

export function routeOf(path: string): Route {
  if (path === HOME) return { name: 'home' };
  if (/^\/separators\/?$/.test(path)) return { name: 'separators' };
  const match = /^\/documents\/([^/]+)(?:\/pages\/(\d{1,6}))?(?:\/slips\/([^/]+))?\/?$/.exec(path);
  const [, id, page, slip] = match ?? [];
  if (id === undefined) return { name: 'unknown' };
  try {
    const slipId = slip === undefined ? null : decodeURIComponent(slip);
    const asked = page === undefined && slipId === null ? null : { page: pageOf(page), slipId };
    return { name: 'document', id: decodeURIComponent(id), asked };
  } catch {
    // A broken percent sequence typed by hand.
    return { name: 'unknown' };
  }
}

const pageOf = (page: string | undefined) => (page === undefined ? null : Math.max(1, Number(page)));

/** An anchor to an address of ours; opening in a new tab works as with any link. */
export function Link({ to, onClick, ...rest }: { to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    navigate(to);
  };
  return <a href={to} onClick={go} {...rest} />;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}
