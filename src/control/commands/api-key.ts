/** `yanpiao api-key create`: prints a key once. */
import { z } from 'zod';
import { createApiKey } from '../../desk/accounts/api-keys.js';
import type { App } from '../../http/deps.js';
import { ROLES } from '../../ports/accounts.js';
import { EXIT, type ExitCode, type Io, line } from '../io.js';
import { operatorOf } from './operator.js';

export const apiKeyOptions = z.object({
  org: z.string(),
  role: z.enum(ROLES),
  label: z.string().min(1).max(100),
  json: z.boolean(),
});

export async function apiKeyCommand(
  app: App,
  options: z.infer<typeof apiKeyOptions>,
  io: Io,
): Promise<ExitCode> {
  const { organisationId } = await operatorOf(app.store.accounts, options.org);
  const { key } = await createApiKey(app.store.accounts, organisationId, options.role, options.label);
  if (options.json) {
    io.out(line(JSON.stringify({ key })));
    return EXIT.done;
  }
  io.out(line(key));
  io.err(line('密钥仅显示这一次，请妥善保存 / The key is shown only now: keep it safe'));
  return EXIT.done;
}
