/** Invoices made harder to read: long names, many lines, and what only some kinds carry. */
import type { SampleSet } from '../forms/form.js';
import { settled } from './compose.js';
import type { SampleInvoice, SampleLine, SpecialBusiness } from './invoice.js';
import { POOLS } from './pools.js';
import type { Random } from './random.js';

const BRANCHES = {
  fit: ['第三工程项目经理部样例分公司', '样例（集团）股份有限公司驻外办事处'],
  measure: ['杜撰国际物流园区第二营业部', '臆造控股集团（西南）分支机构财务共享中心'],
} as const;

/** Both parties with names too long for one line. */
export function withLongNames(invoice: SampleInvoice, random: Random, set: SampleSet): SampleInvoice {
  const longer = (name: string) => (name.length < 8 ? name : `${name}${random.pick(BRANCHES[set])}`);
  const { buyer, seller } = invoice;
  return {
    ...invoice,
    buyer: { ...buyer, name: longer(buyer.name) },
    seller: { ...seller, name: longer(seller.name) },
  };
}

/** The invoice with its goods repeated in other quantities until there are `count` lines. */
export function withManyLines(invoice: SampleInvoice, count: number, random: Random): SampleInvoice {
  const goods = invoice.lines.filter(({ quantity }) => quantity !== '');
  const lines = Array.from({ length: count }, (_, index): SampleLine => {
    const line = goods[index % goods.length];
    if (line === undefined) throw new Error(`${invoice.id} has nothing to repeat`);
    const times = BigInt(random.whole(1, 9));
    return {
      ...line,
      quantity: String(BigInt(line.quantity) * times),
      amount: line.amount * times,
      tax: line.tax === null ? null : line.tax * times,
    };
  });
  return settled({ ...invoice, lines });
}

const PLATES = { fit: '京沪苏浙', measure: '鄂粤渝川' } as const;

/** A number plate of no real vehicle: every one ends in a letter of the pool's own. */
export const plateOf = (random: Random, set: SampleSet): string =>
  `${random.pick([...PLATES[set]])}${random.pick(['A', 'B', 'C'])}${random.digits(4)}${set === 'fit' ? 'X' : 'W'}`;

/** A toll invoice's lines: passages at 3 % or 9 %, or tax-free ones. */
export function withPassages(invoice: SampleInvoice, random: Random, set: SampleSet): SampleInvoice {
  const free = random.next() < 0.25;
  const plate = plateOf(random, set);
  const month = invoice.date.slice(0, 8);
  const kinds = set === 'fit' ? ['客车', '货车'] : ['货车', '客车', '专项作业车'];
  const lines = Array.from({ length: random.whole(1, 3) }, (): SampleLine => {
    const amount = BigInt(random.whole(500, 90_000));
    const rate = BigInt(random.pick([3, 9]));
    const day = random.whole(1, 20);
    const pad = (value: number) => String(value).padStart(2, '0');
    return {
      name: '*经营租赁*通行费',
      spec: '',
      unit: '',
      quantity: '',
      unitPrice: '',
      amount,
      rate: free ? '不征税' : `${rate}%`,
      tax: free ? null : (amount * rate + 50n) / 100n,
      passage: {
        plateNumber: plate,
        vehicleType: random.pick(kinds),
        from: `${month}${pad(day)}`,
        to: `${month}${pad(day + random.whole(0, 8))}`,
      },
    };
  });
  return settled({ ...invoice, lines });
}

/** The goods replaced by one line of a service, at a price for all of it. */
export function withService(
  invoice: SampleInvoice,
  service: { name: string; rate: number; unit?: string; quantity?: number },
  random: Random,
): SampleInvoice {
  const quantity = BigInt(service.quantity ?? 1);
  const price = BigInt(random.whole(20_000, 9_000_000));
  const bare = service.quantity === undefined;
  const line: SampleLine = {
    name: service.name,
    spec: '',
    unit: service.unit ?? '',
    quantity: bare ? '' : String(quantity),
    unitPrice: bare ? '' : `${price / 100n}.${String(price % 100n).padStart(2, '0')}`,
    amount: price * quantity,
    rate: `${service.rate}%`,
    tax: (price * quantity * BigInt(service.rate) + 50n) / 100n,
  };
  return settled({ ...invoice, lines: [line] });
}

/** 差额征税: the tax is on what is left after the deduction, and the rate's cell says nothing. */
export function withDeduction(invoice: SampleInvoice, random: Random): SampleInvoice {
  const gross = BigInt(random.whole(200_000, 9_000_000));
  const deduction = (gross * BigInt(random.whole(50, 90))) / 100n;
  const tax = ((gross - deduction) * 6n + 53n) / 106n;
  const name = '*人力资源服务*劳务派遣服务费';
  const line = {
    name,
    spec: '',
    unit: '',
    quantity: '',
    unitPrice: '',
    amount: gross - tax,
    rate: '***',
    tax,
  };
  const fen = (value: bigint) => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`;
  return settled({
    ...invoice,
    lines: [line],
    note: [`差额征税：${fen(deduction)}。`, ...invoice.note],
    special: { label: '差额征税', fields: { deduction: fen(deduction) }, block: [] },
  });
}

/** The invoice as one of a special business, which its note may also speak of. */
export const withSpecial = (
  invoice: SampleInvoice,
  special: SpecialBusiness,
  note: readonly string[] = [],
): SampleInvoice => ({ ...invoice, special, note: [...note, ...invoice.note] });

/** Who of the pool travels. */
export const travellerOf = (random: Random, set: SampleSet): string => random.pick(POOLS[set].people);
