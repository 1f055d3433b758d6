/** Who asks, and the keys of an organisation. Signing in is better-auth's: `POST /api/auth/sign-in/email`. */
import { z } from 'zod';
import { ACTIONS } from '../../desk/accounts/roles.js';
import { WORK_KINDS } from '../../document/state.js';
import { ROLES } from '../../ports/accounts.js';
import { text, time } from './common.js';

export const role = z.enum(ROLES).meta({ id: 'Role' });
export const action = z.enum(ACTIONS).meta({ id: 'Action' });

/** Answer of `GET /me`. */
export const meAnswer = z
  .object({
    name: z.string(),
    role,
    organisation: z.object({ id: z.string(), name: z.string() }),
    /** Null for an API key. */
    personId: z.string().nullable(),
    /** What the role may do, so that the page shows no button that answers 403. */
    may: z.array(action),
  })
  .meta({ id: 'Me' });

export const apiKeyRow = z
  .object({
    id: z.string(),
    role,
    label: z.string(),
    /** First characters, to recognise it by. */
    prefix: z.string(),
    createdAt: time,
    lastUsedAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'ApiKey' });
export const apiKeyList = z.object({ items: z.array(apiKeyRow) });
export const apiKeyBody = z.strictObject({ role, label: text(100).trim().min(1).default('API') });
/** The only time the key is shown. */
export const apiKeyCreated = z.object({ id: z.string(), key: z.string() }).meta({ id: 'ApiKeyCreated' });

/** Work that failed for good and waits for a person. */
export const failedWork = z
  .object({
    id: z.string(),
    kind: z.enum(WORK_KINDS),
    /** The document, record or import it is about. */
    subjectId: z.string(),
    message: z.string(),
    failedAt: time,
  })
  .meta({ id: 'FailedWork' });
export const failedWorkList = z.object({ items: z.array(failedWork) });

export type RoleName = z.infer<typeof role>;
export type ActionName = z.infer<typeof action>;
export type MeAnswer = z.infer<typeof meAnswer>;
export type ApiKeyRow = z.infer<typeof apiKeyRow>;
export type ApiKeyCreated = z.infer<typeof apiKeyCreated>;
export type FailedWork = z.infer<typeof failedWork>;
