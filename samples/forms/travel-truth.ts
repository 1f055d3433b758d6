/** Journeys nobody made: stations and trains are public, everything that names a person, a car or a slip is invented. */
import { PLACES } from '../truth/places.js';
import { POOLS } from '../truth/pools.js';
import type { Random } from '../truth/random.js';
import type { SampleSet } from './form.js';

/** Chinese and pinyin names of stations, apart for the two sets. */
const STATIONS: Readonly<Record<SampleSet, readonly (readonly [string, string])[]>> = {
  fit: [
    ['北京南', 'Beijingnan'],
    ['上海虹桥', 'Shanghaihongqiao'],
    ['南京', 'Nanjing'],
    ['广州南', 'Guangzhounan'],
    ['武汉', 'Wuhan'],
    ['成都东', 'Chengdudong'],
    ['哈尔滨西', "Ha'erbinxi"],
    ['呼和浩特东', 'Huhehaotedong'],
    ['西安北', "Xi'anbei"],
    ['苏州', 'Suzhou'],
    ['济南西', 'Jinanxi'],
    ['乌鲁木齐', 'Wulumuqi'],
  ],
  measure: [
    ['北京西', 'Beijingxi'],
    ['深圳北', 'Shenzhenbei'],
    ['杭州东', 'Hangzhoudong'],
    ['长沙南', 'Changshanan'],
    ['郑州东', 'Zhengzhoudong'],
    ['天津', 'Tianjin'],
    ['沈阳北', 'Shenyangbei'],
    ['石家庄', 'Shijiazhuang'],
    ['重庆西', 'Chongqingxi'],
    ['昆明南', 'Kunmingnan'],
    ['齐齐哈尔南', "Qiqiha'ernan"],
    ['太原南', 'Taiyuannan'],
  ],
};

/** Classes of fast and of slow trains, with whether one lies down. */
const FAST = ['二等座', '二等座', '一等座', '商务座', '无座'] as const;
const SLOW = ['新空调硬座', '新空调硬卧', '新空调软卧', '新空调硬座', '无座'] as const;

export interface Journey {
  readonly from: readonly [string, string];
  readonly to: readonly [string, string];
  readonly train: string;
  readonly date: string;
  readonly time: string;
  /** As printed in one piece: `05车12F号`, `11车016号下铺`, `05车无座`. */
  readonly seat: string;
  readonly seatClass: string;
  /** In fen. Trains are priced in half yuan. */
  readonly fare: bigint;
  readonly passenger: string;
  /** Masked, as tickets print it. */
  readonly passengerId: string;
}

export const two = (value: number): string => String(value).padStart(2, '0');

/** `YYYY-MM-DD` within these years. */
export function dayIn(random: Random, first: number, last: number): string {
  return `${random.whole(first, last)}-${two(random.whole(1, 12))}-${two(random.whole(1, 28))}`;
}

/** `10:00`, by day. */
export const clock = (random: Random): string => `${two(random.whole(0, 23))}:${two(random.whole(0, 59))}`;

export function passengerOf(random: Random, set: SampleSet): { name: string; id: string } {
  const { district } = random.pick(PLACES);
  const id = `${district}${random.whole(1955, 2003)}****${random.digits(3)}${random.pick(['X', '1', '4', '7', '9'])}`;
  return { name: random.pick(POOLS[set].people), id };
}

function seatOf(random: Random, fast: boolean): { seat: string; seatClass: string } {
  const seatClass = random.pick<string>(fast ? FAST : SLOW);
  const carriage = `${two(random.whole(1, 17))}车`;
  if (seatClass === '无座') return { seat: `${carriage}无座`, seatClass: fast ? '二等座' : '新空调硬座' };
  if (fast)
    return { seat: `${carriage}${two(random.whole(1, 18))}${random.pick([...'ABCDF'])}号`, seatClass };
  const number = `${carriage}${String(random.whole(1, 118)).padStart(3, '0')}号`;
  if (!seatClass.includes('卧')) return { seat: number, seatClass };
  const berths = seatClass.includes('硬') ? ['上铺', '中铺', '下铺'] : ['上铺', '下铺'];
  return { seat: `${number}${random.pick(berths)}`, seatClass };
}

export function journeyOf(
  random: Random,
  set: SampleSet,
  years: readonly [number, number],
  fast: boolean,
): Journey {
  const [from, to] = random.some(STATIONS[set], 2);
  if (from === undefined || to === undefined) throw new Error('no two stations');
  const letter = fast ? random.pick([...'GGGDC']) : random.pick(['T', 'K', 'Z', 'K', '', 'L']);
  const { name, id } = passengerOf(random, set);
  return {
    from,
    to,
    train: `${letter}${letter === '' ? random.whole(1001, 6999) : random.whole(1, letter === 'K' ? 1999 : 999)}`,
    date: dayIn(random, ...years),
    time: clock(random),
    ...seatOf(random, fast),
    fare: BigInt(random.whole(19, 2400)) * 50n,
    passenger: name,
    passengerId: id,
  };
}
