import { createHash } from 'node:crypto';

import type { Audit } from './audit/audit.ts';
import type { AuditDetails } from './audit/chain.ts';
import { helpdesksInUse } from './config-helpdesks.ts';
import type { Config } from './config.ts';

const OBJECT = 'settings';

/**
 * Settings are an operator's, outside of the desk: at each start those that somebody may have to answer for are
 * compared with the ones of the start before, and a difference is kept in the audit log.
 */
export async function noteSettings(
  audit: Pick<Audit, 'list' | 'note'>,
  settings: AuditDetails,
  at: Date,
): Promise<void> {
  const [last] = await audit.list({ object: OBJECT, limit: 1 });
  const before: AuditDetails = last?.details ?? {};
  const names = new Set([...Object.keys(before), ...Object.keys(settings)]);
  const changed = [...names].filter(
    (name) => name !== 'changed' && JSON.stringify(before[name]) !== JSON.stringify(settings[name]),
  );
  if (changed.length === 0) return;
  await audit.note({
    ...{ at, actor: 'system', action: 'settings.changed', object: OBJECT },
    details: { ...settings, ...(last && { changed }) },
  });
}

/** What decides on customers, on who may what, and on what leaves. Never a secret, an address or a name. */
export function accountableSettings(config: Config, serviceLevels: unknown): AuditDetails {
  const { agents, helpdesks } = config;
  const { singleSignOn } = agents;
  return {
    fourEyes: config.reviewFourEyes,
    compareFaces: config.compareFaces,
    requireSecondFactor: agents.requireSecondFactor,
    singleSignOn: singleSignOn !== undefined,
    rolesByProvider: singleSignOn?.roles === undefined ? null : digestOf(singleSignOn.roles),
    customers: config.customers.mode,
    helpdesks: helpdesksInUse(helpdesks),
    helpdesksMasked: helpdesks.masked,
    reopenDays: config.tickets.reopenDays,
    serviceLevels: digestOf(serviceLevels),
  };
}

/** That something long changed, without what it says. */
function digestOf(value: unknown): string {
  const plain = JSON.stringify(value, (_, one: unknown) => (one instanceof Set ? [...one].sort() : one));
  return createHash('sha256').update(plain).digest('hex').slice(0, 16);
}
