/** 差额征税: tax is due on a part of the amount only, so that it does not follow from the rate (DOMAIN 6.2). */
import type { Candidate } from './candidates/candidate.js';

/** Whether any testimony about an invoice says so. */
export const isDifferential = (candidates: readonly Candidate[]): boolean =>
  candidates.some(
    ({ field, value }) =>
      field === 'deduction' ||
      ((field === 'note' || field === 'specialBusiness') && /差额|扣除额/u.test(value)),
  );
