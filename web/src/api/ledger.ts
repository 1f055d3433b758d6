/** What the page asks of the ledger. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { API, request } from './client.js';
import type {
  ImportAccepted,
  ImportAnswer,
  LedgerEntryAnswer,
  LedgerInvoiceAnswer,
  VerdictState,
} from './types.js';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** All given conditions hold; what is empty is not asked for. */
export interface LedgerFilters {
  readonly direction: 'purchase' | 'sale' | '';
  readonly state: VerdictState | '';
  readonly invoiceNumber: string;
  readonly name: string;
  readonly dateFrom: string;
  readonly dateTo: string;
}

export const NO_FILTERS: LedgerFilters = {
  direction: '',
  state: '',
  invoiceNumber: '',
  name: '',
  dateFrom: '',
  dateTo: '',
};

const ROWS = 50;
const IMPORT_POLL_MS = 1000;

/** `?limit=…` with what is not empty. */
export function parameters(given: Readonly<Record<string, string | number | null>>): string {
  const pairs = Object.entries(given).filter(([, value]) => value !== '' && value !== null);
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
}

export const ledgerQuery = (filters: LedgerFilters) =>
  infiniteQueryOptions({
    queryKey: ['ledger', filters],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      request<Page<LedgerInvoiceAnswer>>(
        `${API}/ledger/invoices?${parameters({ ...filters, limit: ROWS, cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: ['ledger', 'entry', id],
    queryFn: ({ signal }) =>
      request<LedgerEntryAnswer>(`${API}/ledger/invoices/${encodeURIComponent(id)}`, { signal }),
  });

export const isUnderWay = ({ state }: Pick<ImportAnswer, 'state'>): boolean =>
  state === 'queued' || state === 'running';

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => request<Page<ImportAnswer>>(`${API}/ledger/imports?limit=10`, { signal }),
  refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) === true ? IMPORT_POLL_MS : false),
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) =>
      request<ImportAnswer>(`${API}/ledger/imports/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && isUnderWay(data) ? IMPORT_POLL_MS : false,
  });

/**
 * Hands a ledger file in; `dryRun` says what would be done and writes nothing. `mapping`: JSON that says which column of
 * a table is which field.
 */
export async function startImport(
  file: File,
  dryRun: boolean,
  mapping: File | null,
): Promise<ImportAccepted> {
  const form = new FormData();
  form.append('dryRun', String(dryRun));
  if (mapping !== null) form.append('mapping', await mapping.text());
  form.append('file', file, file.name);
  return request<ImportAccepted>(`${API}/ledger/import`, { method: 'POST', body: form });
}

export const importReportUrl = (id: string): string =>
  `${API}/ledger/imports/${encodeURIComponent(id)}/report.csv`;
