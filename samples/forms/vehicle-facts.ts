/** Cars, people, dealers and numbers that don't exist, one cast for fitting and another for measuring. */
import { checkResidentId } from '../../src/invoice/tax-id.js';
import { vinCheckDigit } from '../../src/invoice/vin.js';
import { taxIdOf } from '../truth/companies.js';
import { PLACES, type Place } from '../truth/places.js';
import type { Random } from '../truth/random.js';
import type { SampleSet } from './form.js';

interface Cast {
  readonly brands: readonly string[];
  readonly trades: readonly string[];
  readonly surnames: string;
  readonly givenNames: readonly string[];
  readonly models: readonly (readonly [kind: string, brandModel: string, seats: string])[];
  readonly streets: readonly string[];
  readonly banks: readonly string[];
  /** First serial of the credit codes handed out. */
  readonly serial: number;
}

const CASTS: Readonly<Record<SampleSet, Cast>> = {
  fit: {
    brands: ['虚构木牛', '样例流马', '假想追风', '子虚飞轮', '虚构逐日', '样例赤兔', '假想驰野'],
    trades: ['汽车销售服务', '汽车贸易', '机电设备'],
    surnames: '贾甄吴苗舒卜乌符',
    givenNames: ['明远', '实', '有田', '图南', '样', '存疑', '优', '号'],
    models: [
      ['小型轿车', '虚构牌XG7180A', '5'],
      ['轿车', '样例牌YL7154DAG', '5'],
      ['多用途乘用车', '假想牌JX6470BEV', '7'],
      ['小型普通客车', '子虚牌ZX6482M5', '5'],
      ['纯电动轿车', '追风牌ZF7000BEV03', '5'],
      ['轻型厢式货车', '木牛牌MN5040XXYE6', '3'],
      ['小型越野客车', '逐日牌ZR6450S(轿车型)', '5'],
    ],
    streets: ['虚构大道', '样例路', '无此街', '子虚巷'],
    banks: ['样例银行', '虚构农商银行'],
    serial: 3000,
  },
  measure: {
    brands: ['乌有轩辕', '亡是公', '空中楼阁', '乌有骏驰', '假托远行', '无此乡', '乌有鑫昊'],
    trades: ['汽车有限销售', '二手车交易', '车业'],
    surnames: '郝梅康白常何易史',
    givenNames: ['名', '有人', '为', '在册', '未见', '所之', '了', '无名'],
    models: [
      ['小型普通客车', '乌有牌WY6461K', '7'],
      ['小型轿车', '空中牌KZ7201DAA(Z)', '5'],
      ['插电式混合动力轿车', '亡是牌WS7150PHEV2', '5'],
      ['重型半挂牵引车', '鑫昊牌XH4250N6', '3'],
      ['轻型自卸货车', '骏驰牌JC3045P', '2'],
      ['小型轿车', '远行牌YX7206BMFHD', '5'],
    ],
    streets: ['乌有路', '无何有街', '亡是大街', '空山道'],
    banks: ['乌有银行', '假托商业银行'],
    serial: 6000,
  },
};

export interface Dealer {
  readonly name: string;
  readonly taxId: string;
  readonly address: string;
  readonly phone: string;
  readonly bank: string;
  readonly account: string;
  readonly place: Place;
}

export interface Holder {
  readonly name: string;
  /** A person's id number or a company's credit code. */
  readonly id: string;
  readonly company: boolean;
  readonly address: string;
  readonly phone: string;
}

export interface Vehicle {
  readonly kind: string;
  readonly brandModel: string;
  readonly seats: string;
  readonly vin: string;
  readonly engine: string;
  readonly certificate: string;
  readonly plate: string;
  readonly registration: string;
}

/** What a drawn vehicle invoice is about, by chance. */
export class VehicleFacts {
  readonly #random: Random;
  readonly #cast: Cast;

  constructor(random: Random, set: SampleSet) {
    this.#random = random;
    this.#cast = CASTS[set];
  }

  /** A company; `what` is what it calls itself where it is no plain dealer. */
  dealer(what?: string): Dealer {
    const random = this.#random;
    const cast = this.#cast;
    const place = random.pick(PLACES);
    const trade = what ?? random.pick(cast.trades);
    return {
      place,
      name: `${place.city}${random.pick(cast.brands)}${trade}有限公司`,
      taxId: taxIdOf(place.district, cast.serial + random.whole(0, 1999)),
      address: `${place.districtName}${random.pick(cast.streets)}${random.whole(1, 899)}号`,
      phone: `0${random.whole(10, 99)}-5550${random.digits(4)}`,
      bank: `${random.pick(cast.banks)}${place.city}${random.pick(['分行', '高新支行', '东城支行'])}`,
      account: random.digits(random.pick([12, 16, 19])),
    };
  }

  person(): Holder {
    const random = this.#random;
    const cast = this.#cast;
    const { districtName } = random.pick(PLACES);
    return {
      name: random.pick([...cast.surnames]) + random.pick(cast.givenNames),
      id: residentId(random),
      company: false,
      address: `${districtName}${random.pick(cast.streets)}${random.whole(1, 99)}号${random.whole(1, 30)}栋${random.whole(101, 2904)}室`,
      phone: `199${random.digits(8)}`,
    };
  }

  /** Mostly a person, at times a company. */
  holder(): Holder {
    if (this.#random.next() < 0.65) return this.person();
    const { name, taxId, address, phone } = this.dealer(this.#random.pick(['物流', '工程', '商贸']));
    return { name, id: taxId, company: true, address, phone };
  }

  vehicle(): Vehicle {
    const random = this.#random;
    const [kind, brandModel, seats] = random.pick(this.#cast.models);
    const { title } = random.pick(PLACES);
    const plateLetters = [...'0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'];
    return {
      kind,
      brandModel,
      seats,
      vin: vinOf(random),
      engine: `${random.pick(['YP', 'X4', 'N', ''])}${random.digits(random.pick([6, 7, 8]))}${random.pick(['', 'A', 'B'])}`,
      certificate: `Y${random.pick(['A', 'P', 'M'])}${random.digits(13)}`,
      plate: `${PLATE_OF[title] ?? '京'}${random.pick([...'ABCDEFGHJK'])}${random.digits(1)}${Array.from({ length: 4 }, () => random.pick(plateLetters)).join('')}`,
      registration: `${random.digits(2)}00${random.digits(8)}`,
    };
  }
}

const PLATE_OF: Readonly<Record<string, string>> = {
  北京: '京',
  上海: '沪',
  江苏: '苏',
  浙江: '浙',
  宁波: '浙',
  厦门: '闽',
  青岛: '鲁',
  湖北: '鄂',
  广东: '粤',
  深圳: '粤',
  重庆: '渝',
  四川: '川',
  陕西: '陕',
};

/** A resident id whose check character is right, of a region (99) that no one is registered in. */
function residentId(random: Random): string {
  const month = String(random.whole(1, 12)).padStart(2, '0');
  const day = String(random.whole(1, 28)).padStart(2, '0');
  const body = `990${random.digits(3)}${random.whole(1955, 2003)}${month}${day}${random.digits(3)}`;
  const check = [...'0123456789X'].find((last) => checkResidentId(body + last) === 'valid');
  if (check === undefined) throw new Error(`no resident id can begin with ${body}`);
  return body + check;
}

/** A vehicle identification number with the right check digit; no maker is known by L0. */
function vinOf(random: Random): string {
  const letters = [...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'];
  const some = (count: number) => Array.from({ length: count }, () => random.pick(letters)).join('');
  const body = `L0${some(6)}0${some(2)}${random.digits(6)}`;
  const check = vinCheckDigit(body);
  if (check === null) throw new Error(`no check digit for ${body}`);
  return body.slice(0, 8) + check + body.slice(9);
}
