/** A picture of one comparison: how each field moves the odds that slip and entry are one invoice. */
import type { Scene } from '../../samples/matching/count.js';
import { randomFor } from '../../samples/truth/random.js';
import type { ComparedField, Comparison, Match } from '../../src/document/match.js';
import { FIELDS } from '../../src/invoice/fields.js';
import { matchSlip } from '../../src/pipeline/match/match.js';
import { misreadSlip } from './suggestions.js';

const [WIDTH, ROW, LEFT, RIGHT] = [860, 30, 190, 250];
const COLOURS = { up: '#2e8b57', down: '#c0392b', rest: '#8a8f98' };

interface Step {
  readonly label: string;
  readonly bits: number;
  readonly note: string;
  readonly total: boolean;
}

/**
 * The picture of a slip that tells most: read from a bad photo, its number and something else misread, the entry found
 * all the same. Throws where no slip of many is such a one.
 */
export async function tellingWaterfall({ ledger }: Scene, seed: number): Promise<string> {
  const random = randomFor(seed, 'matching/waterfall');
  for (let tries = 0; tries < 2000; tries += 1) {
    const { slip, truth } = misreadSlip(random.pick(ledger.entries), random, 'bad');
    const match = await matchSlip(slip, ledger);
    const [best] = match.candidates;
    const apart = best?.fields.filter(({ level }) => level !== 'equal') ?? [];
    const likely = best !== undefined && best.entry.id === truth.id && best.probability > 0.9;
    if (likely && apart.length === 3 && best.fields.length > 8) return waterfall(match, best);
  }
  throw new Error('no slip tells enough for a picture');
}

/** As SVG text: the prior, a bar a field, the sum with its probability. */
function waterfall(
  { priorBits }: Pick<Match, 'priorBits'>,
  { fields, bits, probability }: Comparison,
): string {
  const steps: Step[] = [
    { label: '起点（先验）', bits: priorBits, note: '底账中任取一张', total: true },
    ...fields.map(stepOf),
    {
      label: '合计',
      bits,
      note: `同一张发票的概率 ${(100 * probability).toFixed(probability > 0.999 ? 3 : 1)} %`,
      total: true,
    },
  ];
  let sum = 0;
  const spans = steps.map(({ bits: own, total }) => {
    const from = total ? 0 : sum;
    sum = total ? own : sum + own;
    return { from, to: sum };
  });
  const [least, most] = [
    Math.min(0, ...spans.map(({ from, to }) => Math.min(from, to))),
    Math.max(0, ...spans.map(({ from, to }) => Math.max(from, to))),
  ];
  const x = (value: number): number => LEFT + ((value - least) / (most - least)) * (WIDTH - LEFT - RIGHT);
  const rows = steps.map((step, at) => {
    const { from, to } = spans[at] ?? { from: 0, to: 0 };
    const y = 20 + at * ROW;
    const colour = step.total ? COLOURS.rest : step.bits < 0 ? COLOURS.down : COLOURS.up;
    const width = Math.max(1.5, Math.abs(x(to) - x(from)));
    const figure = `${step.bits >= 0 && !step.total ? '+' : ''}${step.bits.toFixed(1)}`;
    return [
      `<text x="${LEFT - 12}" y="${y + 17}" text-anchor="end">${step.label}</text>`,
      `<rect x="${Math.min(x(from), x(to)).toFixed(1)}" y="${y + 4}" width="${width.toFixed(1)}" height="${ROW - 10}" fill="${colour}"/>`,
      `<text x="${WIDTH - RIGHT + 12}" y="${y + 17}"><tspan font-weight="600">${figure}</tspan>  ${step.note}</text>`,
    ].join('\n');
  });
  const height = 30 + steps.length * ROW;
  const zero = x(0).toFixed(1);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="'Noto Sans SC', 'Microsoft YaHei', sans-serif" font-size="13" fill="#24292f">
<title>匹配概率的由来：从起点到合计，每个项目一条</title>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<line x1="${zero}" x2="${zero}" y1="16" y2="${height - 10}" stroke="#d0d7de"/>
${rows.join('\n')}
</svg>
`;
}

function stepOf({ field, bits, apart, accepted }: ComparedField): Step {
  const agreement = apart ?? (bits === 0 ? '一致，同组字段已计' : '一致');
  return {
    label: FIELDS[field].chinese,
    bits,
    note: `${agreement}${accepted ? '' : '（读数不够可靠）'}`,
    total: false,
  };
}
