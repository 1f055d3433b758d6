/** Signing in and out with better-auth's own addresses; who is signed in is `GET /me` (api/queries.ts). */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) =>
      request<unknown>('/api/auth/sign-in/email', { method: 'POST', body: credentials }),
    // Everything: what is in memory may be another person's.
    onSuccess: () => client.resetQueries(),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<unknown>('/api/auth/sign-out', { method: 'POST', body: {} }),
    // A full load, so that nothing of this person stays in memory for the next one.
    onSuccess: () => {
      client.clear();
      window.location.assign('/');
    },
  });
}
