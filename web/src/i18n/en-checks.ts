/** Texts of verdicts' details, findings, rules, claims and registers, in English. */
import type { zhChecks } from './zh-checks.js';

export const enChecks: typeof zhChecks = {
  waterfall: {
    title: 'How this probability came about',
    hint: 'It starts from any invoice at random; each field raises it (green) or lowers it (red). Figures are bits: +1 doubles the odds, −1 halves them.',
    step: 'Field',
    bar: 'Change',
    bits: 'Bits',
    prior: 'Start',
    total: 'Total',
  },
};
