/** Saving an edit of the rules: the page then shows what is in force, also where somebody else was quicker. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { rulesQuery } from '../api/desk.js';
import { isApiError } from '../api/errors.js';
import type { RulesAnswer } from '../api/types.js';

export function useSaving<T>(save: (edit: T) => Promise<RulesAnswer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: save,
    onSuccess: (rules) => client.setQueryData(rulesQuery.queryKey, rules),
    onError: (error) => {
      if (isApiError(error) && error.code === 'rules_changed')
        void client.invalidateQueries({ queryKey: rulesQuery.queryKey });
    },
  });
}
