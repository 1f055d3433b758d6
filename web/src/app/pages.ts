/** Every page in a file of its own, which is on its way before it is known who asks for it. */
import type { ComponentType } from 'react';
import type { Route } from './router.js';

type Loader<P> = () => Promise<{ readonly default: ComponentType<P> }>;

/** Asked once, however often it is called. */
function once<P>(load: Loader<P>): Loader<P> {
  let loading: ReturnType<Loader<P>> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      // Another try may find the server again.
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

export const pages = {
  desk: once(() => import('./Desk.js')),
  signIn: once(() => import('../session/SignInPage.js')),
  document: once(() => import('../documents/DocumentPage.js')),
  ledger: once(() => import('../ledger/LedgerPage.js')),
  entry: once(() => import('../ledger/EntryPage.js')),
  query: once(() => import('../queries/QueryPage.js')),
  search: once(() => import('../search/SearchPage.js')),
  claims: once(() => import('../claims/ClaimsPage.js')),
  rules: once(() => import('../rules/RulesPage.js')),
  separators: once(() => import('../separators/SeparatorsPage.js')),
};

/**
 * Fetches what this address will show while the server is still asked who is there; without it each would wait for the
 * one before. What fails here is told where it is shown.
 */
export function fetchAhead({ name }: Route): void {
  const wanted: readonly (() => Promise<unknown>)[] =
    name in pages ? [pages[name as keyof typeof pages]] : [];
  void Promise.allSettled([pages.desk, ...wanted].map((load) => load()));
}
