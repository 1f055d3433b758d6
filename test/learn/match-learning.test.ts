/** Decisions and corrections become counts of the match, kept beside the models of one's own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.js';
import { projectRoot } from '../../src/entry.js';
import { MatchTally } from '../../src/learn/match-counts.js';
import {
  DecisionsError,
  holdsDecisions,
  lessonsOfCorrections,
  lessonsOfDecisions,
  parseDecisions,
} from '../../src/learn/match-decisions.js';
import { MATCH_FILE, type MatchCounts, parseMatchCounts } from '../../src/pipeline/match/counts.js';
import { recorder } from '../support/recorder.js';

const ENTRY = {
  invoiceNumber: '26312000000012345678',
  issueDate: '2026-10-15',
  sellerName: '沪上样例餐饮管理有限公司',
  sellerTaxId: '91310115MA1SAMPLE3',
  buyerTaxId: '91110108MA01TEST0X',
  grossTotal: '106.00',
};
const SAME = {
  slip: {
    invoiceNumber: { value: '26312000000012345676', accepted: false },
    issueDate: '2026-10-15',
    sellerTaxId: '91310115MA1SAMPLE3',
    grossTotal: '106.00',
  },
  entry: ENTRY,
  same: true,
};
const SISTER = {
  ...SAME,
  slip: { ...SAME.slip, invoiceNumber: '26312000000099999999', grossTotal: '88.00' },
  same: false,
};
const STRANGER = { ...SISTER, slip: { ...SISTER.slip, sellerTaxId: '91440300MATEST7777' } };
const NOBODY = { ...SISTER, slip: { invoiceNumber: '26312000000099999999' } };
const lines = (...decisions: object[]) => decisions.map((one) => JSON.stringify(one)).join('\n');

const counted = (...decisions: object[]) => {
  const tally = new MatchTally();
  const shown = lessonsOfDecisions(parseDecisions(lines(...decisions))).map((lesson) => lesson.addTo(tally));
  return { counts: tally.counts(), shown };
};

describe('decisions on matches', () => {
  it('count a pair of one invoice as m, by whether each field was accepted', () => {
    const { counts } = counted(SAME);
    expect(counts.fields.number20.doubtful.same).toEqual([0, 1, 0, 0]);
    expect(counts.fields.date.accepted.same).toEqual([1, 0, 0, 0]);
    expect(counts.fields.money.accepted.same).toEqual([1, 0, 0, 0]);
    expect(counts.parties.sellerTaxId.accepted.same).toEqual([1, 0, 0, 0]);
  });

  it('count a pair of two invoices as u, apart by whether they are of one seller, and not at all where that is open', () => {
    const { counts, shown } = counted(SISTER, STRANGER, NOBODY);
    expect(shown).toEqual([true, true, false]);
    expect(counts.fields.number20.accepted).toMatchObject({ seller: [0, 0, 0, 1], stranger: [0, 0, 0, 1] });
    // Of one day, so of one occasion, where amounts are alike by themselves.
    expect(counts.fields.money.accepted).toMatchObject({ run: [0, 0, 0, 1], stranger: [0, 0, 0, 1] });
    expect(counts.parties.sellerTaxId.accepted).toEqual({ same: [1, 0, 0, 0], other: [0, 0, 0, 1] });
  });

  it('are told from corrections, and refused with the line that is none', () => {
    expect(holdsDecisions(lines(SAME))).toBe(true);
    expect(holdsDecisions('{"document":"00"}')).toBe(false);
    expect(() =>
      parseDecisions(`${lines(SAME)}\n{"slip":{},"entry":{"invoiceNumber":"1"},"same":true}`),
    ).toThrow(
      new DecisionsError('line 2: entry.issueDate: Invalid input: expected string, received undefined'),
    );
  });
});

describe('corrections', () => {
  it('count what the machine had read beside what the paper says', () => {
    const at = '2026-11-01T10:00:00Z';
    const common = { document: 'a'.repeat(64), slip: '1', by: 'p', at };
    const tally = new MatchTally();
    const shown = lessonsOfCorrections([
      { ...common, field: 'invoiceNumber', machine: '60418273', corrected: '60418278' },
      { ...common, field: 'sellerName', machine: null, corrected: '沪上样例餐饮管理有限公司' },
      { ...common, slip: '2', field: 'note', machine: 'a', corrected: 'b' },
    ]).map((lesson) => lesson.addTo(tally));
    expect(shown).toEqual([true, false]);
    expect(tally.counts().fields.number8.doubtful.same).toEqual([0, 1, 0, 0]);
    expect(tally.counts().parties.sellerName.doubtful.same).toEqual([0, 0, 0, 0]);
  });
});

describe('yanpiao learn with decisions', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yanpiao-match-learning-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const shipped = (): MatchCounts =>
    parseMatchCounts(readFileSync(new URL(`models/${MATCH_FILE}`, projectRoot()), 'utf8'));
  const own = (): MatchCounts =>
    parseMatchCounts(readFileSync(new URL(MATCH_FILE, pathToFileURL(`${folder}/models/`)), 'utf8'));

  it('adds them to the shipped counts, each once, and needs neither originals nor a reader', async () => {
    const file = join(folder, 'decisions.ndjson');
    writeFileSync(file, lines(SAME, SISTER));
    const learn = async () => {
      const { said, io } = recorder();
      const code = await runCli(['learn', file, '--models', join(folder, 'models'), '--json'], io);
      return { code, matching: JSON.parse(said.out).matching };
    };
    expect(await learn()).toEqual({ code: 0, matching: { learnt: 2, known: 0, empty: 0 } });
    const before = shipped().fields.number20;
    expect(own().fields.number20.doubtful.same[1]).toBe(before.doubtful.same[1] + 1);
    expect(own().fields.number20.accepted.seller[3]).toBe(before.accepted.seller[3] + 1);
    expect(own().from).toContain('yanpiao learn');

    writeFileSync(file, lines(SAME, SISTER, STRANGER));
    expect(await learn()).toEqual({ code: 0, matching: { learnt: 1, known: 2, empty: 0 } });
    expect(own().fields.number20.doubtful.same[1]).toBe(before.doubtful.same[1] + 1);
  });

  it('is wrong use with a line that is no decision', async () => {
    const file = join(folder, 'broken.ndjson');
    writeFileSync(file, `${lines(SAME)}\nnothing`);
    const { said, io } = recorder();
    expect(await runCli(['learn', file, '--models', join(folder, 'models')], io)).toBe(2);
    expect(said.err).toContain('line 2: not JSON');
  });
});
