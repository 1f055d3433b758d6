/** Texts of verdicts' details, findings, rules, claims and registers, in Chinese. */
export const zhChecks = {
  waterfall: {
    title: '可能性是怎样得出的',
    hint: '从“随便一张发票”的可能性出发，每一项把它提高（绿）或降低（红）。数字是比特：+1 表示翻一倍，−1 表示减半。',
    step: '项目',
    bar: '增减',
    bits: '比特',
    prior: '起点',
    total: '合计',
  },
};
