import type { Database } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import { createAccesses, type Accesses } from './accesses.ts';
import { createAgents, type Agents } from './agents.ts';
import { createSessions, type Sessions } from './sessions.ts';

/** The people at the desk: who they are, that it is them, and what they looked at. */
export interface People {
  readonly agents: Agents;
  readonly sessions: Sessions;
  readonly accesses: Accesses;
}

export function createPeople(deps: { database: Database; vault: Vault; now: () => Date }): People {
  const agents = createAgents(deps);
  return { agents, sessions: createSessions({ ...deps, agents }), accesses: createAccesses(deps) };
}
