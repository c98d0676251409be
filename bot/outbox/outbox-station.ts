import type { Server } from 'restify';

import type { Config } from '../config.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import { domainOf } from '../mail/mail.ts';
import { createSmtp } from '../mail/smtp.ts';
import type { Jobs } from '../storage/jobs.ts';
import type { Uploads } from '../storage/uploads.ts';
import type { Vault } from '../storage/vault.ts';
import type { Tickets } from '../tickets/tickets.ts';
import { callRoutes, handleSaid, keepSaid, type CallParts } from './answers/call-routes.ts';
import type { Mailbox } from './answers/mailbox.ts';
import { createTakeSaid } from './answers/take-said.ts';
import { createAskHelpdesk } from './ask-helpdesk.ts';
import { handleDeliveries, type DeliverParts } from './deliver.ts';
import { createFileLinks } from './file-links.ts';
import { createChatwoot } from './helpdesks/chatwoot.ts';
import { createMailHelpdesk } from './helpdesks/mail.ts';
import { createWebhook } from './helpdesks/webhook.ts';
import { createZammad } from './helpdesks/zammad.ts';
import { createZendesk } from './helpdesks/zendesk.ts';
import type { Helpdesk } from './parcel.ts';
import { createTicketTokens } from './tokens.ts';

export interface OutboxStation {
  /** Where helpdesks call us and fetch files. */
  routes(server: Server): void;
  /** Begins to deliver. */
  start(): Promise<void>;
  /** Lets what is being delivered end. */
  stop(): Promise<void>;
}

export interface OutboxParts extends Omit<
  DeliverParts,
  'tokens' | 'links' | 'publicUrl' | 'masked' | 'tickets' | 'uploads' | 'ask' | 'settleMs'
> {
  readonly tickets: Pick<Tickets, 'byNumber' | 'answer' | 'solve' | 'reopen' | 'takeOver'>;
  readonly uploads: Pick<Uploads, 'find' | 'read' | 'stream' | 'keep'>;
  readonly database: CallParts['database'];
  /** The app's own: what helpdesks tell us. */
  readonly jobs: CallParts['jobs'];
  /** A runner for the deliveries to one helpdesk: a slow one holds up nobody else. */
  readonly newRunner: () => Jobs;
  readonly vault: Pick<Vault, 'deriveKey'>;
  /** Hears of each file that is fetched from outside, before a byte leaves. */
  readonly onFetch: (copyId: string) => Promise<void>;
  readonly config: Pick<Config, 'helpdesks' | 'mail'> & { readonly http: Pick<Config['http'], 'publicUrl'> };
  readonly now: () => Date;
  readonly log: Log;
  /** How often the mailbox is looked at. A shorter one is for tests. */
  readonly mailPollMs?: number;
  /** A helpdesk is through with whatever it was sent so long ago. A shorter one is for tests. */
  readonly settleMs?: number;
  /** How long an answer of a helpdesk is waited for. A shorter one is for tests. */
  readonly answerWithinMs?: number;
}

/** Chatwoot cuts off its own requests after 15 seconds; others are worked on for minutes at worst. */
const SETTLE_MS = 5 * 60_000;

/** Before jobs.start(): it registers a handler. Takes tickets to helpdesks outside, and brings back what people do there. */
export function createOutboxStation(parts: OutboxParts): OutboxStation {
  const { config, now, uploads, vault, jobs, log } = parts;
  const helpdesks = createHelpdesks(parts);
  if (helpdesks.length === 0)
    return { routes: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };

  const { publicUrl } = config.http;
  if (publicUrl === undefined) throw new Failure('bad_config', 'A helpdesk needs PUBLIC_URL as well.');
  const tokens = createTicketTokens(vault.deriveKey('helpdesk tokens'));
  const links = createFileLinks({
    key: vault.deriveKey('helpdesk files'),
    ...{ publicUrl, uploads, now, onFetch: parts.onFetch },
  });
  const { settleMs = SETTLE_MS, answerWithinMs } = parts;
  const delivering: DeliverParts = {
    ...{ ...parts, tokens, links, publicUrl, settleMs, masked: config.helpdesks.masked },
    ask: createAskHelpdesk({ now, ...(answerWithinMs !== undefined && { answerWithinMs }) }),
  };
  const runners = helpdesks.map((helpdesk) => {
    const runner = parts.newRunner();
    handleDeliveries(runner, helpdesk, delivering);
    return runner;
  });
  const calls: CallParts = {
    ...parts,
    tokens,
    takeSaid: createTakeSaid({ tickets: parts.tickets, uploads, log }),
    config: config.helpdesks,
  };
  handleSaid({ jobs, takeSaid: calls.takeSaid });
  const answers = config.helpdesks.mail?.answers;
  let mailbox: Mailbox | undefined;

  async function startMailbox(): Promise<void> {
    if (!answers) return;
    // Half a second of loading that only who reads a mailbox has to wait for.
    const { createMailbox } = await import('./answers/mailbox.ts');
    mailbox = createMailbox({
      ...{ imapUrl: answers.imapUrl, from: answers.from, tokens, log },
      ...(parts.mailPollMs !== undefined && { pollMs: parts.mailPollMs }),
      keep: ({ attachments, ...answer }) =>
        keepSaid(calls, 'mail', {
          ...answer,
          files: attachments.map(({ name, bytes }) => ({ name, content: bytes.toString('base64') })),
        }),
    });
    mailbox.start();
  }

  return {
    routes(server) {
      links.route(server);
      callRoutes(server, calls);
    },
    async start() {
      for (const runner of runners) await runner.start();
      await startMailbox();
    },
    async stop() {
      await Promise.all([mailbox?.stop(), ...runners.map((runner) => runner.stop())]);
    },
  };
}

/** Those that are configured. */
function createHelpdesks({ config, now, log }: OutboxParts): readonly Helpdesk[] {
  const { mail, webhook, zendesk, zammad, chatwoot } = config.helpdesks;
  const { from, smtpUrl } = config.mail;
  return [
    ...(mail && smtpUrl !== undefined
      ? [
          createMailHelpdesk(
            { to: mail.to, from, replyTo: mail.answers?.address, maxBytes: mail.maxBytes },
            { send: createSmtp(smtpUrl, log), domain: domainOf(from) },
          ),
        ]
      : []),
    ...(webhook ? [createWebhook(webhook, { now })] : []),
    ...(zendesk ? [createZendesk(zendesk)] : []),
    ...(zammad ? [createZammad(zammad)] : []),
    ...(chatwoot ? [createChatwoot(chatwoot)] : []),
  ];
}
