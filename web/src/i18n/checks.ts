/** Names of the checks (DOMAIN 12). Ids are the server's; one that is not known here is shown by its id alone. */
import type { Language } from './language.js';

const checks: Readonly<Record<string, Record<Language, string>>> = {
  D1: { zh: '号码重复', en: 'Duplicate number' },
  D2: { zh: '疑似重复', en: 'Near duplicate' },
  T1: { zh: '购买方税号', en: "Buyer's tax id" },
  T2: { zh: '购买方名称', en: "Buyer's name" },
  T3: { zh: '个人抬头', en: 'Buyer is a person' },
  S1: { zh: '连号', en: 'Consecutive numbers' },
  Y1: { zh: '跨年', en: 'Cross-year' },
  Y2: { zh: '日期在将来', en: 'Date in the future' },
  C1: { zh: '敏感品类', en: 'Sensitive goods' },
  C2: { zh: '清单', en: 'Missing list' },
  V1: { zh: '销售方名单', en: 'Seller lists' },
  V2: { zh: '查验状态', en: 'Verification' },
  A1: { zh: '大小写金额', en: 'Figures and words' },
  A2: { zh: '金额勾稽', en: 'Sums' },
  A3: { zh: '行程单合计', en: 'Itinerary total' },
  A4: { zh: '铁路不含税金额', en: 'Rail fare without tax' },
  R1: { zh: '税率', en: 'Tax rate' },
  N1: { zh: '代码与票种', en: 'Code and kind' },
  N2: { zh: '代码年份', en: 'Year in the code' },
  N3: { zh: '号码年份', en: 'Year in the number' },
  N4: { zh: '税号地区', en: 'Region of the tax id' },
  N5: { zh: '监制章地区', en: 'Region of the seal' },
  N6: { zh: '票种与日期', en: 'Kind and date' },
  N7: { zh: '专票必填项', en: 'Special invoice needs' },
  Q1: { zh: '二维码与票面', en: 'QR code and print' },
  Q2: { zh: '二维码校验', en: 'QR checksum' },
  Q3: { zh: '二维码', en: 'QR code' },
  U1: { zh: '税号校验位', en: 'Tax id check digit' },
  F1: { zh: 'PDF 签名与改动痕迹', en: 'PDF: signature and signs of editing' },
  F2: { zh: 'OFD 签名与内容', en: 'OFD: signature and content' },
  F3: { zh: '各份原件是否一致', en: 'Originals agree' },
  F4: { zh: '图片涂改痕迹', en: 'Signs of a changed picture' },
  P1: { zh: '报销政策', en: 'Policy' },
  M1: { zh: '备注必填项', en: 'Required notes' },
};

export function checkLabel(id: string, language: Language): string {
  return checks[id]?.[language] ?? id;
}
