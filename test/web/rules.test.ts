import { describe, expect, it } from 'vitest';
import { changedChecks, settingOf } from '../../web/src/rules/changed.js';

const D1 = { id: 'D1', severity: 'E' } as const;
const S1 = { id: 'S1', severity: 'W' } as const;

describe('what another rule pack changes', () => {
  it('takes a check without a switch for on, with its own severity, blocking where that is E', () => {
    expect(settingOf({ switches: {} }, D1)).toEqual({ on: true, severity: 'E', blocks: true });
    expect(settingOf({ switches: {} }, S1)).toEqual({ on: true, severity: 'W', blocks: false });
  });

  it('tells only what becomes another', () => {
    const after = {
      switches: { S1: { on: false, blocks: true }, D1: { on: true, severity: 'E', blocks: true } },
    } as const;
    expect(changedChecks([D1, S1], { switches: {} }, after)).toEqual([
      {
        id: 'S1',
        before: { on: true, severity: 'W', blocks: false },
        after: { on: false, severity: 'W', blocks: true },
      },
    ]);
  });

  it('passes over what a check that is off would be', () => {
    const off = { switches: { S1: { on: false, blocks: true } } };
    expect(changedChecks([S1], off, { switches: { S1: { on: false, blocks: false } } })).toEqual([]);
  });
});
