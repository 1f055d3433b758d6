/** Regions as invoice codes, 数电 numbers and credit codes spell them (DOMAIN 3.2, 3.3). Pure. */

/** Province-level regions that issue invoices, by the first two digits of GB/T 2260. */
export const PROVINCES: Readonly<Record<string, string>> = {
  11: '北京',
  12: '天津',
  13: '河北',
  14: '山西',
  15: '内蒙古',
  21: '辽宁',
  22: '吉林',
  23: '黑龙江',
  31: '上海',
  32: '江苏',
  33: '浙江',
  34: '安徽',
  35: '福建',
  36: '江西',
  37: '山东',
  41: '河南',
  42: '湖北',
  43: '湖南',
  44: '广东',
  45: '广西',
  46: '海南',
  50: '重庆',
  51: '四川',
  52: '贵州',
  53: '云南',
  54: '西藏',
  61: '陕西',
  62: '甘肃',
  63: '青海',
  64: '宁夏',
  65: '新疆',
};

/** The five cities with a tax bureau of their own: their four digits in invoice codes. */
export const CITIES: Readonly<Record<string, string>> = {
  2102: '大连',
  3302: '宁波',
  3502: '厦门',
  3702: '青岛',
  4403: '深圳',
};

/** The same five in 数电 numbers; 91 by elimination only (DOMAIN 14.3). */
const DIGITAL_CITIES: Readonly<Record<string, string>> = {
  91: '大连',
  92: '青岛',
  93: '宁波',
  94: '厦门',
  95: '深圳',
};

/** Name of the region of a legacy invoice code, from its four region digits; `null` when none issues invoices there. */
export function codeRegionName(region4: string): string | null {
  return CITIES[region4] ?? PROVINCES[region4.slice(0, 2)] ?? null;
}

/** Name of the region of a 数电 number, from its two region digits; `null` when unknown. */
export function digitalRegionName(region2: string): string | null {
  return PROVINCES[region2] ?? DIGITAL_CITIES[region2] ?? null;
}

/**
 * Whether positions 3 to 8 of a credit code can be where a body first registered: a province, 10 for the national
 * registry (China Railway is 100000), or 71, 81, 82.
 */
export function registryRegionKnown(region6: string): boolean {
  const province = region6.slice(0, 2);
  return /^\d{6}$/.test(region6) && (province in PROVINCES || ['10', '71', '81', '82'].includes(province));
}
