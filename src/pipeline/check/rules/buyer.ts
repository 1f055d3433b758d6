/** T3: whether the invoice is made out to a person instead of a company. */
import { checkResidentId, checkUscc } from '../../../invoice/tax-id.js';
import { plainId, squash } from '../../../invoice/text.js';
import type { Rule, Subject } from '../subject.js';

export const BUYER_IS_COMPANY: Rule = {
  id: 'T3',
  severity: 'W',
  apply(subject) {
    const { slip, family, kind } = subject;
    // Tickets bear the traveller's name, and vehicles are bought by people.
    if (family === 'ticket' || TRAVEL_OR_VEHICLE.test(kind)) return [];
    const name = squash(slip.fields.buyerName?.value ?? '');
    if (name === '') return [];
    const why = personSign(subject, name);
    if (why === null) return [{ result: 'holds', message: '抬头不是个人' }];
    return [
      {
        result: 'broken',
        message: `抬头为个人（${why}），不能作单位费用`,
        fields: ['buyerName', 'buyerTaxId'],
      },
    ];
  },
};

const TRAVEL_OR_VEHICLE = /^(?:digital_(?:rail|air|motor|used)|motor_vehicle|used_vehicle)/u;

/** Two to four characters, or a foreign name with its middle dot. */
const PERSONAL_NAME = /^(?:\p{Script=Han}{2,4}|\p{Script=Han}+·\p{Script=Han}+)$/u;
/** Short names of bodies that are no persons. */
const BODY = /[店厂社部局院校馆所会行站队村处厅委办]$|公司|中心|银行|集团/u;

/** What shows that the buyer is a person; `null`: nothing does. */
function personSign({ slip }: Subject, name: string): string | null {
  if (/^个人|\(个人\)$/u.test(name)) return '名称写明个人';
  const taxId = slip.fields.buyerTaxId;
  if (taxId === undefined) return null;
  const id = plainId(taxId.value);
  if (id.length === 18 && checkResidentId(id) === 'valid' && checkUscc(id) !== 'valid')
    return '税号处为居民身份证号';
  // Certainly blank, not merely unread.
  return id === '' && PERSONAL_NAME.test(name) && !BODY.test(name) ? '姓名且无税号' : null;
}
