/** Tax-control exchange XML (`business id="FPKJ"`, DOMAIN 8.5), requests and what comes back, names in pinyin initials. */
import type { StructuredInvoice } from '../../../document/structured.js';
import type { Kind } from '../../../invoice/kinds.js';
import type { XmlElement } from '../../../ports/xml.js';
import { allOf, leavesOf } from './tree.js';
import { fieldsFrom, joinedText, kindNamed, linesFrom } from './values.js';

const LINE = 'COMMON_FPKJ_XMXX';

/** Codes of the tax-control devices (DOMAIN 1.1, column FPLXDM): not those of the QR. */
const KIND_OF_DEVICE: ReadonlyMap<string, Kind> = new Map(
  Object.entries<Kind>({
    '004': 'vat_special_paper',
    '005': 'motor_vehicle_paper',
    '006': 'used_vehicle_paper',
    '007': 'vat_general_paper',
    '025': 'vat_general_roll',
    '026': 'vat_general_e',
    '028': 'vat_special_e',
    '030': 'digital_general',
    '032': 'digital_special',
    '083': 'digital_motor_vehicle',
    '084': 'digital_used_vehicle',
    '085': 'digital_special_paper',
    '086': 'digital_general_paper',
    '087': 'digital_motor_paper',
    '088': 'digital_used_paper',
  }),
);

/** Of what is no invoice yet (a request to issue one), number, date and kind are missing. */
export function exchangeFrom(root: XmlElement): StructuredInvoice | null {
  // Of a batch each invoice is read from its own part of the tree.
  if (allOf(root, 'XSF_NSRSBH').length !== 1) return null;
  const leaf = leavesOf(root, [LINE]);
  const names = (name: string) => leaf(name) !== null;
  if (!(names('JSHJ') || names('HJJE'))) return null;
  const preceding = `${leaf('YFP_DM') ?? ''}${leaf('YFP_HM') ?? ''}`;
  return {
    source: 'xml',
    kind: KIND_OF_DEVICE.get(leaf('FPLXDM') ?? '') ?? kindNamed(leaf('FPLXMC', 'FPMC') ?? ''),
    fields: fieldsFrom({
      invoiceCode: leaf('FP_DM', 'FPDM'),
      invoiceNumber: leaf('QDFPHM', 'FP_HM', 'FPHM'),
      issueDate: leaf('KPRQ'),
      checkCode: leaf('JYM'),
      machineNumber: leaf('JQBH'),
      cipherText: leaf('FP_MW'),
      sellerName: leaf('XSF_MC'),
      sellerTaxId: leaf('XSF_NSRSBH'),
      sellerAddressPhone: leaf('XSF_DZDH') ?? joinedText(leaf('XSF_DZ'), leaf('XSF_DH')),
      sellerBankAccount: leaf('XSF_YHZH'),
      buyerName: leaf('GMF_MC'),
      buyerTaxId: leaf('GMF_NSRSBH'),
      buyerAddressPhone: leaf('GMF_DZDH') ?? joinedText(leaf('GMF_DZ'), leaf('GMF_DH')),
      buyerBankAccount: leaf('GMF_YHZH'),
      netTotal: leaf('HJJE'),
      taxTotal: leaf('HJSE'),
      grossTotal: leaf('JSHJ'),
      deduction: leaf('KCE'),
      note: leaf('BZ'),
      payee: leaf('SKR'),
      reviewer: leaf('FHR'),
      drawer: leaf('KPR'),
      precedingInvoice: preceding === '' ? null : preceding,
    }),
    lines: linesFrom(allOf(root, LINE).map(cellsOf)),
  };
}

/** 零税率标识: why there is no tax. */
const NO_TAX: ReadonlyMap<string, string> = new Map(Object.entries<string>({ '1': '免税', '2': '不征税' }));

function cellsOf(line: XmlElement) {
  const cell = leavesOf(line);
  return {
    name: cell('XMMC'),
    spec: cell('GGXH'),
    unit: cell('DW'),
    quantity: cell('XMSL'),
    unitPrice: cell('XMDJ'),
    amount: cell('XMJE'),
    taxRate: NO_TAX.get(cell('LSLBS') ?? '') ?? cell('SL'),
    taxAmount: cell('SE'),
  };
}
