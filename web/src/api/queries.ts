/** What the page asks the server, as TanStack queries. Keys start with what a change invalidates. */
import { infiniteQueryOptions, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import { API, request } from './client.js';
import { isOffline, isUnauthenticated } from './errors.js';
import { isFinal } from './states.js';
import type {
  BatchAnswer,
  DocumentAnswer,
  DocumentList,
  MeAnswer,
  RecordAnswer,
  SampleAnswer,
} from './types.js';

/** Only for what server-sent events do not cover: rows of other batches, or a stream that broke. */
const POLL_MS = 2500;
/** Added for each slip that is already there. */
const SLIP_POLL_MS = 15;
const LIST_LIMIT = 20;

export function newQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // A session that ended shows wherever it is noticed first; the sign-in page follows from `me`.
      onError: (error, query) => {
        if (isUnauthenticated(error) && query.queryKey[0] !== 'me')
          void client.invalidateQueries({ queryKey: ['me'] });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // A lost server is retried for as long as the page is open (api/connection.ts refetches); the rest is told at once.
        retry: (failures, error) => isOffline(error) && failures < 2,
        retryDelay: 800,
        refetchOnWindowFocus: true,
      },
    },
  });
  return client;
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request<MeAnswer>(`${API}/me`, { signal }),
  staleTime: 60_000,
});

export const samplesQuery = queryOptions({
  queryKey: ['samples'],
  queryFn: async ({ signal }): Promise<readonly SampleAnswer[]> =>
    (await request<{ items: SampleAnswer[] }>(`${API}/samples`, { signal })).items,
  staleTime: Number.POSITIVE_INFINITY,
});

export const documentsQuery = infiniteQueryOptions({
  queryKey: ['documents'],
  queryFn: ({ pageParam, signal }) => {
    const cursor = pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`;
    return request<DocumentList>(`${API}/documents?limit=${LIST_LIMIT}${cursor}`, { signal });
  },
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.items.some((row) => !isFinal(row.state))) === true
      ? POLL_MS
      : false,
});

export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id],
    queryFn: ({ signal }) =>
      request<DocumentAnswer>(`${API}/documents/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: (query) => {
      const { data } = query.state;
      if (data === undefined || isFinal(data.state)) return false;
      // Hundreds of slips are megabytes: they are asked for less often, so that asking stays a small part of the work.
      return POLL_MS + SLIP_POLL_MS * data.slips.length;
    },
  });

export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['batch', id],
    queryFn: ({ signal }) => request<BatchAnswer>(`${API}/batches/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: (query) => (query.state.data?.final === false ? POLL_MS : false),
  });

const documentUrl = (id: string) => `${API}/documents/${encodeURIComponent(id)}`;

/** One invoice with all its originals. */
export const recordQuery = (id: string) =>
  queryOptions({
    queryKey: ['record', id],
    queryFn: ({ signal }) => request<RecordAnswer>(`${API}/records/${encodeURIComponent(id)}`, { signal }),
    // Put together a moment after the last of its slips was verified.
    refetchInterval: (query) => (query.state.data?.slip === null ? POLL_MS : false),
  });

export function recordExtractionUrl(id: string, format: 'json' | 'xml'): string {
  return `${API}/records/${encodeURIComponent(id)}/extraction.${format}`;
}

/** Address of a page's picture; `side`: pixels of its longer side. */
export function pictureUrl(documentId: string, page: number, side?: 800 | 2400): string {
  return `${documentUrl(documentId)}/pages/${page}${side === undefined ? '' : `?side=${side}`}`;
}

export function originalUrl(documentId: string): string {
  return `${documentUrl(documentId)}/original`;
}

/** `position`: of the file in the document's list of members. */
export function memberUrl(documentId: string, position: number): string {
  return `${documentUrl(documentId)}/members/${position}/original`;
}

export function extractionUrl(documentId: string, format: 'json' | 'xml'): string {
  return `${documentUrl(documentId)}/extraction.${format}`;
}
