import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries.js';
import type { ActionName } from '../api/types.js';

/** Whether the person who is signed in may do this; what one may not do is not offered. */
export function useMay(action: ActionName): boolean {
  return useQuery(meQuery).data?.may.includes(action) === true;
}
