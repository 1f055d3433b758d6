/** Mails as files: EML and MSG. */
import { isCompound } from '../../document/compound-directory.js';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { MailReader } from '../../ports/mail.js';
import { filesOfEml } from './eml.js';
import { filesOfMsg } from './msg.js';

/** Stateless: one serves a whole process. What it parses with is loaded by the first mail. */
export function mailReader(): MailReader {
  return {
    open: async (bytes) => {
      if (bytes.length > BUDGETS.container.mailBytes)
        throw new RefusalError('too_large', `${Math.ceil(bytes.length / 1024 ** 2)} MB`);
      return isCompound(bytes) ? filesOfMsg(bytes) : filesOfEml(bytes);
    },
  };
}
