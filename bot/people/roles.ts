/** From the fewest rights to the most: each role may all that the ones before it may. */
export const ROLES = ['agent', 'reviewer', 'supervisor', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/**
 * The one table of what somebody at the desk may do: each right with the lowest role that has it. Every route of
 * the desk names the right that it takes; what a page offers is decided by the same table.
 */
const LOWEST_ROLE = {
  /** Being signed in: one's own account, and pages that show nothing of anybody. */
  'desk.use': 'agent',
  'tickets.read': 'agent',
  /** Answering, taking, solving, closing and reopening. */
  'tickets.answer': 'agent',
  /** Giving a ticket to somebody else, or taking it from them. */
  'tickets.reassign': 'supervisor',
  /** Files that a page showed; what may be seen of them is decided where the page is made. */
  'files.open': 'agent',
  /** Unmasking somebody's personal data, with a reason that is logged. */
  'personal_data.open': 'agent',
  'submissions.read': 'reviewer',
  'submissions.decide': 'reviewer',
  'questions.read': 'agent',
  'questions.settle': 'supervisor',
  /** What could not be delivered to helpdesks outside. */
  'deliveries.read': 'supervisor',
  'deliveries.resend': 'supervisor',
  /** Canned replies and macros, for everybody. */
  'replies.edit': 'supervisor',
  /** Figures about everybody's work. */
  'dashboard.read': 'supervisor',
  'people.manage': 'admin',
} as const satisfies Readonly<Record<string, Role>>;

export type Permission = keyof typeof LOWEST_ROLE;

/** Whether a role has a right. Pure. */
export function may(role: Role, permission: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LOWEST_ROLE[permission]);
}

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}
