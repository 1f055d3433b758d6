/** Many companies that don't exist, for ledgers: names of one group and of one trade lie near each other, as real ones do. */
import { organisationCheckCharacter, usccCheckCharacter } from '../../src/invoice/tax-id.js';
import { PLACES, type Place } from '../truth/places.js';
import type { Random } from '../truth/random.js';

/** `fit` and `measure` share no company. */
export type MatchingSet = 'fit' | 'measure';

export interface LedgerCompany {
  readonly name: string;
  readonly taxId: string;
  readonly place: Place;
  /** Who fills in its invoices. */
  readonly drawers: readonly string[];
}

/** Every name says that it is made up (虚构, 样例, 假想; 杜撰, 臆造). */
const MARKS = { fit: ['虚构', '样例', '假想'], measure: ['杜撰', '臆造'] } as const;
const FIRST = '云山海星月木石金玉华安泰和信达通恒润丰瑞嘉德明光远航宏盛康宁';
const SECOND = '源泽辉景川林峰原禾声舟桥帆图方成益友邦维科联众越捷驰顺祥福';
const TRADES =
  '科技 贸易 餐饮管理 物流 建筑工程 信息技术 文化传播 酒店管理 机械制造 商贸 咨询 广告 能源 医药 电子'.split(
    ' ',
  );
/** Shares as one meets them in the address book of a business. */
const ENDINGS: readonly (readonly [string, number])[] = [
  ['有限公司', 0.82],
  ['有限责任公司', 0.06],
  ['股份有限公司', 0.05],
  ['经营部', 0.04],
  ['中心', 0.03],
];
const SURNAMES = '贾甄吴苗舒卜乌符邬席莫岑宁白墨钱孙李周郑王冯陈';
const GIVEN = '明实有图样存优号杜撰友虚音无纸言平安宇清洁文佳敏磊静';
/** First letters of organisation codes in a block that is not handed out (samples/truth/companies.ts). */
const BLOCK = { fit: 'MAY', measure: 'MAX' } as const;

/** So many companies, all different. One in eight is a branch of the one before it: the same name, in another city. */
export function drawCompanies(set: MatchingSet, count: number, random: Random): LedgerCompany[] {
  const companies: LedgerCompany[] = [];
  const names = new Set<string>();
  while (companies.length < count) {
    const sister = companies.at(-1);
    const place = random.pick(PLACES);
    const name =
      sister !== undefined && random.next() < 1 / 8
        ? sister.name.replace(sister.place.city, place.city)
        : nameOf(set, place, random);
    if (names.has(name)) continue;
    names.add(name);
    companies.push({
      name,
      taxId: taxIdOf(BLOCK[set], place.district, companies.length),
      place,
      drawers: Array.from({ length: random.whole(1, 3) }, () => personOf(random)),
    });
  }
  return companies;
}

function nameOf(set: MatchingSet, { city }: Place, random: Random): string {
  const brand = `${random.pick(MARKS[set])}${random.pick([...FIRST])}${random.pick([...SECOND])}`;
  const [trade, ending] = [random.pick(TRADES), weighted(ENDINGS, random)];
  return random.next() < 0.3 ? `${brand}${trade}（${city}）${ending}` : `${city}${brand}${trade}${ending}`;
}

const personOf = (random: Random): string =>
  random.pick([...SURNAMES]) +
  Array.from({ length: random.whole(1, 2) }, () => random.pick([...GIVEN])).join('');

/** Letters and digits of organisation codes: without those that the check characters have no value for (GB 32100). */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Serial numbers of five characters: 28 million companies, each with its own. Both check characters are right. */
function taxIdOf(block: string, district: string, serial: number): string {
  let [digits, left] = ['', serial];
  for (let place = 0; place < 5; place += 1) {
    digits = ALPHABET.charAt(left % ALPHABET.length) + digits;
    left = Math.floor(left / ALPHABET.length);
  }
  const organisation = `${block}${digits}`;
  const body = `91${district}${organisation}${organisationCheckCharacter(organisation)}`;
  const check = usccCheckCharacter(body);
  if (check === null) throw new Error(`no credit code can begin with ${body}`);
  return `${body}${check}`;
}

/** One of `from`, each as often as its weight says. Weights sum to 1. */
export function weighted<T>(from: readonly (readonly [T, number])[], random: Random): T {
  let left = random.next();
  for (const [one, weight] of from) {
    left -= weight;
    if (left < 0) return one;
  }
  const last = from.at(-1);
  if (last === undefined) throw new Error('nothing to choose from');
  return last[0];
}
