import { describe, expect, it } from 'vitest';
import { ACTIONS, type Action, actionsOf, may } from '../../../src/desk/accounts/roles.js';
import { ROLES, type Role } from '../../../src/ports/accounts.js';

/** Written a second time, by hand: a change of the table is a change of who may do what. */
const ALLOWED: Readonly<Record<Role, readonly Action[]>> = {
  owner: [
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
  ],
  admin: [
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
  ],
  finance: [
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
    'work.manage',
  ],
  reviewer: [
    'documents.handIn',
    'documents.read',
    'ledger.read',
    'queries.ask',
    'registry.record',
    'rules.read',
    'work.manage',
  ],
  user: ['documents.handIn', 'documents.read', 'queries.ask', 'claims.make'],
  auditor: ['documents.read', 'ledger.read', 'queries.ask', 'rules.read'],
};

describe.each(ROLES)('%s', (role) => {
  it.each(ACTIONS)('%s', (action) => {
    expect(may(role, action)).toBe(ALLOWED[role].includes(action));
  });

  it('is told exactly what it may do', () => {
    expect(actionsOf(role)).toEqual(ALLOWED[role]);
  });
});
