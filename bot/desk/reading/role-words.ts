import type { Role } from '../../people/roles.ts';

export const ROLE_WORDS: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
  agent: { name: 'Agent', may: 'answers tickets' },
  reviewer: { name: 'Reviewer', may: 'also decides on verifications' },
  supervisor: { name: 'Supervisor', may: 'also sees everybody’s work and assigns it' },
  admin: { name: 'Admin', may: 'also manages people and settings' },
};
