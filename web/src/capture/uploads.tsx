/** What was handed in since the page was opened: each drop is one batch, sent once and followed to its end. */
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { isApiError } from '../api/errors.js';
import { useBatchEvents } from '../api/events.js';
import type { AcceptedAnswer } from '../api/types.js';
import { newKey, type UploadCall, uploadFiles } from '../api/upload.js';
import { documentPath, navigate } from '../app/router.js';
import { batchesOf } from './files.js';

export interface Upload {
  /** Also its idempotency key. */
  readonly key: string;
  readonly files: readonly File[];
  readonly phase: 'sending' | 'accepted' | 'failed';
  /** Fraction sent, 0..1. */
  readonly fraction: number;
  readonly accepted: AcceptedAnswer | null;
  readonly error: unknown;
}

const SENDING: Pick<Upload, 'phase' | 'fraction' | 'accepted' | 'error'> = {
  phase: 'sending',
  fraction: 0,
  accepted: null,
  error: null,
};

interface Uploads {
  /** Newest first. */
  readonly uploads: readonly Upload[];
  start(files: readonly File[]): void;
  retry(key: string): void;
  /** Stops sending, or takes a failed one off the list. */
  remove(key: string): void;
}

const Context = createContext<Uploads | null>(null);

export function UploadsProvider({ children }: { children: ReactNode }) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const calls = useRef(new Map<string, UploadCall>());
  /** Whoever waits to be sent. */
  const line = useRef<Promise<void>>(Promise.resolve());
  /** Taken off the list, maybe before their turn came. */
  const dropped = useRef(new Set<string>());
  const client = useQueryClient();
  useLeaveWarning(uploads.some((upload) => upload.phase === 'sending'));

  const patch = useCallback((key: string, change: Partial<Upload>) => {
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)));
  }, []);

  const send = useCallback(
    async (key: string, files: readonly File[]) => {
      if (dropped.current.has(key)) return;
      const call = uploadFiles(files, key, (fraction) => patch(key, { fraction }));
      calls.current.set(key, call);
      try {
        const accepted = await call.answer;
        patch(key, { phase: 'accepted', fraction: 1, accepted });
        void client.invalidateQueries({ queryKey: ['documents'] });
        openSingle(accepted);
      } catch (error) {
        if (isApiError(error) && error.code === 'cancelled') return;
        patch(key, { phase: 'failed', error });
        if (isApiError(error) && error.status === 401) void client.invalidateQueries({ queryKey: ['me'] });
      } finally {
        calls.current.delete(key);
      }
    },
    [client, patch],
  );

  const value = useMemo<Uploads>(
    () => ({
      uploads,
      start: (files) => {
        const begun = batchesOf(files).map((some): Upload => ({ ...SENDING, key: newKey(), files: some }));
        setUploads((all) => [...begun, ...all]);
        // One after the other: side by side they would only share the same line.
        for (const { key, files: some } of begun) line.current = line.current.then(() => send(key, some));
      },
      retry: (key) => {
        const upload = uploads.find((one) => one.key === key);
        if (upload === undefined) return;
        patch(key, { phase: 'sending', fraction: 0, error: null });
        void send(key, upload.files);
      },
      remove: (key) => {
        dropped.current.add(key);
        calls.current.get(key)?.abort();
        setUploads((all) => all.filter((one) => one.key !== key));
      },
    }),
    [uploads, send, patch],
  );

  return (
    <Context value={value}>
      {uploads.map(
        (one) => one.accepted !== null && <Follower key={one.key} batchId={one.accepted.batchId} />,
      )}
      {children}
    </Context>
  );
}

export function useUploads(): Uploads {
  const value = useContext(Context);
  if (value === null) throw new Error('useUploads outside of UploadsProvider');
  return value;
}

/** Who hands in one file wants to see that one: its page opens, unless the person went elsewhere meanwhile. */
function openSingle(accepted: AcceptedAnswer): void {
  const [only, ...others] = accepted.documents;
  if (only !== undefined && others.length === 0 && window.location.pathname === '/')
    navigate(documentPath(only.id));
}

function Follower({ batchId }: { batchId: string }) {
  useBatchEvents(batchId);
  return null;
}

/** Closing the tab while bytes are on their way would lose them. */
function useLeaveWarning(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [active]);
}
