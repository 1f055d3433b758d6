/**
 * What each role may do. Least privilege: an action that is not in a role's row is refused with `forbidden`.
 * Rows of another organisation are never seen at all, whatever the role.
 */
import type { Role } from '../../ports/accounts.js';

/** Everything that may be asked of the program over HTTP. */
export const ACTIONS = [
  'documents.handIn',
  'documents.read',
  'ledger.read',
  'ledger.import',
  'ledger.write',
  'queries.ask',
  'registry.record',
  'claims.make',
  'claims.settle',
  'rules.read',
  'rules.manage',
  'apiKeys.manage',
  'work.manage',
] as const;

export type Action = (typeof ACTIONS)[number];

const everyone = [
  'documents.read',
  'ledger.read',
  'queries.ask',
  'rules.read',
] as const satisfies readonly Action[];

const table: Readonly<Record<Role, readonly Action[]>> = {
  owner: ACTIONS,
  admin: ACTIONS,
  finance: [
    ...everyone,
    'documents.handIn',
    'ledger.import',
    'ledger.write',
    'registry.record',
    'claims.make',
    'claims.settle',
    'rules.manage',
    'work.manage',
  ],
  reviewer: [...everyone, 'documents.handIn', 'registry.record', 'work.manage'],
  user: ['documents.handIn', 'documents.read', 'queries.ask', 'claims.make'],
  auditor: everyone,
};

/** Whether `role` may do `action`. */
export function may(role: Role, action: Action): boolean {
  return table[role].includes(action);
}

/** Everything `role` may do, in the order of {@link ACTIONS}. */
export function actionsOf(role: Role): Action[] {
  return ACTIONS.filter((action) => may(role, action));
}
