import { createHash } from 'node:crypto';

/** Where tickets can be delivered to. Several may be in use at once. */
export const HELPDESKS = ['mail', 'webhook', 'zendesk', 'zammad', 'chatwoot'] as const;
export type HelpdeskName = (typeof HELPDESKS)[number];

/** As agents read it. */
export const HELPDESK_TITLES: Readonly<Record<HelpdeskName, string>> = {
  mail: 'E-mail',
  webhook: 'Webhook',
  zendesk: 'Zendesk',
  zammad: 'Zammad',
  chatwoot: 'Chatwoot',
};

const ACTORS = new Map(HELPDESKS.map((helpdesk) => [actorOf(helpdesk), helpdesk]));

/** The agent's id under which people who work in a helpdesk act on our tickets: a UUID that is always the same. */
export function actorOf(helpdesk: HelpdeskName): string {
  const digest = createHash('sha256').update(`veriguide helpdesk ${helpdesk}`).digest('hex');
  // Version 8 (RFC 9562): made in a way of our own.
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}

/** Which helpdesk acts under this id; undefined for agents of our own desk. */
export function helpdeskOfActor(agentId: string): HelpdeskName | undefined {
  return ACTORS.get(agentId);
}
