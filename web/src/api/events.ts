/** A batch's progress, pushed by the server. The stream feeds the same cache that polling would. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { API } from './client.js';
import { batchQuery } from './queries.js';
import { isFinal } from './states.js';
import type { BatchAnswer, DocumentAnswer } from './types.js';

/** A browser opens six connections to a host over HTTP/1.1; streams must leave some for everything else. Polling covers the rest. */
const MAX_STREAMS = 3;

const streams = new Map<string, { readonly source: EventSource; users: number }>();

/** Follows a batch until it is final; several parts of the page share one stream. `null`: nothing to follow. */
export function useBatchEvents(batchId: string | null): void {
  const client = useQueryClient();
  useEffect(() => (batchId === null ? undefined : follow(batchId, client)), [batchId, client]);
}

function follow(batchId: string, client: QueryClient): (() => void) | undefined {
  if (client.getQueryData<BatchAnswer>(batchQuery(batchId).queryKey)?.final === true) return undefined;
  const running = streams.get(batchId);
  if (running === undefined && streams.size >= MAX_STREAMS) return undefined;

  const stream = running ?? { source: open(batchId, client), users: 0 };
  stream.users += 1;
  streams.set(batchId, stream);
  return () => {
    stream.users -= 1;
    if (stream.users === 0) close(batchId);
  };
}

function open(batchId: string, client: QueryClient): EventSource {
  const source = new EventSource(`${API}/batches/${encodeURIComponent(batchId)}/events`);
  source.addEventListener('batch', (event: MessageEvent<string>) => {
    const batch = JSON.parse(event.data) as BatchAnswer;
    take(batch, client);
    if (batch.final) close(batchId);
  });
  return source;
}

function close(batchId: string): void {
  streams.get(batchId)?.source.close();
  streams.delete(batchId);
}

/** Puts what a stream said where the page looks for it; a document that moved on is asked for in full. */
function take(batch: BatchAnswer, client: QueryClient): void {
  client.setQueryData(batchQuery(batch.id).queryKey, batch);
  for (const row of batch.documents) {
    const known = client.getQueryData<DocumentAnswer>(['document', row.id]);
    if (known === undefined || isFinal(known.state)) continue;
    if (row.state === known.state) {
      client.setQueryData<DocumentAnswer>(['document', row.id], { ...known, progress: row.progress });
    } else {
      void client.invalidateQueries({ queryKey: ['document', row.id] });
    }
  }
  if (batch.final) void client.invalidateQueries({ queryKey: ['documents'] });
}
