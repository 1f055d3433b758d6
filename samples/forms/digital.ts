/** 数电票 of 特定业务 (DOMAIN 1.3), with 差额征税, with long names, and of several pages. */
import type { SampleInvoice } from '../truth/invoice.js';
import type { Random } from '../truth/random.js';
import {
  plateOf,
  travellerOf,
  withDeduction,
  withLongNames,
  withManyLines,
  withService,
  withSpecial,
} from '../truth/vary.js';
import type { SampleForm, SampleSet } from './form.js';
import { formOf, type Variant } from './vat.js';

const CITIES = {
  fit: ['北京', '南京', '杭州', '武汉'],
  measure: ['广州', '成都', '西安', '重庆'],
} as const;

const onForm = (name: string, change: NonNullable<Variant['invoice']>, look?: Variant['look']): Variant[] =>
  (['digital_general', 'digital_special'] as const).map((kind) => ({
    kind,
    name: `${kind}/${name}`,
    invoice: change,
    ...(look === undefined ? {} : { look }),
  }));

function journey(invoice: SampleInvoice, random: Random, set: SampleSet): SampleInvoice {
  const [departure = '', destination = ''] = random.some(CITIES[set], 2);
  const traveller = travellerOf(random, set);
  // No resident's number: digits of a birthday that cannot be.
  const id = `${random.digits(6)}19000000${random.digits(3)}X`;
  const day = invoice.date;
  const seat = random.pick(set === 'fit' ? ['经济舱', '二等座'] : ['商务车', '一等座', '普通']);
  const vehicle = random.pick(set === 'fit' ? ['飞机', '火车'] : ['公路客运', '出租车']);
  const served = withService(invoice, { name: '*运输服务*客运服务费', rate: 3 }, random);
  return withSpecial(served, {
    label: '旅客运输服务',
    fields: {
      travellerName: traveller,
      travellerId: id,
      travelDate: day,
      departure,
      destination,
      seatClass: seat,
      vehicleKind: vehicle,
    },
    block: [
      { heading: '出行人', x: 8, text: traveller, as: 'travellerName' },
      { heading: '有效身份证件号', x: 30, text: id, as: 'travellerId' },
      { heading: '出行日期', x: 72, text: day, as: 'travelDate' },
      { heading: '出发地', x: 98, text: departure, as: 'departure' },
      { heading: '到达地', x: 124, text: destination, as: 'destination' },
      { heading: '等级', x: 150, text: seat, as: 'seatClass' },
      { heading: '交通工具类型', x: 174, text: vehicle, as: 'vehicleKind' },
    ],
  });
}

function freight(invoice: SampleInvoice, random: Random, set: SampleSet): SampleInvoice {
  const [from = '', to = ''] = random.some(CITIES[set], 2);
  const plate = plateOf(random, set);
  const goods = random.pick(set === 'fit' ? ['电子产品', '日用百货'] : ['建筑材料', '机械配件']);
  const vehicle = random.pick(set === 'fit' ? ['公路运输'] : ['铁路运输', '公路运输']);
  const served = withService(invoice, { name: '*运输服务*国内道路货物运输', rate: 9 }, random);
  return withSpecial(served, {
    label: '货物运输服务',
    fields: { vehicleKind: vehicle, plateNumber: plate, route: `${from}-${to}`, goods },
    block: [
      { heading: '运输工具种类', x: 8, text: vehicle, as: 'vehicleKind' },
      { heading: '运输工具牌号', x: 50, text: plate, as: 'plateNumber' },
      { heading: '起运地', x: 92, text: from, as: 'route' },
      { heading: '到达地', x: 126, text: to, as: 'route' },
      { heading: '运输货物名称', x: 162, text: goods, as: 'goods' },
    ],
  });
}

function construction(invoice: SampleInvoice, random: Random, set: SampleSet): SampleInvoice {
  const { districtName } = invoice.place;
  const projectPlace = `${districtName}${set === 'fit' ? '虚构' : '杜撰'}路${random.whole(2, 98)}号`;
  const projectName = `${set === 'fit' ? '样例' : '臆造'}产业园${random.whole(2, 9)}号厂房及配套工程`;
  const served = withService(invoice, { name: '*建筑服务*工程款', rate: 9 }, random);
  return withSpecial(
    served,
    { label: '建筑服务', fields: { projectPlace, projectName }, columns: 'construction', block: [] },
    ['土地增值税项目编号：无；跨地（市）标志：否；'],
  );
}

const certificateOf = ({ place }: SampleInvoice, random: Random) =>
  `${place.title}（20${random.whole(12, 23)}）不动产权第00${random.digits(5)}号`;

function lease(invoice: SampleInvoice, random: Random, set: SampleSet): SampleInvoice {
  const { districtName } = invoice.place;
  const propertyAddress = `${districtName}${set === 'fit' ? '样例' : '臆造'}街${random.whole(2, 98)}号`;
  const year = Number(invoice.date.slice(0, 4));
  const leasePeriod = `${year}-01-01 ${year}-12-31`;
  const service = { name: '*经营租赁*房屋租金', rate: 9, unit: '平方米', quantity: random.whole(20, 300) };
  return withSpecial(
    withService(invoice, service, random),
    {
      label: '不动产经营租赁服务',
      fields: { propertyAddress, leasePeriod, areaUnit: '平方米' },
      columns: 'property',
      certificate: certificateOf(invoice, random),
      block: [],
    },
    [`不动产地址：${propertyAddress}；租赁期起止：${leasePeriod}；跨地（市）标志：否；`],
  );
}

function sale(invoice: SampleInvoice, random: Random, set: SampleSet): SampleInvoice {
  const { districtName } = invoice.place;
  const propertyAddress = `${districtName}${set === 'fit' ? '虚构' : '杜撰'}大道${random.whole(2, 98)}号`;
  const service = { name: '*不动产*商品房', rate: 9, unit: '平方米', quantity: random.whole(60, 180) };
  return withSpecial(
    withService(invoice, service, random),
    {
      label: '不动产销售',
      fields: { propertyAddress, areaUnit: '平方米' },
      columns: 'property',
      certificate: certificateOf(invoice, random),
      block: [],
    },
    [`不动产地址：${propertyAddress}；跨地（市）标志：否；`],
  );
}

export const DIGITAL_FORMS: readonly SampleForm[] = [
  ...onForm('passengers', journey),
  ...onForm('freight', freight),
  ...onForm('construction', construction),
  ...onForm('lease', lease),
  ...onForm('property', sale),
  ...onForm('difference', withDeduction),
  ...onForm('long', (invoice, random, set) =>
    withLongNames(withManyLines(invoice, random.whole(6, 9), random), random, set),
  ),
  ...onForm(
    'pages',
    (invoice, random) => withManyLines(invoice, random.whole(9, 12), random),
    () => ({ linesPerPage: 6 }),
  ),
  ...onForm(
    'unlabelled',
    (invoice) => invoice,
    (_random, set) => ({ lost: [set === 'fit' ? '名称' : '统一社会信用代码/纳税人识别号'] }),
  ),
].map(formOf);
