/**
 * The kinds of invoice (票种) and how each is told: DOMAIN table 1.1.
 *
 * A two-digit type code means nothing without its namespace; `qrTypes` are the second field of the invoice QR only.
 */

/** `legacy`: code of 10 or 12 digits and number of 8. `digital`: a number of 20 digits and no code. `ticket`: neither rule holds. */
export type Family = 'legacy' | 'digital' | 'ticket';

interface KindFacts {
  readonly chinese: string;
  readonly english: string;
  readonly family: Family;
  /** Second field of the QR. Several kinds may share one; the invoice code then decides. */
  readonly qrTypes: readonly string[];
}

const facts = {
  vat_special_paper: {
    chinese: '增值税专用发票',
    english: 'VAT special invoice (paper)',
    family: 'legacy',
    qrTypes: ['01'],
  },
  freight_special_paper: {
    chinese: '货物运输业增值税专用发票',
    english: 'Freight VAT special invoice (paper)',
    family: 'legacy',
    qrTypes: ['02'],
  },
  motor_vehicle_paper: {
    chinese: '机动车销售统一发票',
    english: 'Motor vehicle sales invoice (paper)',
    family: 'legacy',
    qrTypes: ['03'],
  },
  vat_general_paper: {
    chinese: '增值税普通发票',
    english: 'VAT general invoice (paper)',
    family: 'legacy',
    qrTypes: ['04'],
  },
  vat_special_e: {
    chinese: '增值税电子专用发票',
    english: 'VAT special e-invoice',
    family: 'legacy',
    qrTypes: ['20', '08'],
  },
  vat_general_e: {
    chinese: '增值税电子普通发票',
    english: 'VAT general e-invoice',
    family: 'legacy',
    qrTypes: ['10'],
  },
  vat_general_roll: {
    chinese: '增值税普通发票（卷式）',
    english: 'VAT general invoice (roll)',
    family: 'legacy',
    qrTypes: ['11'],
  },
  toll_e: {
    chinese: '通行费增值税电子普通发票',
    english: 'Toll VAT general e-invoice',
    family: 'legacy',
    qrTypes: ['10', '14'],
  },
  used_vehicle_paper: {
    chinese: '二手车销售统一发票',
    english: 'Used vehicle sales invoice (paper)',
    family: 'legacy',
    qrTypes: ['15'],
  },
  blockchain_general: {
    chinese: '区块链电子普通发票',
    english: 'Blockchain general e-invoice',
    family: 'legacy',
    qrTypes: [],
  },
  digital_special: {
    chinese: '电子发票（增值税专用发票）',
    english: 'Digital invoice (VAT special)',
    family: 'digital',
    qrTypes: ['31'],
  },
  digital_general: {
    chinese: '电子发票（普通发票）',
    english: 'Digital invoice (general)',
    family: 'digital',
    qrTypes: ['32'],
  },
  digital_rail: {
    chinese: '电子发票（铁路电子客票）',
    english: 'Digital invoice (rail ticket)',
    family: 'digital',
    qrTypes: ['51'],
  },
  digital_air: {
    chinese: '电子发票（航空运输电子客票行程单）',
    english: 'Digital invoice (air itinerary)',
    family: 'digital',
    qrTypes: ['61'],
  },
  digital_motor_vehicle: {
    chinese: '电子发票（机动车销售统一发票）',
    english: 'Digital invoice (motor vehicle)',
    family: 'digital',
    qrTypes: ['83'],
  },
  digital_used_vehicle: {
    chinese: '电子发票（二手车销售统一发票）',
    english: 'Digital invoice (used vehicle)',
    family: 'digital',
    qrTypes: ['84'],
  },
  digital_special_paper: {
    chinese: '数电纸质发票（增值税专用发票）',
    english: 'Digital invoice on paper (VAT special)',
    family: 'digital',
    qrTypes: ['85'],
  },
  digital_general_paper: {
    chinese: '数电纸质发票（普通发票）',
    english: 'Digital invoice on paper (general)',
    family: 'digital',
    qrTypes: ['86'],
  },
  digital_motor_paper: {
    chinese: '数电纸质发票（机动车销售统一发票）',
    english: 'Digital invoice on paper (motor vehicle)',
    family: 'digital',
    qrTypes: ['87'],
  },
  digital_used_paper: {
    chinese: '数电纸质发票（二手车销售统一发票）',
    english: 'Digital invoice on paper (used vehicle)',
    family: 'digital',
    qrTypes: ['88'],
  },
  fiscal_ebill: { chinese: '财政电子票据', english: 'Fiscal e-bill', family: 'ticket', qrTypes: [] },
  train_paper: { chinese: '火车票', english: 'Train ticket (paper)', family: 'ticket', qrTypes: [] },
  air_paper: {
    chinese: '航空运输电子客票行程单',
    english: 'Air itinerary (paper)',
    family: 'ticket',
    qrTypes: [],
  },
  taxi_paper: { chinese: '出租车发票', english: 'Taxi receipt', family: 'ticket', qrTypes: [] },
  quota_paper: { chinese: '通用定额发票', english: 'Fixed-amount receipt', family: 'ticket', qrTypes: [] },
  toll_paper: { chinese: '过路过桥费发票', english: 'Road toll receipt', family: 'ticket', qrTypes: [] },
  bus_paper: { chinese: '客运汽车票', english: 'Bus or ship ticket', family: 'ticket', qrTypes: [] },
  other: { chinese: '其他票据', english: 'Other', family: 'ticket', qrTypes: [] },
} as const satisfies Record<string, KindFacts>;

/** Our name of a kind of invoice, as CONTRACT and DOMAIN 1.1 spell it. */
export type Kind = keyof typeof facts;

/** Every kind with its Chinese and English name, family and QR type codes. */
export const KINDS: Readonly<Record<Kind, KindFacts>> = facts;

/** All kinds, in the order of the table. */
export const KIND_NAMES = Object.keys(facts) as readonly Kind[];
