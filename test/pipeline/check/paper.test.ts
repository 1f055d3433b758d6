/** What stands, or is missing, on the paper: regions (N4, N5), persons as buyers (T3), lists (C2), notes (M1). */
import { describe, expect, it } from 'vitest';
import { digital, found, legacy, results, uscc } from './slips.js';

describe('N4 and N5 regions', () => {
  it('N4 compares where the seller registered with the code or number', () => {
    expect(results('N4', legacy())).toEqual(['holds I']);
    expect(results('N4', digital())).toEqual(['holds I']);
    const moved = { fields: { sellerTaxId: uscc('310115', 'MAQX0003') } };
    expect(results('N4', legacy(moved))).toEqual(['broken I']);
    expect(found('N4', digital(moved))[0]?.message).toContain('首次登记地为上海，发票地区为北京');
  });

  it('N4 knows the cities of 数电 numbers, and says nothing of what holds no sure region', () => {
    const shenzhen = { invoiceNumber: '24957000000000123456', sellerTaxId: uscc('440300', 'MAQX0003') };
    expect(results('N4', digital({ fields: shenzhen }))).toEqual(['holds I']);
    expect(results('N4', digital({ fields: { sellerTaxId: '11010519491231002X' } }))).toEqual([]);
    expect(results('N4', digital({ fields: { sellerTaxId: null } }))).toEqual([]);
  });

  it.each([
    ['北京', '011002000111', ['holds W']],
    ['北京市', '011002000111', ['holds W']],
    ['上海', '011002000111', ['broken W']],
    ['深圳', '044032000111', ['holds W']],
    ['广东', '044032000111', ['holds W']],
    ['深圳', '044002000111', ['holds W']],
  ])('N5 title %s, code %s', (province, invoiceCode, told) => {
    expect(results('N5', legacy({ fields: { province, invoiceCode } }))).toEqual(told);
  });

  it('N5 compares only what was printed', () => {
    expect(results('N5', legacy())).toEqual([]);
    expect(results('N5', legacy({ fields: { province: { value: '上海', source: 'rule' } } }))).toEqual([]);
  });
});

describe('T3 persons as buyers', () => {
  it.each([
    ['个人', '', ['broken W']],
    ['陈小满（个人）', null, ['broken W']],
    ['陈小满', '', ['broken W']],
    ['陈小满', '11010519491231002X', ['broken W']],
    ['陈小满', null, ['holds W']],
    ['晴川小店', '', ['holds W']],
    ['晴川有限公司', '', ['holds W']],
    ['晴川（苏州）仪器有限公司', '91320594MAQX00012A', ['holds W']],
  ])('%s, %s', (buyerName, buyerTaxId, told) => {
    expect(results('T3', legacy({ fields: { buyerName, buyerTaxId } }))).toEqual(told);
  });

  it('are nothing special on tickets', () => {
    const fields = { buyerName: '陈小满', buyerTaxId: '' };
    expect(results('T3', digital({ kind: 'digital_rail', fields }))).toEqual([]);
    expect(results('T3', digital({ kind: 'digital_motor_vehicle', fields }))).toEqual([]);
  });
});

describe('C2 lists', () => {
  it('are missing where a line refers to one', () => {
    expect(results('C2', legacy({ lines: [{ name: '（详见销货清单）' }] }))).toEqual(['broken E']);
    expect(results('C2', legacy({ lines: [{ name: '( 详见 销货清单 )' }] }))).toEqual(['broken E']);
    expect(results('C2', legacy())).toEqual([]);
  });
});

describe('M1 notes', () => {
  const told = (name: string, note: string | null, more: object = {}) =>
    results('M1', digital({ lines: [{ name, ...more }], fields: { note } }));

  it.each([
    ['*建筑服务*工程款', '项目名称：样本大厦 服务发生地：云州市试验区', ['holds W']],
    ['*建筑服务*工程款', '', ['broken W']],
    ['*建筑服务*工程款', null, ['unknown W']],
    ['*经营租赁*房屋租金', '云州市试验路 1 号', ['holds W']],
    ['*经营租赁*房屋租金', '一季度', ['broken W']],
    ['*经营租赁*设备租金', '', []],
    ['*运输服务*货物运输服务', '起运地:甲 到达地:乙 车牌 京A12345', ['holds W']],
    ['*运输服务*货物运输服务', '甲至乙', ['broken W']],
    ['*运输服务*客运服务费', '', []],
    ['*餐饮服务*餐费', '', []],
  ])('%s with %s', (name, note, expected) => {
    expect(told(name, note)).toEqual(expected);
  });

  it('say what is missing, and take boxes of their own for notes', () => {
    const lines = [{ name: '*建筑服务*工程款' }];
    const half = digital({ lines, fields: { note: '样本大厦项目' } });
    expect(found('M1', half)[0]?.message).toBe('建筑服务发票应在备注栏注明服务发生地，票面没有');
    const fields = { note: '', projectName: '样本大厦', projectPlace: '云州市' };
    expect(results('M1', digital({ lines, fields }))).toEqual(['holds W']);
  });

  it('ask of prepaid cards only where they paid for something', () => {
    expect(told('*预付卡销售*预付卡充值', '', { taxRate: '不征税' })).toEqual([]);
    expect(told('*零售*预付卡结算', '', { taxRate: '13%' })).toEqual(['broken W']);
    expect(told('*零售*预付卡结算', '收到预付卡结算款', { taxRate: '13%' })).toEqual(['holds W']);
  });
});
