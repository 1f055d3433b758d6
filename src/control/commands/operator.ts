/** Who runs a command: whoever may use the data folder is the organisation's owner. */
import type { AccountStore, Principal } from '../../ports/accounts.js';
import { WrongUse } from '../io.js';

/** Throws WrongUse when there is no such organisation. */
export async function operatorOf(
  accounts: Pick<AccountStore, 'organisationExists'>,
  organisationId: string,
): Promise<Principal> {
  if (!(await accounts.organisationExists(organisationId))) {
    throw new WrongUse(
      `没有组织 ${organisationId}；首次运行 npm start 会创建组织 1 / no organisation ${organisationId}: the first "npm start" makes organisation 1`,
    );
  }
  return { organisationId, role: 'owner', personId: null, apiKeyId: null, name: 'yanpiao' };
}
