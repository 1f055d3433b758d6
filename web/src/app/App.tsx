/** Who asks decides what is shown: the sign-in page, or the desk. Each is loaded when it is needed. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { isUnauthenticated } from '../api/errors.js';
import { meQuery } from '../api/queries.js';
import { pages } from './pages.js';
import { Splash } from './Splash.js';

const SignIn = lazy(pages.signIn);
const Desk = lazy(pages.desk);

export function App() {
  const me = useQuery(meQuery);
  return <Suspense fallback={<Splash />}>{page(me)}</Suspense>;
}

function page(me: {
  data: import('../api/types.js').MeAnswer | undefined;
  error: Error | null;
  refetch: () => unknown;
}) {
  if (isUnauthenticated(me.error)) return <SignIn expired={me.data !== undefined} />;
  if (me.data !== undefined) return <Desk me={me.data} />;
  return <Splash error={me.error} onRetry={me.refetch} />;
}
