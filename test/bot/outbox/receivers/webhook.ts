// Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md,
// checked by the specification's own library.
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

import { checked, jsonOf, openHttpReceiver, type Receiver, type ReceivedTicket } from './receiver.ts';

export const WEBHOOK_SECRET = `whsec_${Buffer.from('a key of this test, 32 bytes long').toString('base64')}`;

const Attachment = z.strictObject({
  name: z.string(),
  contentType: z.string(),
  bytes: z.int(),
  link: z.url(),
});
const Payload = z.strictObject({
  type: z.enum([
    'ticket.opened',
    'ticket.customer_wrote',
    'ticket.attachment_added',
    'ticket.agent_answered',
    'ticket.solved',
    'ticket.reopened',
  ]),
  timestamp: z.iso.datetime(),
  data: z.looseObject({
    token: z.string(),
    number: z.string(),
    summary: z.string(),
    transcript: z.array(z.looseObject({ text: z.string() })),
    attachments: z.array(Attachment),
  }),
});
type Payload = z.infer<typeof Payload>;

export async function openWebhookReceiver(): Promise<Receiver & { readonly payloads: readonly Payload[] }> {
  // By its id: a receiver leaves out what it has, as the specification says.
  const payloads = new Map<string, Payload>();
  const verifier = new Webhook(WEBHOOK_SECRET);
  const files = new Map<string, Buffer>();

  const http = await openHttpReceiver(async (call, violate) => {
    try {
      verifier.verify(call.body.toString('utf8'), {
        'webhook-id': call.headers['webhook-id'] ?? '',
        'webhook-timestamp': call.headers['webhook-timestamp'] ?? '',
        'webhook-signature': call.headers['webhook-signature'] ?? '',
      });
    } catch (error) {
      violate(`signature: ${String(error)}`);
    }
    const payload = checked(Payload, jsonOf(call), violate);
    const id = call.headers['webhook-id'] ?? '';
    if (payload && !payloads.has(id)) {
      payloads.set(id, payload);
      for (const { link } of payload.data.attachments) {
        const response = await fetch(link);
        if (response.ok) files.set(link, Buffer.from(await response.arrayBuffer()));
        else violate(`a link answered ${response.status}`);
      }
    }
    return { status: 204 };
  });

  return Object.assign(http, {
    env: { HELPDESK_WEBHOOK_URL: `${http.origin}/hook`, HELPDESK_WEBHOOK_SECRET: WEBHOOK_SECRET },
    get payloads() {
      return [...payloads.values()];
    },
    tickets(): ReceivedTicket[] {
      const tokens = [...new Set([...payloads.values()].map(({ data }) => data.token))];
      return tokens.map((token) => {
        const own = [...payloads.values()].filter(({ data }) => data.token === token);
        return {
          token,
          texts: own.map(({ data }) => JSON.stringify(data)),
          files: own.flatMap(({ data }) =>
            data.attachments.map(({ name, link }) => ({ name, bytes: files.get(link) ?? Buffer.alloc(0) })),
          ),
          state: own.at(-1)?.type === 'ticket.solved' ? 'solved' : 'open',
        };
      });
    },
  });
}
