import type { Audit } from '../audit/audit.ts';
import type { Database } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import { createAccesses, type Accesses } from './accesses.ts';
import { createAgents, type Agents } from './agents.ts';
import { createChangeAccess } from './change-access.ts';
import { createIdentities, type Identities } from './identities.ts';
import { createInvitations, type Invitations } from './invitations.ts';
import { createOpenings, type Openings } from './openings.ts';
import { createOwnAccount, type OwnAccount } from './own-account.ts';
import { createPasswordResets, type PasswordResets } from './password-resets.ts';
import { createSecondFactor, type SecondFactor } from './second-factor.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSignIn, type SignIn } from './sign-in.ts';

/** The people at the desk: who they are and may be, that it is them, and what they looked at. */
export interface People {
  readonly agents: Agents;
  readonly invitations: Invitations;
  readonly identities: Identities;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly secondFactor: SecondFactor;
  readonly passwordResets: PasswordResets;
  readonly ownAccount: OwnAccount;
  readonly accesses: Accesses;
  readonly openings: Openings;
}

export function createPeople(deps: {
  database: Database;
  vault: Vault;
  audit: Pick<Audit, 'append'>;
  now: () => Date;
}): People {
  const changeAccess = createChangeAccess(deps);
  const agents = createAgents({ ...deps, changeAccess });
  const invitations = createInvitations(deps);
  const sessions = createSessions({ ...deps, agents });
  const secondFactor = createSecondFactor(deps);
  return {
    ...{ agents, invitations, sessions, secondFactor },
    identities: createIdentities({ ...deps, invitations }),
    passwordResets: createPasswordResets({ ...deps, changeAccess }),
    ownAccount: createOwnAccount({ ...deps, agents }),
    signIn: createSignIn({ ...deps, agents, sessions, secondFactor }),
    accesses: createAccesses(deps),
    openings: createOpenings(deps),
  };
}
