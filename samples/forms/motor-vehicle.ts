/** 机动车销售统一发票, on paper (241×178 mm; the wording of 2006, of 2014 and of 2021) and as 数电票. */
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
    { name: '发票联', ink: [150, 70, 40], edge: '第一联发票联（购货单位付款凭证）（手开无效）' },
    { name: '抵扣联', ink: [42, 110, 72], edge: '第二联抵扣联（购货单位扣税凭证）' },
  ],
  measure: [
    { name: '发票联', ink: [130, 50, 60], edge: '第一联：发票联（购买方付款凭证）' },
    { name: '注册登记联', ink: [40, 84, 150], edge: '第四联：注册登记联（车辆登记单位留存）' },
  ],
};

type Era = 'unit' | 'joint' | 'unified';

interface Sale {
  readonly buyer: Holder;
  readonly dealer: Dealer;
  readonly vehicle: Vehicle;
  readonly origin: string;
  readonly rate: bigint;
  readonly gross: bigint;
  readonly net: bigint;
  readonly office: readonly [name: string, code: string];
  readonly taxPaid: string;
  readonly tonnage: string;
}

function saleOf(facts: VehicleFacts, dealer: Dealer, random: Random, year: number): Sale {
  const rate = year < 2018 ? 17n : year < 2019 ? 16n : 13n;
  const gross = BigInt(random.whole(38, 680)) * 100_000n + BigInt(random.pick([0, 80_000, 98_000, 12_300]));
  const vehicle = facts.vehicle();
  return {
    buyer: facts.holder(),
    dealer,
    vehicle,
    origin: random.pick(['中国', `${dealer.place.title}`, '德国', '长春市', '中国广州']),
    rate,
    gross,
    net: (gross * 100n * 2n + 100n + rate) / (2n * (100n + rate)),
    office: [
      `国家税务总局${dealer.place.districtName}税务局`,
      `1${dealer.place.district}${random.digits(4)}`,
    ],
    taxPaid: random.next() < 0.2 ? random.digits(12) : '',
    tonnage: /货车|牵引/.test(vehicle.kind) ? random.pick(['1.495', '0.995', '40']) : '',
  };
}

/** The first row: name and number in one cell (2014), or each in its own (2006, 2021). */
function buyerRow(sale: Sale, era: Era, height: number, taxId: string): TableRow {
  const { buyer } = sale;
  const tax = buyer.company ? buyer.id : '';
  if (era === 'joint') {
    const parts: ValuePart[] = [...is('buyerName', buyer.name), ...idOf('buyer', buyer)];
    return {
      height: height * 1.25,
      cells: [
        { width: 16, label: '购买方名称及|身份证号码/|组织机构代码' },
        { width: 38, parts },
        { width: 15, label: '纳税人识别号' },
        { width: 31, parts: is('buyerTaxId', tax) },
      ],
    };
  }
  const labels = era === 'unit' ? ['购货单位(人)', '身份证号码/|组织机构代码'] : ['购买方名称', taxId];
  return {
    height: height * (era === 'unified' ? 1.25 : 1),
    cells: [
      { width: 16, label: labels[0] ?? '' },
      { width: 38, parts: is('buyerName', buyer.name) },
      { width: 15, label: labels[1] ?? '' },
      { width: 31, parts: idOf('buyer', buyer) },
    ],
  };
}

interface Wording {
  readonly vin: string;
  readonly rate: string;
  readonly office: string;
  readonly taxId: string;
  readonly seller: string;
  readonly total: string;
}

const WORDING: Readonly<Record<SampleSet, Wording>> = {
  fit: {
    vin: '车辆识别代号/|车架号码',
    rate: '增值税税率|或征收率',
    office: '主管税务|机关及代码',
    taxId: '纳税人识别号/|统一社会信用代码/|身份证明号码',
    seller: '销货单位名称',
    total: '价税合计',
  },
  measure: {
    vin: '车辆识别代号/车架号码',
    rate: '增值税税率|或 征 收 率',
    office: '主管税务机关|及　代　码',
    taxId: '统一社会信用代码/|纳税人识别号/|身份证件号码',
    seller: '销货单位|名　　称',
    total: '价税合计（大写）',
  },
};

function rowsOf(
  sale: Sale,
  set: SampleSet,
  era: Era,
  money: (figures: string) => string,
  height: number,
  sellerLabel?: string,
): TableRow[] {
  const words = WORDING[set];
  const a = set === 'fit' ? 16 : 15;
  const label = (text: string, width: number): Cell => ({ width, label: text });
  const value = (parts: ValuePart[], width: number): Cell => ({ width, parts });
  const row = (...cells: Cell[]): TableRow => ({ height, cells });
  const { vehicle, dealer } = sale;
  const figures = formatMoney(sale.gross);
  const spoken = set === 'fit' ? toWords(sale.gross).replace('圆', '元') : toWords(sale.gross);
  const tax = sale.gross - sale.net;
  const [office, code] = sale.office;
  return [
    buyerRow(sale, era, height, words.taxId),
    row(
      label('车辆类型', a),
      value(is('vehicleKind', vehicle.kind), 24),
      label('厂牌型号', 11),
      value(is('brandModel', vehicle.brandModel), 25),
      label('产　地', 8),
      value(is('origin', sale.origin), 16),
    ),
    row(
      label('合格证号', a),
      value(is('certificateNumber', vehicle.certificate), 24),
      label('进口证明书号', 13),
      value([], 22),
      label('商检单号', 10),
      value([], 15),
    ),
    row(
      label('发动机号码', a),
      value(is('engineNumber', vehicle.engine), 30),
      label(words.vin, 17),
      value(is('vin', vehicle.vin), 37),
    ),
    row(
      label(words.total, a),
      value(is('priceWords', set === 'fit' ? `⊗ ${spoken}` : spoken, spoken), 48),
      label('小写', 7),
      value(is('grossTotal', money(figures), figures), 29),
    ),
    row(
      label(sellerLabel ?? words.seller, a),
      value(is('sellerName', dealer.name), 46),
      label('电　话', 9),
      value(is(null, dealer.phone), 29),
    ),
    row(
      label('纳税人识别号', a),
      value(is('sellerTaxId', dealer.taxId), 46),
      label('账　号', 9),
      value(is(null, dealer.account), 29),
    ),
    row(
      label('地　　　址', a),
      value(is('sellerAddressPhone', dealer.address, `${dealer.address} ${dealer.phone}`), 38),
      label('开户银行', 10),
      value(is('sellerBankAccount', dealer.bank, `${dealer.bank} ${dealer.account}`), 36),
    ),
    row(
      label(words.rate, a),
      value(is('taxRate', `${sale.rate}%`), 10),
      label('增值税|税额', 9),
      value(is('taxTotal', money(formatMoney(tax)), formatMoney(tax)), 20),
      label(words.office, 12),
      value(
        [
          { field: 'taxOffice', printed: office, normal: `${office} ${code}` },
          { field: null, printed: code },
        ],
        33,
      ),
    ),
    row(
      label('不含税价', a),
      value(
        is(
          'netTotal',
          `${set === 'fit' ? '小写' : ''}${money(formatMoney(sale.net))}`,
          formatMoney(sale.net),
        ),
        24,
      ),
      label('完税凭证号码', 13),
      value(is(null, sale.taxPaid), 17),
      label('吨位', 6),
      value(is('tonnage', sale.tonnage), 8),
      label('限乘人数', 9),
      value(is('seats', vehicle.seats), 7),
    ),
  ];
}

async function drawPaper(random: Random, set: SampleSet): Promise<DrawnForm> {
  const facts = new VehicleFacts(random, set);
  const dealer = facts.dealer();
  const look = lookOf(random, set);
  const copy = random.pick(COPIES[set]);
  const numbers = paperNumbers('motor', dealer, random);
  const sale = saleOf(facts, dealer, random, Number(numbers.date.slice(0, 4)));
  const era: Era = numbers.date < '2014-07' ? 'unit' : numbers.date < '2021-05' ? 'joint' : 'unified';
  return drawPaperPage(
    {
      kind: 'motor_vehicle_paper',
      title: '机动车销售统一发票',
      type: '03',
      amount: sale.net,
      foot: ['销货单位盖章', '备注：一车一票'],
      issuer: dealer,
      drawer: facts.person().name,
      copy,
      look,
      numbers,
      rows: rowsOf(sale, set, era, look.money, look.rowHeight * ROOMY),
    },
    set,
  );
}

/** Ten rows leave each a little more room. */
const ROOMY = 1.12;

async function drawDigital(random: Random, set: SampleSet): Promise<DrawnForm> {
  const facts = new VehicleFacts(random, set);
  const date = digitalDate(random);
  const sale = saleOf(facts, facts.dealer(), random, Number(date.slice(0, 4)));
  const height = set === 'fit' ? 8.2 : 8.8;
  return drawDigitalPage(
    {
      kind: 'digital_motor_vehicle',
      title: '电子发票（机动车销售统一发票）',
      type: '83',
      amount: sale.gross,
      number: digitalNumber(sale.dealer, date, random),
      date,
      issuer: sale.dealer,
      drawer: facts.person().name,
      heightMm: 140,
      top: 29,
      rows: rowsOf(sale, set, 'unified', (figures) => `¥${figures}`, height, '销售方名称'),
    },
    set,
  );
}

export const MOTOR_VEHICLE_FORMS: readonly SampleForm[] = [
  { kind: 'motor_vehicle_paper', name: 'motor_vehicle_paper', draw: drawPaper },
  { kind: 'digital_motor_vehicle', name: 'digital_motor_vehicle', draw: drawDigital },
];
