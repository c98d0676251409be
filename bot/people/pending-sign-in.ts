import type { Vault } from '../storage/vault.ts';

/** Long enough to find the phone. */
const PENDING_MS = 5 * 60_000;
const CONTEXT = 'desk.pending-sign-in';

/** That a password was right and only the code is missing, as the browser keeps it until then. */
export interface PendingSignIns {
  create(agentId: string): string;
  /** Undefined when it is not ours or too old. */
  read(pending: string | undefined): string | undefined;
}

export function createPendingSignIns(deps: {
  vault: Pick<Vault, 'seal' | 'open'>;
  now: () => Date;
}): PendingSignIns {
  const { vault, now } = deps;
  return {
    create: (agentId) =>
      vault.seal({ agentId, until: now().getTime() + PENDING_MS }, CONTEXT).toString('base64url'),

    read(pending) {
      if (pending === undefined) return undefined;
      try {
        const { agentId, until } = vault.open<{ agentId: string; until: number }>(
          Buffer.from(pending, 'base64url'),
          CONTEXT,
        );
        return until > now().getTime() ? agentId : undefined;
      } catch {
        // Whatever a browser sends that we did not seal is nothing.
        return undefined;
      }
    },
  };
}
