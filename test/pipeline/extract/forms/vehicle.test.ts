import { describe, expect, it } from 'vitest';
import { FISCAL_FORMS } from '../../../../samples/forms/fiscal-ebill.js';
import type { DrawnForm, SampleForm } from '../../../../samples/forms/form.js';
import { MOTOR_VEHICLE_FORMS } from '../../../../samples/forms/motor-vehicle.js';
import { OTHER_FORMS } from '../../../../samples/forms/other.js';
import { QUOTA_FORMS } from '../../../../samples/forms/quota.js';
import { USED_VEHICLE_FORMS } from '../../../../samples/forms/used-vehicle.js';
import { randomFor } from '../../../../samples/truth/random.js';
import { pdfReader } from '../../../../src/adapters/pdf/pdf.js';
import type { Sheet } from '../../../../src/document/sheet.js';
import { comparable } from '../../../../src/invoice/compare.js';
import type { FieldName } from '../../../../src/invoice/fields.js';
import { formsOn } from '../../../../src/pipeline/extract/forms/index.js';
import { sheetOf } from '../forms.js';

const ALL = [...MOTOR_VEHICLE_FORMS, ...USED_VEHICLE_FORMS, ...QUOTA_FORMS, ...FISCAL_FORMS, ...OTHER_FORMS];
const formOf = (name: string): SampleForm => {
  const form = ALL.find((known) => known.name === name);
  if (form === undefined) throw new Error(`no form ${name}`);
  return form;
};

/** The text layer of a drawn form as a sheet without codes. */
async function sheetFrom(drawn: DrawnForm): Promise<Sheet> {
  const document = await pdfReader().open(drawn.pdf);
  try {
    const { width, height, lines } = await document.page(1);
    return { page: 1, width, height, turns: 0, lines, codes: [] };
  } finally {
    await document.close();
  }
}

/** Every value read for each field, in its form for comparing. */
function readingsOf(sheet: Sheet): {
  kind: string | undefined;
  values: Map<FieldName, Set<string>>;
  lines: unknown;
} {
  const [found, ...more] = formsOn(sheet);
  expect(more).toEqual([]);
  const values = new Map<FieldName, Set<string>>();
  for (const { field, value } of found?.candidates ?? [])
    values.set(field, (values.get(field) ?? new Set()).add(comparable(field, value)));
  return { kind: found?.kind, values, lines: found?.lines };
}

describe.each(ALL.map(({ name }) => name))('%s', (name) => {
  it('says every field, no other value, no other field', async () => {
    const drawn = await formOf(name).draw(randomFor(7, `${name}/test`), 'measure');
    const { kind, values, lines } = readingsOf(await sheetFrom(drawn));
    expect(kind).toBe(drawn.truth.kind);
    const wanted = Object.entries(drawn.truth.fields) as [FieldName, string][];
    expect(Object.fromEntries([...values].map(([field, read]) => [field, [...read]]))).toEqual(
      Object.fromEntries(wanted.map(([field, value]) => [field, [comparable(field, value)]])),
    );
    expect(lines).toEqual(drawn.truth.lines);
  });
});

describe('a used vehicle invoice', () => {
  const drawn = formOf('used_vehicle_paper').draw(randomFor(11, 'swap'), 'fit');

  /** The sheet with texts changed as a recogniser may have misread them. */
  const misread = async (change: (text: string) => string): Promise<Sheet> => {
    const sheet = await sheetFrom(await drawn);
    return { ...sheet, lines: sheet.lines.map((line) => ({ ...line, text: change(line.text) })) };
  };

  it('keeps buyer and seller apart when both labels read 买方', async () => {
    const { truth } = await drawn;
    const { values } = readingsOf(await misread((text) => text.replace('卖方', '买方')));
    expect([...(values.get('buyerName') ?? [])]).toEqual([truth.fields.buyerName]);
    expect([...(values.get('sellerName') ?? [])]).toEqual([truth.fields.sellerName]);
    expect([...(values.get('sellerIdNumber') ?? [])]).toEqual([truth.fields.sellerIdNumber]);
  });

  it('finds values whose labels were not read', async () => {
    const { truth } = await drawn;
    const { values } = readingsOf(
      await misread((text) => (/^(?:二手车市场|车牌照号|卖方单位\/个人|登记证号)$/u.test(text) ? ' ' : text)),
    );
    for (const field of ['sellerName', 'marketName', 'plateNumber', 'registrationNumber'] as const)
      expect([...(values.get(field) ?? [])]).toEqual([comparable(field, truth.fields[field] ?? '')]);
  });

  it('offers the number with a right check digit beside a misread one', async () => {
    const { truth } = await drawn;
    const vin = truth.fields.vin ?? '';
    const { values } = readingsOf(await misread((text) => (text === vin ? vin.replace(/^L/, '1') : text)));
    const read = [...(values.get('vin') ?? [])];
    expect(read).toContain(vin.replace(/^L/, '1'));
    expect(read).toContain(vin);
  });
});

describe('what is no invoice', () => {
  it.each([
    [
      'a contract that mentions one',
      [
        '车辆买卖合同',
        '甲方：样例车行',
        '乙方：贾实',
        '卖方应开具二手车销售统一发票，发票代码：144001509047，发票号码：81668926',
        '车架号：L09GW2GU3FL050017',
      ],
    ],
    ['a price list', ['价目表', '车辆类型　小型轿车', '不含税价　100000.00', '价税合计　113000.00']],
    ['a parcel label', ['收件人：贾实', '电话：19900001111', '内件：发票', '单号：144001509047', '81668926']],
    [
      'a claim form',
      ['费用报销单', '发票代码：144001509047', '发票号码：81668926', '定额票 3 张', '合计（大写）：叁佰元整'],
    ],
  ])('%s yields nothing', (_, rows) => {
    const sheet = sheetOf(rows.map((text, index) => [text, 20, 15 + index * 12, 4]));
    expect(formsOn(sheet)).toEqual([]);
  });
});
