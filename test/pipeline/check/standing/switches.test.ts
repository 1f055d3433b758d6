import { describe, expect, it } from 'vitest';
import type { RulePack } from '../../../../src/document/rule-pack.js';
import type { Slip } from '../../../../src/document/slip.js';
import { checkSlip } from '../../../../src/pipeline/check/check.js';
import { blockedBy, checkAgainst } from '../../../../src/pipeline/check/standing/check-against.js';
import { digital, TODAY } from '../slips.js';
import { surroundings, unsure } from './surroundings.js';

describe('switches', () => {
  const slip = checkSlip(digital({ fields: { taxTotal: '251.00', buyerName: '别家有限公司' } }), TODAY);
  const under = (switches: RulePack['switches'], from = slip) =>
    checkAgainst(from, surroundings({ pack: { switches } }), TODAY);
  const of = (id: string, checked: Slip) => checked.findings.filter((finding) => finding.id === id);

  it('block by default what is an error, and nothing else', () => {
    const checked = under({});
    expect(new Set(blockedBy(checked).map(({ id }) => id))).toEqual(new Set(['A2', 'T2']));
    expect(checked.findings.filter(({ blocks }) => blocks !== undefined)).toEqual(blockedBy(checked));
  });

  it('take checks away and give them back, of the slip and of the organisation', () => {
    const off = under({ A2: { on: false, blocks: false }, T2: { on: false, blocks: false } });
    expect([...of('A2', off), ...of('T2', off)]).toEqual([]);
    const again = under({}, off);
    expect(of('A2', again)).toEqual(of('A2', under({})));
    expect(of('T2', again)).toHaveLength(1);
    expect(under({}, again)).toEqual(again);
  });

  it('weigh broken checks otherwise, and say what blocks', () => {
    const softer = under({ A2: { on: true, severity: 'W', blocks: false } });
    const broken = of('A2', softer).filter(({ result }) => result === 'broken');
    expect(new Set(broken.map(({ severity }) => severity))).toEqual(new Set(['W']));
    expect(blockedBy(softer).map(({ id }) => id)).not.toContain('A2');
    const person = checkSlip(digital({ fields: { buyerName: '个人', buyerTaxId: '' } }), TODAY);
    const strict = under({ T3: { on: true, severity: 'E', blocks: true } }, person);
    expect(of('T3', strict)).toMatchObject([{ result: 'broken', severity: 'E', blocks: true }]);
  });

  it('make no error of what may be misread', () => {
    const misread = unsure(digital({ fields: { buyerName: '别家有限公司' } }), 'buyerTaxId');
    const checked = under({ T2: { on: true, severity: 'E', blocks: true } }, misread);
    expect(of('T2', checked)).toMatchObject([{ severity: 'W', unsure: true }]);
    expect(blockedBy(checked)).toEqual([]);
  });

  it('leave what was read for the rules of the slip to be asked again', () => {
    const off = under({ A2: { on: false, blocks: false } });
    expect(off.asRead).toEqual(slip.findings);
    const asked = checkSlip(off, TODAY);
    expect(asked.asRead).toBeUndefined();
    expect(new Set(asked.findings)).toEqual(new Set(slip.findings));
  });
});
