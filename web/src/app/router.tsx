/** The page's addresses: `/` and `/documents/:id`. Two routes need no library. */
import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react';

export type Route =
  | { readonly name: 'home' }
  | { readonly name: 'document'; readonly id: string }
  | { readonly name: 'unknown' };

export const HOME = '/';

export function documentPath(id: string): string {
  return `/documents/${encodeURIComponent(id)}`;
}

const listeners = new Set<() => void>();

/** Goes to an address of ours without loading the page anew. */
export function navigate(path: string): void {
  if (path === window.location.pathname) return;
  window.history.pushState(null, '', path);
  window.scrollTo(0, 0);
  for (const listener of listeners) listener();
}

export function useRoute(): Route {
  const path = useSyncExternalStore(subscribe, () => window.location.pathname);
  return routeOf(path);
}

export function routeOf(path: string): Route {
  if (path === HOME) return { name: 'home' };
  const id = /^\/documents\/([^/]+)\/?$/.exec(path)?.[1];
  if (id === undefined) return { name: 'unknown' };
  try {
    return { name: 'document', id: decodeURIComponent(id) };
  } catch {
    // A broken percent sequence typed by hand.
    return { name: 'unknown' };
  }
}

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
