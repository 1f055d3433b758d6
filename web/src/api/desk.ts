/** What people do about invoices: claims, answers of registers, rules, changes that were seen. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { API, request } from './client.js';
import { parameters } from './ledger.js';
import type {
  BlackListRow,
  ClaimAnswer,
  ClaimPage,
  OwnCompanyAnswer,
  RecheckAnswer,
  RegisterList,
  RegistryAnswers,
  RulePackAnswer,
  RulesAnswer,
} from './types.js';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

const ROWS = 50;

// ---- verdicts that changed ----

export const markSeen = (documentId: string) =>
  request<unknown>(`${API}/documents/${encodeURIComponent(documentId)}/seen`, { method: 'POST' });

export const reportUrl = (documentId: string): string =>
  `${API}/documents/${encodeURIComponent(documentId)}/report`;

// ---- claims ----

export const claimsQuery = (state: string, reference: string) =>
  infiniteQueryOptions({
    queryKey: ['claims', state, reference],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      request<ClaimPage>(
        `${API}/claims?${parameters({ state, reference, limit: ROWS, cursor: pageParam })}`,
        {
          signal,
        },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const lockRecord = (reference: string, recordId: string) =>
  request<ClaimAnswer>(`${API}/claims`, { method: 'POST', body: { reference, records: [recordId] } });

export const endClaim = (reference: string, how: 'close' | 'cancel') =>
  request<ClaimAnswer>(`${API}/claims/${encodeURIComponent(reference)}/${how}`, { method: 'POST' });

// ---- registers ----

export const registersQuery = queryOptions({
  queryKey: ['registers'],
  queryFn: ({ signal }) => request<RegisterList>(`${API}/registry`, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const registryQuery = (key: string) =>
  queryOptions({
    queryKey: ['registry', key],
    queryFn: ({ signal }) =>
      request<RegistryAnswers>(`${API}/registry/answers?${parameters({ key })}`, { signal }),
  });

export const evidenceUrl = (key: string, sha256: string): string =>
  `${API}/registry/evidence?${parameters({ key, sha256 })}`;

/** Asks the registers that are set up about a slip. */
export const checkOutside = (documentId: string, slipId: string) =>
  request<RegistryAnswers>(`${API}/registry/check`, { method: 'POST', body: { documentId, slipId } });

/** What a person found on an official site. `form`: outcome, state, note, and the screenshot as `file`. */
export const recordAnswer = (form: FormData) =>
  request<RegistryAnswers>(`${API}/registry/answers`, { method: 'POST', body: form });

// ---- rules ----

export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  queryFn: ({ signal }) => request<RulesAnswer>(`${API}/rules`, { signal }),
});

export const packsQuery = queryOptions({
  queryKey: ['rules', 'packs'],
  queryFn: ({ signal }) => request<{ items: readonly RulePackAnswer[] }>(`${API}/rules/packs`, { signal }),
});

/** Throws ApiError `rules_changed` when somebody else has edited meanwhile. */
export const savePack = (edition: number, pack: RulePackAnswer) =>
  request<RulesAnswer>(`${API}/rules/pack`, { method: 'PUT', body: { edition, pack } });

export const saveCompanies = (edition: number, companies: readonly OwnCompanyAnswer[]) =>
  request<RulesAnswer>(`${API}/rules/companies`, { method: 'PUT', body: { edition, companies } });

export const PACK_URL = `${API}/rules/pack.json`;

export const importPack = (edition: number, pack: unknown) =>
  request<RulesAnswer>(`${PACK_URL}?${parameters({ edition })}`, { method: 'PUT', body: pack });

/** Documents handed in since this day (`YYYY-MM-DD`, Asia/Shanghai) are held against the rules of now. */
export const recheckSince = (since: string) =>
  request<RecheckAnswer>(`${API}/rules/recheck`, { method: 'POST', body: { since } });

export const blackListQuery = infiniteQueryOptions({
  queryKey: ['rules', 'black-list'],
  queryFn: ({ pageParam, signal }) =>
    request<Page<BlackListRow>>(`${API}/rules/black-list?${parameters({ limit: ROWS, cursor: pageParam })}`, {
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
});

export const blackList = (seller: { taxId: string | null; name: string | null; reason: string }) =>
  request<unknown>(`${API}/rules/black-list`, { method: 'POST', body: { sellers: [seller] } });

export const pardon = (id: string) =>
  request<unknown>(`${API}/rules/black-list/${encodeURIComponent(id)}`, { method: 'DELETE' });
