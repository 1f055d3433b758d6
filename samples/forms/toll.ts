/** 通行费 on the electronic VAT form: plate, kind of vehicle and days of passage in the table. */
import { withPassages } from '../truth/vary.js';
import { formOf } from './vat.js';

export const TOLL_FORM = formOf({
  kind: 'toll_e',
  name: 'toll_e',
  like: 'vat_general_e',
  invoice: withPassages,
});
