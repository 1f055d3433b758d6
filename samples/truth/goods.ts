/** What is sold: short names of the tax classification are real, goods and prices are made up. */

export interface Good {
  readonly name: string;
  readonly spec: string;
  readonly unit: string;
  /** Percent; `null` is 免税. Rates as they stand since 2019-04-01 (DOMAIN 6.4). */
  readonly rate: number | null;
  /** 分 without tax, from and to. */
  readonly price: readonly [number, number];
  readonly most: number;
}

const good = (
  name: string,
  spec: string,
  unit: string,
  rate: number | null,
  price: readonly [number, number],
  most: number,
): Good => ({ name, spec, unit, rate, price, most });

export const GOODS: readonly Good[] = [
  good('*文具*中性笔', '0.5mm黑', '支', 13, [120, 480], 300),
  good('*纸制品*复印纸', 'A4 70g', '包', 13, [1650, 2600], 80),
  good('*计算机外部设备*激光打印机', 'YP-2020', '台', 13, [89900, 245000], 6),
  good('*家具*办公椅', '网布', '把', 13, [26500, 88000], 20),
  good('*电线电缆*网络跳线', '超六类3m', '根', 13, [900, 2400], 120),
  good('*金属制品*不锈钢螺栓', 'M8×30', '千克', 13, [2150, 3980], 60),
  good('*通信设备*路由器', 'AX3000', '台', 13, [15900, 42900], 12),
  good('*日用杂品*收纳箱', '60L', '个', 13, [2900, 7600], 30),
  good('*电子元件*贴片电容', '0805 10uF', '千只', 13, [3300, 9800], 40),
  good('*谷物加工品*大米', '10kg', '袋', 9, [5200, 8800], 60),
  good('*印刷品*图书', '平装', '册', 9, [2800, 6900], 50),
  good('*运输服务*国内货物运输', '', '', 9, [32000, 480000], 1),
  good('*餐饮服务*餐费', '', '次', 6, [8800, 98000], 1),
  good('*住宿服务*住宿费', '标准间', '天', 6, [22000, 58000], 5),
  good('*信息技术服务*软件维护费', '', '年', 6, [360000, 2400000], 1),
  good('*现代服务*会议服务', '', '项', 6, [150000, 980000], 2),
  good('*鉴证咨询服务*咨询费', '', '', 6, [200000, 3000000], 1),
  good('*蔬菜*西红柿', '一级', '千克', null, [280, 690], 90),
  good('*蔬菜*土豆', '', '千克', null, [180, 420], 120),
  good('*蛋类*鲜鸡蛋', '30枚', '盘', null, [1900, 2980], 20),
];
