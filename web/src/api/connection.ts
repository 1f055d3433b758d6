/** Whether the server answers. Every request reports here; while it does not, /healthz is asked until it does. */
import { useSyncExternalStore } from 'react';

const PING_EVERY_MS = 3000;

let reachable = true;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

export function reportReached(): void {
  if (timer !== undefined) clearTimeout(timer);
  timer = undefined;
  set(true);
}

export function reportLost(): void {
  set(false);
  timer ??= setTimeout(ping, PING_EVERY_MS);
}

/** True until a request got no answer; true again once one does. */
export function useReachable(): boolean {
  return useSyncExternalStore(subscribe, () => reachable);
}

/** Calls `listener` on every change. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function isReachable(): boolean {
  return reachable;
}

function set(next: boolean): void {
  if (reachable === next) return;
  reachable = next;
  for (const listener of listeners) listener();
}

async function ping(): Promise<void> {
  timer = undefined;
  try {
    await fetch('/healthz', { cache: 'no-store' });
    reportReached();
  } catch {
    reportLost();
  }
}
