/** What a drawn invoice says: the truth that its readings are held against. */
import type { FieldName } from '../../src/invoice/fields.js';
import type { Kind } from '../../src/invoice/kinds.js';
import type { Place } from './places.js';

/** The kinds that can be drawn. */
export const DRAWN_KINDS = [
  'vat_special_paper',
  'vat_general_paper',
  'vat_special_e',
  'vat_general_e',
  'digital_special',
  'digital_general',
] as const satisfies readonly Kind[];
export type DrawnKind = (typeof DRAWN_KINDS)[number];

/** These, and the kinds that share their forms. */
export type VatKind =
  | DrawnKind
  | 'toll_e'
  | 'vat_general_roll'
  | 'digital_special_paper'
  | 'digital_general_paper';

/** What a 数电票 of 特定业务 says besides. */
export interface SpecialBusiness {
  /** In the box beside the QR: `旅客运输服务`. */
  readonly label: string;
  /** Every field it adds, in normal form. */
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  /** Columns in the place of 规格型号 and others; the usual ones otherwise. */
  readonly columns?: 'construction' | 'property';
  /** Certificate number in the column 产权证书, for `property`. */
  readonly certificate?: string;
  /** Its table below the goods: headings with their left ends in mm, and the row below them. */
  readonly block: readonly {
    readonly heading: string;
    readonly x: number;
    readonly text: string;
    readonly as: FieldName;
  }[];
}

export interface Party {
  readonly name: string;
  /** `''` for a natural person. */
  readonly taxId: string;
  readonly addressPhone: string;
  readonly bank: string;
  readonly account: string;
}

/** `''` where the form's cell is blank: a discount line has no quantity. */
export interface SampleLine {
  readonly name: string;
  readonly spec: string;
  readonly unit: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly amount: bigint;
  /** `13%` or `免税`. */
  readonly rate: string;
  /** `null` is printed `***`. */
  readonly tax: bigint | null;
  /** Of a toll invoice. */
  readonly passage?: {
    readonly plateNumber: string;
    readonly vehicleType: string;
    readonly from: string;
    readonly to: string;
  };
}

/** Money is integer 分. */
export interface SampleInvoice {
  readonly id: string;
  readonly kind: VatKind;
  readonly place: Place;
  readonly code: string | null;
  readonly number: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly checkCode: string | null;
  readonly machineNumber: string | null;
  /** Four lines of 密码区. */
  readonly cipher: readonly string[];
  readonly buyer: Party;
  readonly seller: Party;
  readonly lines: readonly SampleLine[];
  readonly net: bigint;
  /** `null` is printed `***`. */
  readonly tax: bigint | null;
  readonly gross: bigint;
  readonly words: string;
  /** The lines of 备注, the specimen mark apart. */
  readonly note: readonly string[];
  readonly payee: string;
  readonly reviewer: string;
  readonly drawer: string;
  readonly qr: string;
  /** 联次 as printed at the edge or under the title of a paper form. */
  readonly copy?: string;
  /** Code and number that the blank of a 数电纸质发票 bears besides its own of 20 digits. */
  readonly blank?: { readonly code: string; readonly number: string };
  readonly special?: SpecialBusiness;
  /** The form's only line says 详见销货清单; the lines stand on a list. */
  readonly listed?: boolean;
}

/** Printed on every sample, small, so that nobody takes it for a voucher. */
export const SPECIMEN_MARK = '样票：公司与号码均为虚构，仅供软件测试，不得作为凭证';
