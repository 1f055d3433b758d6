/** The page of a person who is signed in. */
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
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
import { type Route, useRoute } from './router.js';

const DocumentPage = lazy(() => import('../documents/DocumentPage.js'));
const SeparatorsPage = lazy(() => import('../separators/SeparatorsPage.js'));

export default function Desk({ me }: { me: MeAnswer }) {
  const { text } = useI18n();
  const route = useRoute();
  useRefetchOnReturn();

  return (
    <Frame>
      <UploadsProvider>
        <a className={styles.skip} href="#content">
          {text.common.skip}
        </a>
        <Header me={me} />
        <ConnectionBar />
        <main id="content" className={route.name === 'document' ? styles.wide : styles.narrow}>
          <Suspense fallback={<Waiting />}>{content(route, me)}</Suspense>
        </main>
      </UploadsProvider>
    </Frame>
  );
}

function content(route: Route, me: MeAnswer) {
  if (route.name === 'home') return <Home me={me} />;
  if (route.name === 'document') return <DocumentPage key={route.id} id={route.id} asked={route.asked} />;
  if (route.name === 'separators') return <SeparatorsPage />;
  return <NotFound />;
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
