import { createAudit } from '../../../bot/audit/audit.ts';
import { readConfig } from '../../../bot/config.ts';
import { helpdesksInUse } from '../../../bot/config-helpdesks.ts';
import { createConversations } from '../../../bot/conversations/conversation-log.ts';
import { createCustomers } from '../../../bot/customers/customers.ts';
import { createDeliveries } from '../../../bot/deliveries/deliveries.ts';
import { readSayings } from '../../../bot/desk/reading/sayings.ts';
import { createLog } from '../../../bot/log.ts';
import { createOutboxStation } from '../../../bot/outbox/outbox-station.ts';
import type { Database } from '../../../bot/storage/database.ts';
import { createFileFolder } from '../../../bot/storage/files.ts';
import { createJobs, type JobSettings } from '../../../bot/storage/jobs.ts';
import { createUploads, type StoredUpload } from '../../../bot/storage/uploads.ts';
import type { Vault } from '../../../bot/storage/vault.ts';
import { readServiceLevels } from '../../../bot/tickets/service-levels.ts';
import { createTickets } from '../../../bot/tickets/tickets.ts';
import { sayPlainly } from '../tickets/say-plainly.ts';

export interface WorldSettings {
  readonly database: Database;
  readonly vault: Vault;
  readonly folder: string;
  /** As an operator sets it. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the deliveries' runners. */
  readonly jobSettings?: Partial<JobSettings>;
  readonly redactedOf?: (uploadId: string) => Promise<StoredUpload | undefined>;
  readonly documentNumbers?: readonly string[];
  readonly mailPollMs?: number;
  readonly now?: () => Date;
  readonly settleMs?: number;
  readonly answerWithinMs?: number;
}

export const QUICK: Partial<JobSettings> = { pollMs: 50, firstPauseMs: 20, longestPauseMs: 200 };

/** The outbox with everything real around it, as app.ts joins it; not started. */
export function buildWorld(settings: WorldSettings) {
  const { database, vault, folder, env, jobSettings = QUICK } = settings;
  const { now = () => new Date(), settleMs = 50, answerWithinMs } = settings;
  const log = createLog('silent');
  const config = readConfig({ MAIL_FROM: 'Veriguide <desk@exchange.example>', ...env });
  const newJobs = (given: Partial<JobSettings>) =>
    createJobs({ database, vault, log, now, random: Math.random, settings: given });
  const jobs = newJobs(QUICK);
  const audit = createAudit({ database, vault, log });
  const conversations = createConversations({ database, vault, now });
  const customers = createCustomers({ database, vault, now });
  const uploads = createUploads({ database, vault, files: createFileFolder(`${folder}/files`), now });
  const deliveries = createDeliveries({
    ...{ database, vault, jobs, audit, now },
    helpdesks: helpdesksInUse(config.helpdesks),
  });
  const tickets = createTickets({
    ...{ database, vault, jobs, audit, now },
    reopenDays: 7,
    giveToAgent: (...given) => conversations.giveToAgent(...given),
    giveToBot: (...given) => conversations.giveToBot(...given),
    say: sayPlainly(conversations),
    isExpedited: () => Promise.resolve(false),
    onHappening: (tx, happening) => deliveries.note(tx, happening),
    priorityOf: (category) => readServiceLevels().priorityOf(category),
  });
  const fetched: string[] = [];
  const outbox = createOutboxStation({
    ...{ deliveries, tickets, customers, conversations, uploads, database, jobs, vault, now, log, config },
    sayings: (conversationId, afterSeq) => readSayings(conversations, conversationId, afterSeq),
    redactedOf: settings.redactedOf ?? ((uploadId) => uploads.redactedOf(uploadId)),
    documentNumbersOf: () => Promise.resolve(settings.documentNumbers ?? []),
    titleOf: (category) => category,
    newRunner: () => newJobs(jobSettings),
    onFetch: (copyId) => Promise.resolve(void fetched.push(copyId)),
    settleMs,
    ...(answerWithinMs !== undefined && { answerWithinMs }),
    ...(settings.mailPollMs !== undefined && { mailPollMs: settings.mailPollMs }),
  });
  return {
    database,
    jobs,
    audit,
    conversations,
    customers,
    uploads,
    deliveries,
    tickets,
    outbox,
    fetched,
    config,
  };
}

export type World = ReturnType<typeof buildWorld>;
