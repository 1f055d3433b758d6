/**
 * The page's addresses: `/`, `/documents/:id` and a page or slip of it, `/ledger` and an entry of it, `/query` and its
 * tabs, `/search?q=`, `/claims?reference=`, `/rules`, `/separators`. So few need no library.
 */
import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react';
import type { Box } from '../api/types.js';

/** What of a document is looked at; a page may hold several slips. */
export interface Place {
  readonly page: number;
  readonly slipId: string | null;
  /** Where on the page to look: what a finding is about. */
  readonly look?: Box;
}

/** As an address says it: of a slip the page need not be told. */
export interface Asked {
  readonly page: number | null;
  readonly slipId: string | null;
  readonly look?: Box;
}

/** One question, a file of questions, what was asked before. */
export type QueryTab = 'one' | 'batch' | 'history';

export type Route =
  | { readonly name: 'home' }
  | { readonly name: 'document'; readonly id: string; readonly asked: Asked | null }
  | { readonly name: 'ledger' }
  | { readonly name: 'entry'; readonly id: string }
  | { readonly name: 'query'; readonly tab: QueryTab }
  | { readonly name: 'search'; readonly words: string }
  | { readonly name: 'claims'; readonly reference: string }
  | { readonly name: 'rules' }
  | { readonly name: 'separators' }
  | { readonly name: 'unknown' };

export const HOME = '/';
export const LEDGER = '/ledger';
export const QUERY = '/query';
export const SEARCH = '/search';
export const CLAIMS = '/claims';
export const RULES = '/rules';
export const SEPARATORS = '/separators';

/** Addresses without anything in them that varies. */
const PLAIN: Readonly<Record<string, Route>> = {
  [HOME]: { name: 'home' },
  [LEDGER]: { name: 'ledger' },
  [QUERY]: { name: 'query', tab: 'one' },
  [`${QUERY}/batch`]: { name: 'query', tab: 'batch' },
  [`${QUERY}/history`]: { name: 'query', tab: 'history' },
  [RULES]: { name: 'rules' },
  [SEPARATORS]: { name: 'separators' },
};

export const entryPath = (id: string): string => `${LEDGER}/${encodeURIComponent(id)}`;
export const claimsPath = (reference: string): string =>
  reference === '' ? CLAIMS : `${CLAIMS}?reference=${encodeURIComponent(reference)}`;
export const searchPath = (words: string): string => `${SEARCH}?q=${encodeURIComponent(words)}`;

export function documentPath(id: string, asked: Asked | null = null): string {
  const page = asked === null || asked.page === null ? '' : `/pages/${asked.page}`;
  const slip = asked === null || asked.slipId === null ? '' : `/slips/${encodeURIComponent(asked.slipId)}`;
  const look = asked?.look === undefined ? '' : `?look=${asked.look.map(shortly).join(',')}`;
  return `/documents/${encodeURIComponent(id)}${page}${slip}${look}`;
}

/** A ten-thousandth of a page is less than a pixel of its picture. */
const shortly = (fraction: number): number => Number(fraction.toFixed(4));

const listeners = new Set<() => void>();

/**
 * Goes to an address of ours without loading the page anew. `replace`: the way back leads past this one, and the window
 * stays where it is.
 */
export function navigate(path: string, { replace = false } = {}): void {
  if (path === here()) return;
  if (replace) window.history.replaceState(null, '', path);
  else {
    window.history.pushState(null, '', path);
    window.scrollTo(0, 0);
  }
  for (const listener of listeners) listener();
}

const here = () => `${window.location.pathname}${window.location.search}`;

export function useRoute(): Route {
  const path = useSyncExternalStore(subscribe, here);
  return routeOf(path);
}

export function routeOf(address: string): Route {
  const [given = '', query = ''] = address.split('?');
  const path = given.length > 1 ? given.replace(/\/$/, '') : given;
  const plain = PLAIN[path];
  if (plain !== undefined) return plain;
  if (path === CLAIMS)
    return { name: 'claims', reference: new URLSearchParams(query).get('reference') ?? '' };
  if (path === SEARCH) return { name: 'search', words: new URLSearchParams(query).get('q') ?? '' };
  try {
    return entryRoute(path) ?? documentRoute(path, query) ?? { name: 'unknown' };
  } catch {
    // A broken percent sequence typed by hand.
    return { name: 'unknown' };
  }
}

function entryRoute(path: string): Route | null {
  const [, id] = /^\/ledger\/([^/]+)$/.exec(path) ?? [];
  return id === undefined ? null : { name: 'entry', id: decodeURIComponent(id) };
}

function documentRoute(path: string, query: string): Route | null {
  const match = /^\/documents\/([^/]+)(?:\/pages\/(\d{1,6}))?(?:\/slips\/([^/]+))?$/.exec(path);
  const [, id, page, slip] = match ?? [];
  if (id === undefined) return null;
  const slipId = slip === undefined ? null : decodeURIComponent(slip);
  const look = lookOf(query);
  const asked =
    page === undefined && slipId === null
      ? null
      : { page: pageOf(page), slipId, ...(look === null ? {} : { look }) };
  return { name: 'document', id: decodeURIComponent(id), asked };
}

function lookOf(query: string): Box | null {
  const parts = (new URLSearchParams(query).get('look') ?? '').split(',');
  const [x0 = -1, y0 = -1, x1 = -1, y1 = -1] = parts.map((part) => (part === '' ? Number.NaN : Number(part)));
  const isFraction = (part: number) => part >= 0 && part <= 1;
  return parts.length === 4 && [x0, y0, x1, y1].every(isFraction) ? [x0, y0, x1, y1] : null;
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
