/** What each kind of invoice is verified by (DOMAIN 9.1). */
import type { FieldName } from '../invoice/fields.js';
import { KINDS, type Kind } from '../invoice/kinds.js';

const LEGACY_KEY: readonly FieldName[] = ['invoiceCode', 'invoiceNumber', 'issueDate'];
const BY_NET: readonly FieldName[] = [...LEGACY_KEY, 'netTotal'];
const BY_CHECK_CODE: readonly FieldName[] = [...LEGACY_KEY, 'checkCode'];

const LEGACY_INPUTS: Readonly<Partial<Record<Kind, readonly FieldName[]>>> = {
  vat_special_paper: BY_NET,
  freight_special_paper: BY_NET,
  vat_special_e: BY_NET,
  motor_vehicle_paper: BY_NET,
  used_vehicle_paper: [...LEGACY_KEY, 'carTotal'],
  vat_general_paper: BY_CHECK_CODE,
  vat_general_e: BY_CHECK_CODE,
  vat_general_roll: BY_CHECK_CODE,
  toll_e: BY_CHECK_CODE,
  blockchain_general: [...BY_NET, 'checkCode'],
};

/**
 * 20-digit number, date and 价税合计. For the kinds on paper (85 to 88) vendors differ; we ask for the same, and take the
 * pre-printed code and number in the place of the 20 digits.
 */
const DIGITAL_INPUTS: readonly FieldName[] = ['invoiceNumber', 'issueDate', 'grossTotal'];

/**
 * The fields that must be read, accepted and agree before a slip of this kind is 一致. Empty for kinds that no invoice
 * ledger knows: tickets, receipts, fiscal bills.
 */
export function requiredInputs(kind: Kind): readonly FieldName[] {
  return KINDS[kind].family === 'digital' ? DIGITAL_INPUTS : (LEGACY_INPUTS[kind] ?? []);
}

/** Fields of a slip that stand for a required one: rail tickets and used cars print the same amount under another name. */
export function satisfiedBy(input: FieldName): readonly FieldName[] {
  return input === 'grossTotal' ? ['grossTotal', 'fare', 'carTotal'] : [input];
}

/** The last digits of a check code that verification asks for: 6, and all 5 of a blockchain invoice. */
export const CHECK_CODE_DIGITS = 6;
export const BLOCKCHAIN_CHECK_CODE_DIGITS = 5;
