import { registeredSinceRule } from '../limits/registration-rule.ts';

/** What is known about the account that a question is about. */
export interface Standing {
  readonly verified?: boolean;
  /** RFC 3339, UTC. */
  readonly registeredAt?: string;
  /** ISO 3166-1 alpha-2. */
  readonly residence?: string;
}

/** What decides which part of the guide applies. */
export type Group = 'verified' | 'unverifiedBefore' | 'unverifiedSince';

export const factsOfGroup: Readonly<Record<Group, readonly string[]>> = {
  verified: [],
  unverifiedBefore: ['R05', 'R06', 'R07', 'R09'],
  unverifiedSince: ['R04', 'R08'],
};

/** The group of an account, or what has to be known first. The registration rule comes before the table. */
export function groupOf(
  standing: Standing,
): Group | { readonly kind: 'ask'; readonly missing: keyof Standing } {
  if (standing.verified === undefined) return { kind: 'ask', missing: 'verified' };
  if (standing.verified) return 'verified';
  if (standing.registeredAt === undefined) return { kind: 'ask', missing: 'registeredAt' };
  return registeredSinceRule(standing.registeredAt) ? 'unverifiedSince' : 'unverifiedBefore';
}
