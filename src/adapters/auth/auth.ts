/** People, passwords and sessions by better-auth. Its further plugins (TOTP, codes by phone and mail) find their place here. */
import type { BetterAuthOptions } from 'better-auth';
import type { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { Auth, NewPerson, SignedIn } from '../../ports/auth.js';

export interface AuthOptions {
  /** The drizzle handle and better-auth's tables, as openDatabase() gives them. */
  readonly drizzle: object;
  readonly authSchema: object;
  /** Signs the session cookie; at least 32 characters. */
  readonly secret: string;
  /** Where people reach the server; the cookie is `secure` when it is https. */
  readonly publicUrl: string;
  readonly onFault: (what: string, error: unknown) => void;
}

/** ASVS 5.0, 6.2.1: at least 8 characters. The upper bound keeps hashing cheap. */
const PASSWORD_LENGTH = { least: 8, most: 128 };
/** A working week; a session in use is renewed daily. */
const SESSION_SECONDS = 7 * 24 * 3600;
const RENEW_SECONDS = 24 * 3600;

/** Sets better-auth up over the open database. */
export async function createAuth(options: AuthOptions): Promise<Auth> {
  const [{ betterAuth }, { drizzleAdapter }] = await Promise.all([
    import('better-auth/minimal'),
    import('better-auth/adapters/drizzle'),
  ]);
  const auth = betterAuth(settingsOf(options, drizzleAdapter));
  const context = await auth.$context;
  const { internalAdapter: people, password } = context;

  const findPerson = async (email: string): Promise<string | null> =>
    (await people.findUserByEmail(email.toLowerCase()))?.user.id ?? null;

  const setPassword = async (personId: string, text: string): Promise<void> => {
    const hash = await password.hash(text);
    const accounts = await people.findAccounts(personId);
    if (accounts.some(({ providerId }) => providerId === 'credential')) {
      await people.updatePassword(personId, hash);
    } else {
      await people.linkAccount({
        userId: personId,
        providerId: 'credential',
        accountId: personId,
        password: hash,
      });
    }
    await people.deleteUserSessions(personId);
  };

  return {
    async signedIn(headers): Promise<SignedIn | null> {
      const session = await auth.api.getSession({ headers });
      if (session === null) return null;
      const { id, name, email } = session.user;
      return { personId: id, name, email };
    },
    handle: (request) => auth.handler(request),
    async createPerson({ email, name, password: text }: NewPerson): Promise<string> {
      const person = await people.createUser(
        { email: email.toLowerCase(), name, emailVerified: true },
        { method: 'admin' },
      );
      await setPassword(person.id, text);
      return person.id;
    },
    findPerson,
    setPassword,
  };
}

function settingsOf(options: AuthOptions, adapter: typeof drizzleAdapter) {
  const { drizzle, authSchema, secret, publicUrl, onFault } = options;
  return {
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: adapter(drizzle as Parameters<typeof drizzleAdapter>[0], {
      provider: 'pg',
      schema: authSchema as Record<string, unknown>,
    }),
    emailAndPassword: {
      enabled: true,
      // People are made by the first start and by the organisation's owner, never by passers-by.
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most,
      revokeSessionsOnPasswordReset: true,
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: RENEW_SECONDS },
    advanced: {
      cookiePrefix: 'yanpiao',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { disableIpTracking: true },
      // The server in front refuses cross-site requests itself, for all routes and by one rule.
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
    // The server in front counts, too.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // Its lines name people; faults are told without.
    logger: { disabled: true },
    onAPIError: { onError: (error) => onFault('sessions', error) },
  } satisfies BetterAuthOptions;
}
