import { createHmac } from 'node:crypto';

import type { Helpdesk, Parcel } from '../parcel.ts';

export interface WebhookConfig {
  readonly url: string;
  /** Keys, the one in use first: while it is being changed every delivery carries a signature by each. */
  readonly secrets: readonly Buffer[];
}

/**
 * Posts each delivery as JSON, signed as the Standard Webhooks specification says:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * `webhook-id` is the same at every try, so that the receiver can leave out what it has. Files are links: what is
 * posted stays small.
 */
export function createWebhook(config: WebhookConfig, deps: { now: () => Date }): Helpdesk {
  return {
    name: 'webhook',
    // The receiver leaves out what has a key that it knows.
    isLookedThrough: false,
    async deliver(parcel, ask) {
      const body = JSON.stringify(payloadOf(parcel));
      const id = `msg_${parcel.key}`;
      const timestamp = Math.floor(deps.now().getTime() / 1000);
      await ask({
        method: 'POST',
        url: config.url,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Veriguide',
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signaturesOf(config.secrets, id, timestamp, body),
        },
        body,
      });
      return { externalId: parcel.token };
    },
  };
}

function payloadOf({ kind, at, token, ticket, files, deskUrl }: Parcel): unknown {
  return {
    type: `ticket.${kind}`,
    timestamp: at,
    data: {
      // What an answer has to name the ticket by.
      token,
      ...ticket,
      attachments: files.map(({ name, contentType, bytes, link }) => ({ name, contentType, bytes, link })),
      withheld: ticket.withheld.map(({ name }) => ({ name })),
      transcript: ticket.transcript.map(({ seq, author, name, at: saidAt, text }) => ({
        ...{ seq, author, at: saidAt, text },
        ...(name !== undefined && { name }),
      })),
      deskUrl,
    },
  };
}

export function signaturesOf(
  secrets: readonly Buffer[],
  id: string,
  timestamp: number | string,
  body: string | Buffer,
): string {
  return secrets
    .map((secret) => {
      const signed = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body);
      return `v1,${signed.digest('base64')}`;
    })
    .join(' ');
}
