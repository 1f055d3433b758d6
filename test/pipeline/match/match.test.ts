import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/entry.js';
import {
  COMPARED,
  COMPARED_PARTIES,
  MATCH_FILE,
  parseMatchCounts,
} from '../../../src/pipeline/match/counts.js';
import { keyOf } from '../../../src/pipeline/match/key.js';
import { matchSlip } from '../../../src/pipeline/match/match.js';
import {
  defaultMatchModel,
  exclusiveProbabilities,
  loadMatchModel,
  matchModel,
} from '../../../src/pipeline/match/model.js';
import { DIGITAL, field, LEGACY, ledgerOf, reread, SPECIAL, slipOf } from '../ledger-fixture.js';

const SHIPPED = new URL(`models/${MATCH_FILE}`, projectRoot());

const PAPER = {
  ...DIGITAL,
  id: 'paper',
  kind: 'digital_special_paper' as const,
  alias: '310020313060418273',
};

describe('keyOf', () => {
  it.each([
    [{ invoiceNumber: '26312000000012345678' }, { type: 'number', number: '26312000000012345678' }],
    [
      { invoiceCode: '031002000111', invoiceNumber: '60418273' },
      { type: 'code_number', code: '031002000111', number: '60418273' },
    ],
    [
      { invoiceCode: '263120000000', invoiceNumber: '12345678' },
      { type: 'number', number: '26312000000012345678' },
    ],
    [
      { invoiceNumber: '03100200011160418273' },
      { type: 'code_number', code: '031002000111', number: '60418273' },
    ],
    [
      { invoiceNumber: '310020313060418273' },
      { type: 'code_number', code: '3100203130', number: '60418273' },
    ],
    [{ invoiceNumber: '60418273' }, { type: 'number_only', number: '60418273' }],
    [
      { invoiceNumber: '60418273', invoiceCode: '0310020001' + '1' },
      { type: 'number_only', number: '60418273' },
    ],
    [{ invoiceNumber: '2631200000001234567' }, { type: 'none' }],
    [{ invoiceCode: '031002000111' }, { type: 'none' }],
    [{}, { type: 'none' }],
  ])('%o is looked up by %o', (values, key) => {
    const fields = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, field(value)]));
    expect(keyOf(fields).key).toEqual(key);
  });

  it('takes a rejoined number for accepted only when both halves are', () => {
    const halves = {
      invoiceCode: field('263120000000', { accepted: false }),
      invoiceNumber: field('12345678'),
    };
    expect(keyOf(halves).accepted).toBe(false);
    expect(keyOf({ ...halves, invoiceCode: field('263120000000') }).accepted).toBe(true);
  });
});

describe('matchSlip', () => {
  it('finds the entry under the exact key and compares every field both know', async () => {
    const match = await matchSlip(slipOf(DIGITAL), ledgerOf(LEGACY, DIGITAL));
    expect(match.hit?.entry.id).toBe('digital');
    expect(match.hit?.fields.map(({ field: name }) => name)).toEqual([
      'invoiceNumber',
      'issueDate',
      'buyerName',
      'buyerTaxId',
      'sellerName',
      'sellerTaxId',
      'netTotal',
      'taxTotal',
      'grossTotal',
      'drawer',
    ]);
    expect(match.hit?.fields.every(({ level }) => level === 'equal')).toBe(true);
    expect(match.hit?.probability).toBeGreaterThan(0.999);
    expect(match.candidates).toEqual([]);
  });

  it('finds 数电纸质 by its pre-printed code and number as by its 20 digits', async () => {
    const printed = reread(slipOf(PAPER), { invoiceCode: field('3100203130'), invoiceNumber: '60418273' });
    const match = await matchSlip(printed, ledgerOf(PAPER));
    expect(match.hit?.entry.id).toBe('paper');
    expect(match.hit?.fields.every(({ level }) => level === 'equal')).toBe(true);
    expect((await matchSlip(slipOf(PAPER), ledgerOf(PAPER))).hit?.entry.id).toBe('paper');
  });

  it('never takes a number without its code for a hit', async () => {
    const match = await matchSlip(reread(slipOf(LEGACY), { invoiceCode: null }), ledgerOf(LEGACY, SPECIAL));
    expect(match.hit).toBeNull();
    expect(match.key).toEqual({ type: 'number_only', number: '60418273' });
    expect(match.candidates.map(({ entry }) => entry.id)).toEqual(['legacy', 'special']);
  });

  it.each([
    ['one digit confused', '26312000000012345673'.replace(/3$/, '8').replace('5678', '5676')],
    ['one digit lost', '2631200000012345678'],
    ['two digits wrong', '26312000000012349978'],
  ])('suggests the entry meant when the number has %s', async (_, number) => {
    const other = {
      ...DIGITAL,
      id: 'other',
      invoiceNumber: '26312000000099999999',
      grossTotal: 99n,
      issueDate: '2026-10-01',
    };
    const match = await matchSlip(
      reread(slipOf(DIGITAL), { invoiceNumber: { value: number, accepted: false } }),
      ledgerOf(other, DIGITAL),
    );
    expect(match.hit).toBeNull();
    expect(match.candidates[0]?.entry.id).toBe('digital');
    expect(match.candidates[0]?.probability).toBeGreaterThan(0.5);
  });

  it('thinks little of same seller and amount under quite another number', async () => {
    const slip = reread(slipOf(DIGITAL), { invoiceNumber: '26312000000088880000', issueDate: '2026-09-02' });
    const { candidates } = await matchSlip(slip, ledgerOf(DIGITAL));
    expect(candidates.every(({ probability }) => probability < 0.1)).toBe(true);
  });

  it('looks for a better entry when the hit disagrees', async () => {
    const neighbour = {
      ...DIGITAL,
      id: 'neighbour',
      invoiceNumber: '26312000000012345676',
      grossTotal: 5000n,
      netTotal: 4717n,
      taxTotal: 283n,
      issueDate: '2026-08-01',
      buyerName: '另一家测试有限公司',
      buyerTaxId: '91310000TESTTEST11',
    };
    const match = await matchSlip(
      reread(slipOf(DIGITAL), { invoiceNumber: '26312000000012345676' }),
      ledgerOf(DIGITAL, neighbour),
    );
    expect(match.hit?.entry.id).toBe('neighbour');
    expect(match.candidates[0]?.entry.id).toBe('digital');
  });

  it('lets two entries that fit alike share the probability', async () => {
    const twin = { ...DIGITAL, id: 'twin', invoiceNumber: '26312000000012345698' };
    const match = await matchSlip(
      reread(slipOf(DIGITAL), { invoiceNumber: '26312000000012345688' }),
      ledgerOf(DIGITAL, twin),
    );
    expect(match.candidates).toHaveLength(2);
    expect(match.candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1);
    expect(match.candidates[0]?.probability).toBeLessThan(0.9);
  });

  it('says nothing of blank and masked values, and takes *** of tax for zero', async () => {
    const exempt = { ...DIGITAL, taxTotal: 0n, netTotal: 10600n, buyerTaxId: '4401**********1234' };
    const slip = reread(slipOf(exempt), { taxTotal: '***', buyerTaxId: '440106199001011234', drawer: '' });
    const match = await matchSlip(slip, ledgerOf(exempt));
    const levels = Object.fromEntries(match.hit?.fields.map(({ field: name, level }) => [name, level]) ?? []);
    expect(levels.taxTotal).toBe('equal');
    expect(levels).not.toHaveProperty('buyerTaxId');
    expect(levels).not.toHaveProperty('drawer');
  });

  it('counts what net, tax and gross say only once', async () => {
    const match = await matchSlip(slipOf(DIGITAL), ledgerOf(DIGITAL));
    const amounts = match.hit?.fields.filter(({ field: name }) => /Total$/.test(name)) ?? [];
    expect(amounts).toHaveLength(3);
    expect(amounts.filter(({ bits }) => bits !== 0)).toHaveLength(1);
  });
});

describe('the match model', () => {
  it('has agreement speak for a pair and difference against it, doubtful readings less than accepted ones', () => {
    const { fields, parties } = defaultMatchModel();
    for (const name of COMPARED) {
      const { accepted, doubtful } = fields[name];
      expect(accepted.same.equal / accepted.stranger.equal).toBeGreaterThan(1);
      expect(accepted.same.different / accepted.stranger.different).toBeLessThan(1);
      expect(doubtful.same.equal).toBeLessThan(accepted.same.equal);
    }
    for (const name of COMPARED_PARTIES)
      expect(parties[name].accepted.same.equal / parties[name].accepted.other.equal).toBeGreaterThan(1);
  });

  it('follows from counts by adding half a pair to each level', () => {
    const counts = parseMatchCounts(readFileSync(SHIPPED, 'utf8'));
    const [equal] = counts.fields.date.accepted.same;
    const total = counts.fields.date.accepted.same.reduce((sum, value) => sum + value, 0);
    expect(matchModel(counts).fields.date.accepted.same.equal).toBeCloseTo((equal + 0.5) / (total + 2), 12);
  });

  it('is refused when it is spoilt', () => {
    const counts = parseMatchCounts(readFileSync(SHIPPED, 'utf8'));
    const spoilt = (patch: object) => () => parseMatchCounts(JSON.stringify({ ...counts, ...patch }));
    expect(spoilt({ prior: { present: -1, absent: 2 } })).toThrow('prior');
    expect(spoilt({ fields: { ...counts.fields, money: undefined } })).toThrow('money');
    expect(spoilt({ alike: { ...counts.alike, buyer: [3, 2] } })).toThrow('buyer');
  });

  it('is one of one’s own where there is one, and the shipped one, with a warning, where it is spoilt', async () => {
    const folder = pathToFileURL(`${await mkdtemp(join(tmpdir(), 'yanpiao-match-'))}/`);
    const warnings: string[] = [];
    const load = () => loadMatchModel(folder, (message) => warnings.push(message));
    expect(await load()).toBe(defaultMatchModel());
    await mkdir(new URL('matching/', folder));
    const counts = parseMatchCounts(readFileSync(SHIPPED, 'utf8'));
    const own = { ...counts, prior: { present: 1, absent: 1 } };
    await writeFile(new URL(MATCH_FILE, folder), JSON.stringify(own));
    expect((await load()).knownBits).toBe(0);
    expect(warnings).toEqual([]);
    await writeFile(new URL(MATCH_FILE, folder), '{}');
    expect(await load()).toBe(defaultMatchModel());
    expect(warnings).toHaveLength(1);
    await rm(folder, { recursive: true });
  });

  it('shares probability among entries that exclude each other', () => {
    const [a = 0, b = 0] = exclusiveProbabilities([3, 3]);
    expect(a).toBeCloseTo(8 / 17, 10);
    expect(b).toBeCloseTo(8 / 17, 10);
    expect(exclusiveProbabilities([2000])[0]).toBeLessThan(1);
    expect(exclusiveProbabilities([])).toEqual([]);
  });
});
