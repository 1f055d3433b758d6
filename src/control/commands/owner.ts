/** `yanpiao owner password`: a new password for an owner who lost theirs, printed once. */
import { z } from 'zod';
import { madeUpPassword } from '../../desk/accounts/first-start.js';
import type { App } from '../../http/deps.js';
import { EXIT, type ExitCode, type Io, line, WrongUse } from '../io.js';
import { operatorOf } from './operator.js';

export const ownerPasswordOptions = z.object({
  org: z.string(),
  /** Which of several owners. */
  email: z.string().optional(),
  json: z.boolean(),
});

type Options = z.infer<typeof ownerPasswordOptions>;

/** Always made up here: a password given would pass through the shell's history or the environment. */
export async function ownerPasswordCommand(app: App, options: Options, io: Io): Promise<ExitCode> {
  const { personId, email } = await ownerOf(app, options);
  const password = madeUpPassword();
  await app.auth.setPassword(personId, password);
  if (options.json) {
    io.out(line(JSON.stringify({ email, password })));
    return EXIT.done;
  }
  io.out(line(password));
  io.err(
    line(
      `${email} 的新密码仅显示这一次，此前的登录均已失效 / The new password is shown only now; earlier sessions have ended`,
    ),
  );
  return EXIT.done;
}

/** The only owner, or the one asked for. Throws WrongUse. */
async function ownerOf(app: App, { org, email }: Options): Promise<{ personId: string; email: string }> {
  const { organisationId } = await operatorOf(app.store.accounts, org);
  const owners = (await app.store.accounts.members(organisationId)).filter(({ role }) => role === 'owner');
  const wanted = email?.toLowerCase();
  const fitting = wanted === undefined ? owners : owners.filter((one) => one.email === wanted);
  const [owner, ...others] = fitting;
  if (owner === undefined) {
    const who = email ?? org;
    throw new WrongUse(
      `没有这位所有者：${who}；首次运行 npm start 会创建所有者 / no such owner: ${who}; the first "npm start" makes one`,
    );
  }
  if (others.length > 0) {
    const list = owners.map((one) => one.email).join(', ');
    throw new WrongUse(`有多位所有者，请用 --email 指明 / several owners, name one with --email: ${list}`);
  }
  return owner;
}
