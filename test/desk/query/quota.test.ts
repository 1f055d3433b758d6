import { describe, expect, it } from 'vitest';
import { dayOf, quotaLeft, quotaOf } from '../../../src/desk/query/quota.js';

describe('a day of the quota', () => {
  it.each([
    ['2026-11-22T15:59:59.999Z', '2026-11-21T16:00:00.000Z', '2026-11-22T16:00:00.000Z'],
    ['2026-11-22T16:00:00.000Z', '2026-11-22T16:00:00.000Z', '2026-11-23T16:00:00.000Z'],
    ['2028-02-28T20:00:00.000Z', '2028-02-28T16:00:00.000Z', '2028-02-29T16:00:00.000Z'],
    ['2026-12-31T16:00:00.000Z', '2026-12-31T16:00:00.000Z', '2027-01-01T16:00:00.000Z'],
  ])('of %s is a calendar day in Shanghai', (moment, since, until) => {
    const day = dayOf(new Date(moment));
    expect([day.since.toISOString(), day.until.toISOString()]).toEqual([since, until]);
  });

  it('is told with what is left and when there is more; 0 is no quota', () => {
    const quota = quotaOf(5, new Date('2026-11-22T04:00:00Z'));
    expect(quotaOf(0, new Date())).toBeNull();
    if (quota === null) throw new Error('no quota');
    const againAt = new Date('2026-11-22T16:00:00Z');
    expect(quotaLeft(quota, 2)).toEqual({ perInvoice: 5, left: 3, againAt });
    expect(quotaLeft(quota, 7).left).toBe(0);
  });
});
