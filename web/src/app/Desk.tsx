/** The page of a person who is signed in. */
import { useQueryClient } from '@tanstack/react-query';
import { lazy, type RefObject, Suspense, useEffect, useRef } from 'react';
import { isReachable, subscribe } from '../api/connection.js';
import type { MeAnswer } from '../api/types.js';
import { UploadsProvider } from '../capture/uploads.js';
import { useI18n } from '../i18n/index.js';
import { Waiting } from '../ui/Waiting.js';
import styles from './app.module.css';
import { ConnectionBar } from './ConnectionBar.js';
import { Frame } from './Frame.js';
import { Header } from './Header.js';
import { Home } from './Home.js';
import { NotFound } from './NotFound.js';
import { pages } from './pages.js';
import { type Route, useRoute } from './router.js';

const LedgerPage = lazy(pages.ledger);
const EntryPage = lazy(pages.entry);
const QueryPage = lazy(pages.query);
const SearchPage = lazy(pages.search);
const ClaimsPage = lazy(pages.claims);
const RulesPage = lazy(pages.rules);
const DocumentPage = lazy(pages.document);
const SeparatorsPage = lazy(pages.separators);

export default function Desk({ me }: { me: MeAnswer }) {
  const { text } = useI18n();
  const route = useRoute();
  useRefetchOnReturn();
  const main = useFocusOnArrival(`${route.name} ${'id' in route ? route.id : ''}`);

  return (
    <Frame>
      <UploadsProvider>
        <a className={styles.skip} href="#content">
          {text.common.skip}
        </a>
        <Header me={me} route={route} />
        <ConnectionBar />
        <main
          id="content"
          ref={main}
          tabIndex={-1}
          className={WIDE.has(route.name) ? styles.wide : styles.narrow}
        >
          <Suspense fallback={<Waiting />}>{content(route, me)}</Suspense>
        </main>
      </UploadsProvider>
    </Frame>
  );
}

/** What has a table, or a picture beside its fields. */
const WIDE: ReadonlySet<Route['name']> = new Set(['document', 'ledger', 'entry', 'query', 'claims']);

function content(route: Route, me: MeAnswer) {
  switch (route.name) {
    case 'home':
      return <Home me={me} />;
    case 'document':
      return <DocumentPage key={route.id} id={route.id} asked={route.asked} />;
    case 'ledger':
      return <LedgerPage me={me} />;
    case 'entry':
      return <EntryPage key={route.id} id={route.id} />;
    case 'query':
      return <QueryPage tab={route.tab} />;
    case 'search':
      return <SearchPage words={route.words} />;
    case 'claims':
      return <ClaimsPage reference={route.reference} />;
    case 'rules':
      return <RulesPage me={me} />;
    case 'separators':
      return <SeparatorsPage />;
    case 'unknown':
      return <NotFound />;
  }
}

/** With another page the focus goes to its beginning: a screen reader tells of it, and Tab goes on from there. */
function useFocusOnArrival(page: string): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const seen = useRef(page);
  useEffect(() => {
    if (seen.current !== page) main.current?.focus({ preventScroll: true });
    seen.current = page;
  }, [page]);
  return main;
}

/** What failed while the server was gone is asked again as soon as it answers. */
function useRefetchOnReturn(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      subscribe(() => {
        if (isReachable()) void client.invalidateQueries();
      }),
    [client],
  );
}
