import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../../src/document/claim.js';
import type { Slip } from '../../../../src/document/slip.js';
import { checkSlip } from '../../../../src/pipeline/check/check.js';
import { checkAgainst } from '../../../../src/pipeline/check/standing/check-against.js';
import { digital, LINES, legacy, SELLER_ID, TODAY } from '../slips.js';
import { DEFAULT_PACK, foundOf, neighbour, surroundings, toldOf, unsure, VERDICT } from './surroundings.js';

const claim = (change: Partial<Claim> = {}): Claim => ({
  ...{ id: 'c1', recordKey: 'N:24117000000000123456', reference: 'BX-7', state: 'lock', claimedBy: '王敏' },
  ...{ lockedAt: new Date('2024-06-02T00:00:00Z'), endedAt: null },
  ...change,
});

describe('D1 the same invoice again', () => {
  const told = (...same: Parameters<typeof neighbour>[0][]) =>
    toldOf('D1', digital(), { same: same.map((each) => neighbour(each)) });

  it('names the earlier document, who handed it in and when', () => {
    const [finding] = foundOf('D1', digital(), { same: [neighbour()] });
    expect(finding).toMatchObject({ result: 'broken', severity: 'E', blocks: true });
    expect(finding?.message).toContain('2024-06-01 由王敏');
    expect(finding?.message).toContain('较早.pdf');
    expect(finding?.others).toMatchObject([{ what: 'document', id: 'd1', person: '王敏' }]);
  });

  it('leaves who was first clean', () => {
    expect(told({ earlier: false })).toEqual(['holds E']);
    expect(told()).toEqual(['holds E']);
  });

  it('tells the same bytes from another original: an error only from other hands', () => {
    expect(told({ sameBytes: true, samePerson: true })).toEqual(['broken W']);
    expect(told({ sameBytes: true })).toEqual(['broken E']);
    expect(foundOf('D1', digital(), { same: [neighbour({ sameBytes: true })] })[0]?.message).toContain(
      '不是另一张发票',
    );
  });

  it('takes another original of the same batch, or in the same file, for what it is', () => {
    expect(told({ sameBatch: true, samePerson: true })).toEqual(['holds I']);
    expect(told({ sameBatch: true })).toEqual(['broken E']);
    expect(told({ sameDocument: true, sameBatch: true, samePerson: true })).toEqual(['holds I']);
  });

  it('names a claim that was made before the file came, and tells one that was made after without reproach', () => {
    const before = foundOf('D1', digital(), { claims: [claim({ state: 'closure' })] });
    expect(before).toMatchObject([
      { result: 'broken', severity: 'E', others: [{ what: 'claim', id: 'c1' }] },
    ]);
    expect(before[0]?.message).toMatch(/已报销.*2024-06-02 由王敏.*BX-7/);
    const after = claim({ lockedAt: new Date('2024-06-04T00:00:00Z') });
    const [since] = foundOf('D1', digital(), { claims: [after] });
    expect(since).toMatchObject({ result: 'holds', others: [{ what: 'claim', id: 'c1' }] });
    expect(since?.message).toMatch(/未发现重复；此票正在报销：2024-06-04 由王敏用于报销单 BX-7/);
  });

  it('tells pictures that are the same where a number is not sure: a warning that blocks nothing', () => {
    const alike = [{ ...neighbour({ invoiceNumber: '24117000000000123450' }), likeness: 'x' }];
    const [doubted] = foundOf('D1', unsure(digital(), 'invoiceNumber'), { alike });
    expect(doubted).toMatchObject({ result: 'broken', severity: 'W', others: [{ id: 'd1', slipId: '1' }] });
    expect(doubted?.blocks).toBeUndefined();
    expect(doubted?.message).toMatch(/2024-06-01 由王敏交来的「较早\.pdf」（号码读作 24117000000000123450）/);
    expect(toldOf('D1', digital(), { alike })).toEqual(['broken W']);
    expect(toldOf('D1', digital(), { alike, same: [neighbour()] })).toEqual(['broken E']);
    const later = alike.map((each) => ({ ...each, earlier: false }));
    expect(toldOf('D1', digital(), { alike: later })).toEqual(['holds E']);
  });

  it('cannot be told of a number that is not sure', () => {
    expect(toldOf('D1', unsure(digital(), 'invoiceNumber'), { same: [neighbour()] })).toEqual(['unknown E']);
  });
});

describe('D2 and S1', () => {
  const own = '24117000000000123456';
  const run = (...steps: number[]) =>
    steps.map((step) => neighbour({ invoiceNumber: String(BigInt(own) + BigInt(step)) }));

  it('D2 names the other number and sum', () => {
    const near = [neighbour({ invoiceNumber: '24117000000000999999', issueDate: '2024-05-29' })];
    const [finding] = foundOf('D2', digital(), { near });
    expect(finding).toMatchObject({ result: 'broken', severity: 'W' });
    expect(finding?.blocks).toBeUndefined();
    expect(finding?.message).toContain('24117000000000999999');
    expect(finding?.message).toContain('¥4449.00');
    expect(toldOf('D2', digital(), { near: [] })).toEqual([]);
  });

  it('S1 counts the numbers that hang together, in either direction', () => {
    expect(toldOf('S1', digital(), { run: run(1) })).toEqual([]);
    expect(toldOf('S1', digital(), { run: run(1, 2) })).toEqual(['broken W']);
    expect(toldOf('S1', digital(), { run: run(-3, 3) })).toEqual(['broken W']);
    expect(toldOf('S1', digital(), { run: run(1, 5) })).toEqual([]);
    const [finding] = foundOf('S1', digital(), { run: run(-1, 2, 9) });
    expect(finding?.message).toContain('有 3 张号码相连（24117000000000123455 至 24117000000000123458）');
    expect(finding?.others).toHaveLength(2);
  });

  it('S1 by the gap and count of the pack', () => {
    const thresholds = { ...DEFAULT_PACK.thresholds, consecutiveGap: 10, consecutiveCount: 2 };
    expect(toldOf('S1', digital(), { run: run(10), pack: { thresholds } })).toEqual(['broken W']);
  });

  it('expect runs and equal sums of tolls and parking', () => {
    const near = [neighbour()];
    const toll = legacy({ kind: 'toll_e' });
    const parking = digital({ lines: [{ name: '*生活服务*停车费' }] });
    for (const slip of [toll, parking]) {
      expect(toldOf('S1', slip, { run: run(1, 2) })).toEqual([]);
      expect(toldOf('D2', slip, { near })).toEqual([]);
    }
  });
});

describe('T1, T2 the buyer', () => {
  const bought = (fields: Parameters<typeof digital>[0] = {}) =>
    digital({ kind: 'digital_general', ...fields });

  it('is us by the tax id, whatever the name says', () => {
    expect(toldOf('T1', bought())).toEqual(['holds E']);
    expect(toldOf('T1', bought({ fields: { buyerName: '别的名称' } }))).toEqual(['holds E']);
    const [finding] = foundOf('T1', bought({ fields: { buyerTaxId: SELLER_ID.replace('1', '2') } }));
    expect(finding).toMatchObject({ result: 'broken', severity: 'E', blocks: true });
    expect(finding?.message).not.toMatch(/[0-9A-Z]{15}/);
  });

  it('without a tax id: a warning where the name is ours, an error else', () => {
    expect(toldOf('T1', bought({ fields: { buyerTaxId: '' } }))).toEqual(['broken W']);
    expect(toldOf('T1', bought({ fields: { buyerTaxId: '', buyerName: '别家有限公司' } }))).toEqual([
      'broken E',
    ]);
    expect(toldOf('T1', bought({ fields: { buyerTaxId: '', buyerName: '个人' } }))).toEqual([]);
  });

  it('accuses nobody by a misread id, and says nothing without a company of ours', () => {
    const misread = unsure(bought({ fields: { buyerTaxId: SELLER_ID.replace('1', '2') } }), 'buyerTaxId');
    expect(foundOf('T1', misread)).toMatchObject([{ result: 'broken', severity: 'W', unsure: true }]);
    expect(foundOf('T1', misread)[0]?.blocks).toBeUndefined();
    expect(toldOf('T1', bought({ fields: { buyerTaxId: null } }))).toEqual(['unknown E']);
    expect(toldOf('T1', bought({ fields: { buyerTaxId: '9132**********0001' } }))).toEqual(['unknown E']);
    expect(toldOf('T1', misread, { companies: [] })).toEqual([]);
  });

  it.each([
    ['晴川(苏州) 仪器有限公司', 'holds W'],
    ['晴川〔苏州〕仪器有限责任公司', 'holds W'],
    ['晴川仪器', 'holds W'],
    ['晴川（苏州）仪器股份有限公司', 'broken W'],
    ['晴川（无锡）仪器有限公司', 'broken W'],
  ])('is named %s: %s', (buyerName, told) => {
    expect(toldOf('T2', bought({ fields: { buyerName } }))).toEqual([told]);
  });

  it('of a special invoice must be named right', () => {
    expect(toldOf('T2', digital({ fields: { buyerName: '晴川（无锡）仪器有限公司' } }))).toEqual([
      'broken E',
    ]);
  });

  it('is anybody when we are the seller', () => {
    const companies = [{ name: '北京拾光咨询有限公司', taxId: SELLER_ID, aliases: [] }];
    const sold = checkSlip(digital({ fields: { buyerName: '个人', buyerTaxId: '' } }), TODAY);
    expect(sold.findings.some(({ id, result }) => id === 'T3' && result === 'broken')).toBe(true);
    const checked = checkAgainst(sold, surroundings({ companies, run: [neighbour()] }), TODAY);
    expect(checked.findings.map(({ id }) => id)).not.toContain('T3');
    expect(checked.findings.map(({ id }) => id).filter((id) => /^(?:[TSCP].|Y1)/.test(id))).toEqual([]);
  });
});

describe('V1 and V2', () => {
  it('V1 tells why and by whom a seller was listed', () => {
    const entry = { taxId: SELLER_ID, name: null, reason: '走逃失联', addedBy: '财务', id: 'b1' };
    const blackListed = { ...entry, addedAt: new Date('2024-01-01T16:30:00Z') };
    const [finding] = foundOf('V1', digital(), { blackListed });
    expect(finding).toMatchObject({ result: 'broken', severity: 'E' });
    expect(finding?.message).toContain('走逃失联（财务于 2024-01-02 列入）');
    expect(toldOf('V1', unsure(digital(), 'sellerTaxId'), { blackListed })).toEqual(['broken W']);
  });

  it.each([
    ['match', 'normal', 'holds E'],
    ['match', 'void', 'broken E'],
    ['match', 'red_full', 'broken E'],
    ['match', 'red_part', 'broken W'],
    ['mismatch', 'out_of_control', 'broken E'],
    ['unverified', 'abnormal', 'unknown E'],
    ['mismatch', 'normal', 'broken E'],
    ['not_found', 'unknown', 'broken E'],
    ['not_yet', 'unknown', 'unknown E'],
    ['unverified', 'unknown', 'unknown E'],
    ['limited', 'unknown', 'unknown E'],
  ] as const)('V2 of %s, %s: %s', (outcome, state, told) => {
    expect(toldOf('V2', digital(), { verdict: { ...VERDICT, outcome, state } })).toEqual([told]);
  });

  it('V2 says nothing of what no register knows', () => {
    expect(toldOf('V2', digital(), { verdict: { ...VERDICT, outcome: 'unsupported' } })).toEqual([]);
    expect(toldOf('V2', digital(), { verdict: null })).toEqual([]);
  });
});

describe('Y1, C1, P1 policy', () => {
  const bookedOn = (day: string) => ({ handedIn: { person: null, at: new Date(`${day}T04:00:00Z`) } });

  it.each([
    ['2024-12-31', 'holds W'],
    ['2025-05-31', 'broken I'],
    ['2025-06-01', 'broken W'],
    ['2026-01-01', 'broken W'],
  ])('Y1 handed in on %s: %s', (day, told) => {
    expect(toldOf('Y1', digital(), bookedOn(day))).toEqual([told]);
  });

  it('Y1 goes by the day in Shanghai, and by today where nothing was handed in', () => {
    const at = new Date('2024-12-31T16:00:00Z');
    expect(toldOf('Y1', digital(), { handedIn: { person: null, at } })).toEqual(['broken I']);
    expect(toldOf('Y1', digital(), { handedIn: null }, '2024-07-01')).toEqual(['holds W']);
  });

  it.each([
    ['*餐饮服务*餐费', ['broken I']],
    ['*酒*样本白酒', ['broken W']],
    ['*住宿服务*样本酒店住宿费', ['holds W']],
    ['*预付卡销售*充值', ['broken W']],
    ['*日用杂品*办公用品', ['broken I']],
    ['*日用杂品*办公用品一批', ['broken I']],
    ['*纸制品*复印纸', ['holds W']],
  ])('C1 %s', (name, told) => {
    expect(toldOf('C1', digital({ lines: [{ name }] }))).toEqual(told);
  });

  it('C1 knows that prepaid cards bear no tax', () => {
    const sold = (taxRate: string) =>
      toldOf('C1', digital({ lines: [{ name: '*预付卡销售*充值', taxRate }] }));
    expect(sold('不征税')).toEqual(['broken W']);
    expect(sold('6%')).toEqual(['broken W', 'broken W']);
  });

  it('C1 names the rows', () => {
    const lines = [{ name: '*纸制品*复印纸' }, { name: '*餐饮服务*餐费' }, { name: '*餐饮服务*茶点' }];
    expect(foundOf('C1', digital({ lines }))[0]?.message).toContain('第 2、3 行（*餐饮服务*餐费）');
  });

  it('P1 hints at round sums, sums just under a limit, invoices before the trip and other travellers', () => {
    const messages = (slip: Slip, around: Parameters<typeof foundOf>[2] = {}) =>
      foundOf('P1', slip, around).map(({ message, severity }) => `${severity} ${message}`);
    expect(messages(digital())).toEqual([]);
    expect(messages(digital({ fields: { grossTotal: '3000.00' } }))).toEqual(['I 金额 ¥3000.00 为整千元']);
    const thresholds = { ...DEFAULT_PACK.thresholds, approvalLimits: ['4500', '4449', '5000'] };
    expect(messages(digital(), { pack: { thresholds } })).toEqual([
      'I 金额 ¥4449.00 略低于审批限额 ¥4500.00',
    ]);
    expect(messages(digital({ fields: { travelDate: '2024-06-01' } }))[0]).toContain('早于行程日期');
    const ticket = digital({ fields: { passengerName: '赵平' } });
    expect(messages(ticket, { claims: [claim({ claimedBy: '王敏' })] })[0]).toContain('出行人与报销人不同');
    expect(messages(ticket, { claims: [claim({ claimedBy: '赵平' })] })).toEqual([]);
  });
});

describe('the checks that need the organisation', () => {
  it('are done twice without harm', () => {
    const once = checkAgainst(checkSlip(legacy(), TODAY), surroundings({ same: [neighbour()] }), TODAY);
    expect(checkAgainst(once, surroundings({ same: [neighbour()] }), TODAY)).toEqual(once);
  });

  it('are silent about a slip of which nothing was read', () => {
    const nothing = { ...digital({ lines: LINES }), fields: {}, lines: [], qr: null };
    expect(checkAgainst(nothing, surroundings({ verdict: null }), TODAY).findings).toEqual([]);
  });
});
