/** Saving an edit of the rules: the page then shows what is in force, also where somebody else was quicker. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { rulesQuery } from '../api/desk.js';
import { isApiError } from '../api/errors.js';
import type { RulesAnswer } from '../api/types.js';

/** Tells the page that an edit was lost to another one; `null`: one was saved. The form itself begins anew and forgets. */
export const LostEdit = createContext<(error: Error | null) => void>(() => undefined);

/** Whether somebody else was quicker: told by the page, not by the form. */
export const isLost = (error: unknown): boolean => isApiError(error) && error.code === 'rules_changed';

export function useSaving<T>(save: (edit: T) => Promise<RulesAnswer>) {
  const client = useQueryClient();
  const tellLost = useContext(LostEdit);
  return useMutation({
    mutationFn: save,
    onSuccess: (rules) => {
      tellLost(null);
      client.setQueryData(rulesQuery.queryKey, rules);
    },
    onError: (error) => {
      if (!isLost(error)) return;
      tellLost(error);
      void client.invalidateQueries({ queryKey: rulesQuery.queryKey });
    },
  });
}
