/** What the page asks about invoices: single questions, files of them, their history, search. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { API, request } from './client.js';
import { parameters } from './ledger.js';
import type {
  PictureAnswer,
  QueryAnswer,
  QueryBatchAccepted,
  QueryBatchAnswer,
  QueryBody,
  QueryInputs,
  QueryRow,
  SearchAnswer,
} from './types.js';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

const ROWS = 30;
const BATCH_POLL_MS = 1000;

export const inputsQuery = queryOptions({
  queryKey: ['queryInputs'],
  queryFn: ({ signal }) => request<QueryInputs>(`${API}/queries/inputs`, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const ask = (body: QueryBody) => request<QueryAnswer>(`${API}/queries`, { method: 'POST', body });

/** Nothing of the picture is kept. */
export async function askByPicture(file: File): Promise<PictureAnswer> {
  const form = new FormData();
  form.append('file', file, file.name);
  return request<PictureAnswer>(`${API}/queries/picture`, { method: 'POST', body: form });
}

export interface HistoryFilters {
  readonly number: string;
  readonly outcome: string;
  readonly dateFrom: string;
  readonly dateTo: string;
}

export const historyQuery = (filters: HistoryFilters) =>
  infiniteQueryOptions({
    queryKey: ['queries', filters],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      request<Page<QueryRow>>(
        `${API}/queries?${parameters({ ...filters, limit: ROWS, cursor: pageParam })}`,
        {
          signal,
        },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const historyUrl = (filters: HistoryFilters): string =>
  `${API}/queries/export.csv?${parameters({ ...filters })}`;

export async function startQueryBatch(file: File): Promise<QueryBatchAccepted> {
  const form = new FormData();
  form.append('file', file, file.name);
  return request<QueryBatchAccepted>(`${API}/query-batches`, { method: 'POST', body: form });
}

const isUnderWay = ({ state }: QueryBatchAnswer): boolean => state === 'queued' || state === 'running';

export const queryBatchesQuery = queryOptions({
  queryKey: ['queryBatches'],
  queryFn: ({ signal }) => request<Page<QueryBatchAnswer>>(`${API}/query-batches?limit=20`, { signal }),
  refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) === true ? BATCH_POLL_MS : false),
});

export const queryBatchUrl = (id: string, format: 'xlsx' | 'csv'): string =>
  `${API}/query-batches/${encodeURIComponent(id)}/result.${format}`;

export const searchQuery = (words: string) =>
  queryOptions({
    queryKey: ['search', words],
    queryFn: ({ signal }) => request<SearchAnswer>(`${API}/search?${parameters({ q: words })}`, { signal }),
    enabled: words !== '',
  });
