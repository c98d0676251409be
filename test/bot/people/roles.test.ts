import { describe, expect, it } from '@jest/globals';

import { may, PERMISSIONS, ROLES, type Permission, type Role } from '../../../bot/people/roles.ts';

/** As the people who run a desk agreed on it, role by role: what each may do beyond the ones before. */
const BEYOND: Readonly<Record<Role, readonly Permission[]>> = {
  agent: ['desk.use', 'tickets.read', 'tickets.answer', 'files.open', 'personal_data.open', 'questions.read'],
  reviewer: ['submissions.read', 'submissions.decide'],
  supervisor: [
    'tickets.reassign',
    'questions.settle',
    'replies.edit',
    'deliveries.read',
    'deliveries.resend',
    'dashboard.read',
  ],
  admin: ['people.manage', 'settings.manage'],
};

describe('a role', () => {
  it.each(ROLES)('%s may do what is agreed, and nothing else', (role) => {
    const agreed = ROLES.slice(0, ROLES.indexOf(role) + 1).flatMap((one) => BEYOND[one]);
    expect(PERMISSIONS.filter((permission) => may(role, permission)).sort()).toEqual([...agreed].sort());
  });
});
