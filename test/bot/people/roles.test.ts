import { describe, expect, it } from '@jest/globals';

import { may, ROLES, type Permission, type Role } from '../../../bot/people/roles.ts';

/** As the people who run a desk agreed on it: who is the first that may. A right that is missing here is no type. */
const AGREED: Readonly<Record<Permission, Role>> = {
  'desk.use': 'agent',
  'tickets.read': 'agent',
  'tickets.answer': 'agent',
  'files.open': 'agent',
  'personal_data.open': 'agent',
  'questions.read': 'agent',
  'submissions.read': 'reviewer',
  'submissions.decide': 'reviewer',
  'tickets.reassign': 'supervisor',
  'questions.settle': 'supervisor',
  'replies.edit': 'supervisor',
  'deliveries.read': 'supervisor',
  'deliveries.resend': 'supervisor',
  'dashboard.read': 'supervisor',
  'people.manage': 'admin',
};
const permissions = Object.keys(AGREED) as readonly Permission[];

describe('a role', () => {
  it.each(ROLES)('%s may do what is agreed, and nothing else', (role) => {
    const agreed = permissions.filter((one) => ROLES.indexOf(AGREED[one]) <= ROLES.indexOf(role));
    expect(permissions.filter((one) => may(role, one))).toEqual(agreed);
  });
});
