import { afterEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/document/verdict.js';
import { earliest, recheckAt } from '../../../src/pipeline/judge/recheck.js';

const next = (outcome: Outcome, issueDate: string | null, now: string, rechecks = 0) =>
  recheckAt({ outcome, issueDate, rechecks, now: new Date(now) })?.toISOString() ?? null;

/** All times of an invoice that never comes, asked at each of them, its outcome as the ledger would tell it. */
function allTimes(issueDate: string, start: string): string[] {
  const settled = Date.parse(`${issueDate}T00:00:00+08:00`) + 72 * 3_600_000;
  const times: string[] = [];
  for (let now: string | null = start; now !== null && times.length < 200; ) {
    const outcome = Date.parse(now) < settled ? 'not_yet' : 'not_found';
    now = next(outcome, issueDate, now, times.length);
    if (now !== null) times.push(now);
  }
  return times;
}

describe('not yet', () => {
  it('is asked after 1, 3, 6 and 12 hours, then daily, never over a dawn of Shanghai', () => {
    // 08:00 in Shanghai.
    expect(next('not_yet', '2026-10-15', '2026-10-15T00:00:00Z', 0)).toBe('2026-10-15T01:00:00.000Z');
    expect(next('not_yet', '2026-10-15', '2026-10-15T00:00:00Z', 1)).toBe('2026-10-15T03:00:00.000Z');
    expect(next('not_yet', '2026-10-15', '2026-10-15T00:00:00Z', 2)).toBe('2026-10-15T06:00:00.000Z');
    expect(next('not_yet', '2026-10-15', '2026-10-15T00:00:00Z', 3)).toBe('2026-10-15T12:00:00.000Z');
    expect(next('not_yet', '2026-10-15', '2026-10-15T00:00:00Z', 4)).toBe('2026-10-15T18:30:00.000Z');
    expect(next('not_yet', '2026-10-15', '2026-10-15T18:00:00Z', 3)).toBe('2026-10-15T18:30:00.000Z');
    // At dawn itself the next dawn is meant.
    expect(next('not_yet', '2026-10-15', '2026-10-15T18:30:00Z', 9)).toBe('2026-10-16T18:30:00.000Z');
    expect(next('not_yet', '2026-10-15', '2026-10-15T18:29:30Z', 9)).toBe('2026-10-16T18:29:30.000Z');
  });

  it('is asked a minute after silence begins to count', () => {
    expect(next('not_yet', '2026-10-15', '2026-10-17T15:30:00Z', 9)).toBe('2026-10-17T16:01:00.000Z');
  });

  it('is asked although no date is known', () => {
    expect(next('not_yet', null, '2026-10-15T00:00:00Z', 9)).toBe('2026-10-15T18:30:00.000Z');
    expect(next('not_yet', '2026-02-30', '2026-10-15T00:00:00Z', 0)).toBe('2026-10-15T01:00:00.000Z');
  });
});

describe('an invoice that never comes', () => {
  it.each([
    ['2026-10-15', '2026-10-15T02:00:00Z'],
    ['2026-10-31', '2026-10-31T15:59:00Z'],
    ['2025-12-31', '2025-12-31T23:00:00Z'],
    ['2024-02-28', '2024-02-28T10:00:00Z'],
    ['2024-02-29', '2024-02-29T10:00:00Z'],
    // The nights in which New York and Berlin change their clocks.
    ['2026-03-07', '2026-03-07T03:00:00Z'],
    ['2026-11-01', '2026-11-01T03:00:00Z'],
  ])('of %s is asked for ever later, at dawn, and no more after 35 days', (issueDate, start) => {
    const times = allTimes(issueDate, start);
    const all = [start, ...times].map((time) => Date.parse(time));
    expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
    const settled = new Date(Date.parse(`${issueDate}T00:00:00+08:00`) + 72 * 3_600_000 + 60_000);
    expect(times).toContain(settled.toISOString());
    const afterwards = times.filter((time) => Date.parse(time) > settled.getTime());
    expect(afterwards.every((time) => time.endsWith('T18:30:00.000Z'))).toBe(true);
    const day = (time: string) => (Date.parse(time) - settled.getTime()) / 86_400_000;
    expect(afterwards.map((time) => Math.floor(day(time)))).toEqual([0, 1, 2, 4, 8, 16, 32]);
    expect(times.length).toBeLessThan(20);
  });

  it('handed in when it is long missing already is asked for once or not at all', () => {
    expect(next('not_found', '2026-08-01', '2026-10-15T00:00:00Z')).toBeNull();
    expect(next('not_found', '2026-10-01', '2026-10-15T00:00:00Z')).toBe('2026-10-25T18:30:00.000Z');
    expect(next('not_found', null, '2026-10-15T00:00:00Z')).toBeNull();
  });
});

describe('what is not the ledger’s word', () => {
  it('a used-up quota is asked about when the day is over in Shanghai', () => {
    expect(next('limited', null, '2026-12-31T15:00:00Z', 7)).toBe('2026-12-31T16:05:00.000Z');
    expect(next('limited', null, '2026-12-31T16:04:30Z', 7)).toBe('2027-01-01T16:05:00.000Z');
  });

  it('a fault is asked about ten times', () => {
    expect(next('error', null, '2026-10-15T00:00:00Z', 0)).toBe('2026-10-15T01:00:00.000Z');
    expect(next('error', null, '2026-10-15T00:00:00Z', 9)).toBe('2026-10-16T00:00:00.000Z');
    expect(next('error', null, '2026-10-15T00:00:00Z', 10)).toBeNull();
  });

  it.each(['match', 'mismatch', 'unverified', 'unsupported'] as const)(
    '%s waits for an import',
    (outcome) => {
      expect(next(outcome, '2026-10-15', '2026-10-15T00:00:00Z')).toBeNull();
    },
  );
});

describe('the clock of the machine', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it.each(['America/New_York', 'Europe/Berlin', 'Pacific/Kiritimati', 'UTC'])(
    'may stand in %s, whose clocks may change: times are the same',
    (other) => {
      process.env.TZ = other;
      // The process has moved there indeed.
      if (other === 'America/New_York')
        expect(new Date('2026-07-01T00:00:00Z').getTimezoneOffset()).toBe(240);
      expect([
        next('not_yet', '2026-03-08', '2026-03-08T05:30:00Z', 4),
        next('not_yet', '2026-11-01', '2026-11-01T04:30:00Z', 4),
        next('not_found', '2024-02-26', '2024-02-29T12:00:00Z'),
        next('not_found', '2025-12-28', '2025-12-31T17:00:00Z'),
        next('limited', '2026-03-08', '2026-03-08T06:59:00Z'),
      ]).toEqual([
        '2026-03-08T18:30:00.000Z',
        '2026-11-01T18:30:00.000Z',
        '2024-02-29T18:30:00.000Z',
        '2025-12-31T18:30:00.000Z',
        '2026-03-08T16:05:00.000Z',
      ]);
      const there = allTimes('2026-10-25', '2026-10-25T03:00:00Z');
      process.env.TZ = 'Asia/Shanghai';
      expect(there).toEqual(allTimes('2026-10-25', '2026-10-25T03:00:00Z'));
    },
  );
});

it('earliest takes the first of those that there are', () => {
  const [a, b] = [new Date(1), new Date(2)];
  expect(earliest(b, null, a)).toEqual(a);
  expect(earliest(null)).toBeNull();
  expect(earliest()).toBeNull();
});
