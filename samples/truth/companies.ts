/**
 * Companies and people that don't exist. Every company's name says so (虚构 made up, 样例 sample, 假想 imagined, or the
 * 子虚, 乌有 and 亡是公 of the old poem), and its organisation code begins with MAYP, a block not handed out.
 */
import { organisationCheckCharacter, usccCheckCharacter } from '../../src/invoice/tax-id.js';
import { TRADES, type Trade } from './goods.js';
import type { Party } from './invoice.js';
import { PLACES, type Place } from './places.js';
import type { Random } from './random.js';

const BRANDS =
  '子虚乌有 虚构镜花 假想云梯 样例山海 乌有先生 虚构蜃楼 假想鲸歌 样例纸月 亡是公 虚构南柯 假想黄粱 样例木牛 虚构流马 假想星槎 样例无此岛 虚构无此桥'.split(
    ' ',
  );

/** Brands of the pool that is measured on. */
const MEASURED_BRANDS =
  '杜撰青萍 臆造白鹿 杜撰沧浪 臆造飞鸿 杜撰听松 臆造望舒 杜撰扶摇 臆造玉壶 杜撰采薇 臆造长庚 杜撰临渊 臆造观潮 杜撰不存在 臆造未曾有'.split(
    ' ',
  );

/** People who fill in invoices, by what the sample is for. */
export const PEOPLE = {
  fit: ['贾明', '甄实', '吴有', '苗图', '舒样', '卜存', '乌优', '符号'],
  measure: ['邬杜', '席撰', '莫须友', '岑虚', '空谷音', '宁无', '白纸', '墨言'],
} as const;

/** A unified social credit code (GB 32100) of an enterprise: both of its check characters are right. */
export function taxIdOf(district: string, serial: number): string {
  const organisation = `MAYP${String(serial).padStart(4, '0')}`;
  const body = `91${district}${organisation}${organisationCheckCharacter(organisation)}`;
  const check = usccCheckCharacter(body);
  if (check === null) throw new Error(`no credit code can begin with ${body}`);
  return `${body}${check}`;
}

export interface Company extends Party {
  readonly place: Place;
  readonly trade: Trade;
}

/** Every brand once, in the trades and places in turn: the same companies under every seed. */
const companiesOf = (brands: readonly string[], first: number): readonly Company[] =>
  PLACES.flatMap((place, row) =>
    [0, 1, 2].map((column): Company => {
      const serial = row * 3 + column;
      const brand = brands[(serial * 5) % brands.length] ?? '';
      const trade = TRADES[(serial * 3) % TRADES.length] ?? '科技';
      const door = ((serial * 37) % 199) + 1;
      return {
        place,
        trade,
        name:
          column === 2
            ? `${brand}（${place.city}）${trade}有限公司`
            : `${place.city}${brand}${trade}有限公司`,
        taxId: taxIdOf(place.district, first + serial * 17),
        addressPhone: `${place.districtName}虚构路${door}号 000-5550${String(first - 1 + serial * 7)}`,
        bank: `样例银行${place.city}分行`,
        account: `6200${String(88_000_000 + (first - 1001) * 977 + serial * 104_729).padStart(12, '0')}`,
      };
    }),
  );

export const COMPANIES = companiesOf(BRANDS, 1001);
export const MEASURED_COMPANIES = companiesOf(MEASURED_BRANDS, 5003);

/** A natural person: no number, no address. */
export const PERSON: Party = { name: '个人', taxId: '', addressPhone: '', bank: '', account: '' };

/** Two different companies, the seller one that `sells` what is asked for. */
export function twoCompanies(
  random: Random,
  companies: readonly Company[],
  sells: (company: Company) => boolean,
): { buyer: Company; seller: Company } {
  const seller = random.pick(companies.filter(sells));
  const buyer = random.pick(companies.filter((company) => company !== seller));
  return { buyer, seller };
}

/** 收款人, 复核 and 开票人, all different. */
export function threePeople(
  random: Random,
  people: readonly string[],
): { payee: string; reviewer: string; drawer: string } {
  const [payee = '', reviewer = '', drawer = ''] = random.some(people, 3);
  return { payee, reviewer, drawer };
}
