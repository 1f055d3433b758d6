import { describe, expect, it } from 'vitest';
import { formatMoney, parseMoney } from '../../src/invoice/money.js';
import { parseWords, toWords } from '../../src/invoice/words.js';
import { seeded, vectors } from '../support/vectors.js';

const fenOf = (amount: string) => parseMoney(amount) ?? expect.fail(amount);

describe('vectors', () => {
  it.each(vectors.amountWords)('$amount is $words', ({ amount, words }) => {
    expect(toWords(fenOf(amount))).toBe(words);
    expect(parseWords(words)).toEqual({ fen: fenOf(amount), canonical: true });
  });

  const also = vectors.amountWords.flatMap(({ amount, alsoAccept = [] }) =>
    alsoAccept.map((words) => ({ amount, words })),
  );
  it.each(also)('$words is accepted for $amount', ({ amount, words }) => {
    expect(parseWords(words)?.fen).toBe(fenOf(amount));
  });
});

describe('parseWords', () => {
  it.each([
    ['⊗肆仟肆佰肆拾玖圆整', '4449.00'],
    ['ⓧ 肆仟肆佰肆拾玖圆整', '4449.00'],
    ['⑧肆仟肆佰肆拾玖圆整', '4449.00'],
    ['人民币 肆仟肆佰肆拾玖元正', '4449.00'],
    ['貳萬參仟陸佰圓整', '23600.00'],
    ['壹佰〇壹圆整', '101.00'],
    ['壹拾万柒仟圆零伍角叁分', '107000.53'],
    ['壹拾万零柒仟圆伍角叁分', '107000.53'],
    ['壹拾圆零柒角整', '10.70'],
    ['(负数)伍佰圆整', '-500.00'],
    ['负伍佰圆整', '-500.00'],
    ['⊗（负数）伍佰圆整', '-500.00'],
  ])('%s is lawful: %s', (words, amount) => {
    expect(parseWords(words)).toEqual({ fen: fenOf(amount), canonical: true });
  });

  it.each([
    ['拾圆整', '10.00'],
    ['壹仟零拾圆整', '1010.00'],
    ['壹万万圆整', '100000000.00'],
    ['伍百圆整', '500.00'],
    ['伍千圆整', '5000.00'],
    ['贡佰圆整', '200.00'],
    ['陈佰园整', '600.00'],
    ['染佰捌拾久圆整', '789.00'],
    ['查佰任拾别圆整', '158.00'],
    ['壹万伍佰圆整', '10500.00'],
    ['壹拾圆伍分', '10.05'],
    ['壹圆零伍角', '1.50'],
    ['零圆零角伍分', '0.05'],
    ['伍佰圆', '500.00'],
    ['伍佰圆零角零分', '500.00'],
    ['伍佰圆零壹分整', '500.01'],
  ])('%s is clear but not lawful: %s', (words, amount) => {
    expect(parseWords(words)).toEqual({ fen: fenOf(amount), canonical: false });
  });

  it.each([
    '',
    '整',
    '圆整',
    '壹佰佰圆',
    '圆壹佰',
    '壹仟圆整伍角',
    '伍分叁角',
    '壹圆贰圆整',
    '壹仟零零壹圆整',
    '壹仟壹圆整',
    '壹佰零贰拾圆整',
    '壹佰零圆整',
    '壹万零圆整',
    '壹万万万圆整',
    '壹亿亿圆整',
    '万伍仟圆整',
    '壹佰贰仟圆整',
    '壹贰圆整',
    '伍佰整',
    '佰伍圆整',
    '肆仟肆佰口拾玖圆整',
    '12.30',
    '圆伍角',
  ])('refuses %j', (words) => {
    expect(parseWords(words)).toBeNull();
  });
});

describe('round trip', () => {
  const random = seeded(20240528);
  const amounts: bigint[] = [];
  for (let i = 0; i < 3000; i += 1)
    amounts.push(
      BigInt(random(10)) * 10n ** BigInt(random(17)) + BigInt(random(10)) * 10n ** BigInt(random(12)),
    );
  for (let i = 0; i < 3000; i += 1) amounts.push(BigInt(random(2 ** 31)) * BigInt(random(2 ** 20)));
  for (let fen = 0n; fen < 12_000n; fen += 1n) amounts.push(fen);
  for (let power = 1n; power < 10n ** 17n; power *= 10n)
    amounts.push(power, power - 1n, power + 1n, power * 10n - 10n);

  it('toWords then parseWords is the same amount, lawfully spelled', () => {
    for (const fen of amounts) {
      for (const signed of fen === 0n ? [fen] : [fen, -fen]) {
        const words = toWords(signed);
        expect(parseWords(words), `${formatMoney(signed)} ${words}`).toEqual({
          fen: signed,
          canonical: true,
        });
      }
    }
  });

  it('every amount has its own words', () => {
    const unique = new Set(amounts);
    expect(new Set([...unique].map(toWords)).size).toBe(unique.size);
  });

  it('has a limit', () => {
    expect(parseWords(toWords(10n ** 18n - 1n))?.fen).toBe(10n ** 18n - 1n);
    expect(() => toWords(10n ** 18n)).toThrow(RangeError);
  });
});
