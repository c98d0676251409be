import { createHash } from 'node:crypto';

import type { Request, Response, Server } from 'restify';

import type { HelpdesksConfig } from '../../config-helpdesks.ts';
import type { Deliveries } from '../../deliveries/deliveries.ts';
import type { HelpdeskName } from '../../deliveries/helpdesks.ts';
import { rawBodyOf } from '../../request-body.ts';
import type { Queryable } from '../../storage/database.ts';
import type { Jobs } from '../../storage/jobs.ts';
import type { TicketTokens } from '../tokens.ts';
import { readChatwootCall } from './chatwoot.ts';
import type { Said } from './said.ts';
import {
  checkChatwoot,
  checkStandardWebhook,
  checkZammad,
  checkZammadAge,
  checkZendesk,
  type SignedCall,
} from './signatures.ts';
import type { TakeSaid } from './take-said.ts';
import { readWebhookCall } from './webhook.ts';
import { readZammadCall } from './zammad.ts';
import { readZendeskCall } from './zendesk.ts';

export interface CallParts {
  readonly database: Queryable;
  readonly jobs: Pick<Jobs, 'add' | 'handle'>;
  readonly deliveries: Pick<Deliveries, 'numberOf'>;
  readonly tokens: Pick<TicketTokens, 'numberOf'>;
  readonly takeSaid: TakeSaid;
  readonly config: HelpdesksConfig;
  readonly now: () => Date;
}

const KIND = 'helpdesk_said';

interface SaidJob {
  readonly helpdesk: HelpdeskName;
  readonly said: Said;
}

/** Before jobs.start(). What was taken is a job: it survives a crash, and the same thing told twice is one job. */
export function handleSaid({ jobs, takeSaid }: Pick<CallParts, 'jobs' | 'takeSaid'>): void {
  jobs.handle(KIND, async (payload) => {
    const { helpdesk, said } = payload as SaidJob;
    await takeSaid(helpdesk, said);
  });
}

/** Stores what people at a helpdesk did, to be acted on. Durable when it resolves. */
export async function keepSaid(
  { jobs, database }: Pick<CallParts, 'jobs' | 'database'>,
  helpdesk: HelpdeskName,
  said: Said,
): Promise<void> {
  const payload: SaidJob = { helpdesk, said };
  await jobs.add(database, { kind: KIND, key: `${helpdesk}:${said.number}:${said.key}`, payload });
}

/**
 * Where helpdesks call us. Each call is checked by its signature over the bytes as they came, and by its age; what it
 * says is stored before it is acknowledged. Calls about tickets that are not ours are acknowledged and forgotten.
 */
export function callRoutes(server: Server, parts: CallParts): void {
  const { zendesk, zammad, chatwoot, webhook } = parts.config;
  const numberAt = (helpdesk: HelpdeskName) => (externalId: string) =>
    parts.deliveries.numberOf(helpdesk, externalId);

  function route(
    helpdesk: HelpdeskName,
    read: (call: SignedCall, json: unknown) => Promise<readonly Said[]> | readonly Said[],
  ): void {
    server.post(`/helpdesks/${helpdesk}`, async (req: Request, res: Response) => {
      const call: SignedCall = { headers: req.headers, body: rawBodyOf(req), now: parts.now() };
      for (const said of await read(call, req.body)) await keepSaid(parts, helpdesk, said);
      res.send(204);
    });
  }

  if (zendesk?.webhookSecret !== undefined) {
    const secret = zendesk.webhookSecret;
    route('zendesk', (call, json) => {
      checkZendesk(call, secret);
      return readZendeskCall(json, numberAt('zendesk'));
    });
  }
  if (zammad?.webhookSecret !== undefined) {
    const secret = zammad.webhookSecret;
    route('zammad', async (call, json) => {
      checkZammad(call, secret);
      const read = await readZammadCall(json, numberAt('zammad'));
      if (!read) return [];
      checkZammadAge(read.at, call.now);
      return read.said;
    });
  }
  if (chatwoot?.webhookSecret !== undefined) {
    const secret = chatwoot.webhookSecret;
    route('chatwoot', (call, json) => {
      checkChatwoot(call, secret);
      // The signature holds the second: the same call again is the same, another one is not.
      const timestamp = Number(call.headers['x-chatwoot-timestamp']) * 1000;
      const callKey = createHash('sha256')
        .update(call.body)
        .update(String(timestamp))
        .digest('hex')
        .slice(0, 32);
      return readChatwootCall(json, { callKey, at: new Date(timestamp) }, numberAt('chatwoot'));
    });
  }
  if (webhook) {
    route('webhook', (call, json) => {
      const id = checkStandardWebhook(call, webhook.secrets);
      return readWebhookCall(json, id, (token) => parts.tokens.numberOf('webhook', token));
    });
  }
}
