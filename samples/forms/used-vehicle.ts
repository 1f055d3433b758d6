/** 二手车销售统一发票, on paper (241×178 mm) and as 数电票. Buyer above seller, then the vehicle, the dealer, the market. */
import { formatMoney } from '../../src/invoice/money.js';
import { toWords } from '../../src/invoice/words.js';
import type { Random } from '../truth/random.js';
import type { DrawnForm, SampleForm, SampleSet } from './form.js';
import { type Cell, idOf, type TableRow, type ValuePart } from './ruled-table.js';
import { type Dealer, type Holder, type Vehicle, VehicleFacts } from './vehicle-facts.js';
import { type Copy, digitalNumber, lookOf, paperNumbers } from './vehicle-frame.js';
import { digitalDate, drawDigitalPage, drawPaperPage, is } from './vehicle-page.js';

const COPIES: Readonly<Record<SampleSet, readonly Copy[]>> = {
  fit: [
    { name: '发票联', ink: [150, 70, 40], edge: '第一联：发票联买方付款凭证手开无效' },
    { name: '转移登记联', ink: [50, 80, 160], edge: '第二联：转移登记联公安车辆管理部门留存' },
  ],
  measure: [
    { name: '发票联', ink: [128, 52, 62], edge: '第一联发票联（购货单位付款凭证）手开无效' },
    { name: '出入库联', ink: [110, 60, 140], edge: '第三联：出入库联' },
  ],
};

/** Wording of the labels: forms differ a little from province to province. */
const WORDING: Readonly<Record<SampleSet, Readonly<Record<string, string>>>> = {
  fit: {
    buyer: '买方单位/个人',
    buyerId: '单位代码/身份证号码',
    buyerAddress: '买方单位/个人住址',
    seller: '卖方单位/个人',
    sellerId: '单位代码/身份证号码',
    sellerAddress: '卖方单位/个人住址',
    vin: '车架号/|车辆识别代码',
    office: '转入地车辆|管理所名称',
    total: '车价合计（大写）',
    dealer: '经营、拍卖|单位',
    dealerAddress: '经营、拍卖|单位地址',
    bank: '开户银行、账号',
  },
  measure: {
    buyer: '买方单位|/个人',
    buyerId: '单位代码/|身份证号码',
    buyerAddress: '买方单位/|个人住址',
    seller: '卖方单位|/个人',
    sellerId: '单位代码/|身份证号码',
    sellerAddress: '卖方单位/|个人住址',
    vin: '车架号/|车辆识别代号',
    office: '转入地车辆管理所名称',
    total: '车价合计|（大写）',
    dealer: '经营、拍卖单位',
    dealerAddress: '经营、拍卖单位地址',
    bank: '开户银行、|账号',
  },
};

interface Sale {
  readonly buyer: Holder;
  readonly seller: Holder;
  readonly vehicle: Vehicle;
  readonly office: string;
  readonly total: bigint;
  readonly dealer: Dealer | null;
  readonly market: Dealer;
  readonly note: string;
}

function saleOf(facts: VehicleFacts, random: Random): Sale {
  const market = facts.dealer(random.pick(['旧机动车交易市场', '二手车交易市场']));
  return {
    buyer: facts.holder(),
    seller: facts.holder(),
    vehicle: facts.vehicle(),
    office: `${random.pick([market.place.city, '本地'])}市公安局交通警察支队车辆管理所`,
    total: BigInt(random.whole(8, 4800)) * (random.next() < 0.8 ? 10_000n : 12_345n),
    dealer: random.next() < 0.4 ? facts.dealer() : null,
    market,
    note: random.pick(['', '', '单价为含税价，买卖双方自行交易']),
  };
}

function rowsOf(sale: Sale, set: SampleSet, money: (figures: string) => string, height: number): TableRow[] {
  const words = WORDING[set];
  const [a, b] = set === 'fit' ? [15.5, 14] : [14, 15];
  const label = (text: string | undefined, width: number): Cell => ({ width, label: text ?? '' });
  const value = (parts: ValuePart[], width: number): Cell => ({ width, parts });
  const pair = (
    l: string | undefined,
    left: ValuePart[],
    r: string | undefined,
    right: ValuePart[],
  ): TableRow => ({
    height,
    cells: [label(l, a), value(left, 50 - a + 6), label(r, b), value(right, 44 - b)],
  });
  const three = (cells: readonly (readonly [string | undefined, ValuePart[]])[]): TableRow => ({
    height,
    cells: cells.flatMap(([text, parts], index) => [
      label(text, [a, 11, 11][index] ?? 11),
      value(parts, [18, 19, 25][index] ?? 19),
    ]),
  });
  const { buyer, seller, vehicle, dealer, market } = sale;
  const figures = formatMoney(sale.total);
  const spoken = set === 'fit' ? toWords(sale.total).replace('圆', '元') : toWords(sale.total);
  return [
    pair(words.buyer, is('buyerName', buyer.name), words.buyerId, idOf('buyer', buyer)),
    pair(
      words.buyerAddress,
      is('buyerAddressPhone', buyer.address, `${buyer.address} ${buyer.phone}`),
      '电　　话',
      is(null, buyer.phone),
    ),
    pair(words.seller, is('sellerName', seller.name), words.sellerId, idOf('seller', seller)),
    pair(
      words.sellerAddress,
      is('sellerAddressPhone', seller.address, `${seller.address} ${seller.phone}`),
      '电　　话',
      is(null, seller.phone),
    ),
    three([
      ['车牌照号', is('plateNumber', vehicle.plate)],
      ['登记证号', is('registrationNumber', vehicle.registration)],
      ['车辆类型', is('vehicleKind', vehicle.kind)],
    ]),
    three([
      [words.vin, is('vin', vehicle.vin)],
      ['厂牌型号', is('brandModel', vehicle.brandModel)],
      [words.office, is('transferOffice', sale.office)],
    ]),
    {
      height,
      cells: [
        label(words.total, a),
        value(is('priceWords', set === 'fit' ? `⊗${spoken}` : spoken, spoken), 50),
        label('小写', 9),
        value(is('carTotal', money(figures), figures), 26),
      ],
    },
    pair(words.dealer, is(null, dealer?.name ?? ''), '', []),
    pair(words.dealerAddress, is(null, dealer?.address ?? ''), '纳税人识别号', is(null, dealer?.taxId ?? '')),
    pair(
      words.bank,
      is(null, dealer === null ? '' : `${dealer.bank} ${dealer.account}`),
      '电　　话',
      is(null, dealer?.phone ?? ''),
    ),
    pair('二手车市场', is('marketName', market.name), '纳税人识别号', is('marketTaxId', market.taxId)),
    pair('', [], '地　　址', is('marketAddressPhone', market.address, `${market.address} ${market.phone}`)),
    pair(
      words.bank,
      is('marketBankAccount', `${market.bank} ${market.account}`),
      '电　　话',
      is(null, market.phone),
    ),
    { height: height * 1.3, cells: [label('备　　注', a), value(is('note', sale.note), 100 - a)] },
  ];
}

/** Rows of this form are flatter than the motor vehicle form's: there are four more of them. */
const FLAT = 0.87;

async function drawPaper(random: Random, set: SampleSet): Promise<DrawnForm> {
  const facts = new VehicleFacts(random, set);
  const sale = saleOf(facts, random);
  const look = lookOf(random, set);
  const copy = random.pick(COPIES[set]);
  const numbers = paperNumbers('used', sale.market, random);
  return drawPaperPage(
    {
      kind: 'used_vehicle_paper',
      title: '二手车销售统一发票',
      type: '15',
      amount: sale.total,
      foot: ['开票单位（盖章）', ''],
      issuer: sale.market,
      drawer: facts.person().name,
      copy,
      look,
      numbers,
      rows: rowsOf(sale, set, look.money, look.rowHeight * FLAT),
    },
    set,
  );
}

async function drawDigital(random: Random, set: SampleSet): Promise<DrawnForm> {
  const facts = new VehicleFacts(random, set);
  const sale = saleOf(facts, random);
  const date = digitalDate(random);
  return drawDigitalPage(
    {
      kind: 'digital_used_vehicle',
      title: '电子发票（二手车销售统一发票）',
      type: '84',
      amount: sale.total,
      number: digitalNumber(sale.market, date, random),
      date,
      issuer: sale.market,
      drawer: facts.person().name,
      heightMm: 160,
      top: 30,
      rows: rowsOf(sale, set, (figures) => `¥${figures}`, set === 'fit' ? 7.4 : 7.8),
    },
    set,
  );
}

export const USED_VEHICLE_FORMS: readonly SampleForm[] = [
  { kind: 'used_vehicle_paper', name: 'used_vehicle_paper', draw: drawPaper },
  { kind: 'digital_used_vehicle', name: 'digital_used_vehicle', draw: drawDigital },
];
