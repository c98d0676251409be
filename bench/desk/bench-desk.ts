import { randomBytes } from 'node:crypto';

import pg from 'pg';

import { createConversations } from '../../bot/conversations/conversation-log.ts';
import { createAudit } from '../../bot/audit/audit.ts';
import type { Agent } from '../../bot/people/agent-rows.ts';
import { createCustomers } from '../../bot/customers/customers.ts';
import { createDeliveries } from '../../bot/deliveries/deliveries.ts';
import { createDeskStation } from '../../bot/desk/desk-station.ts';
import { createDuplicates } from '../../bot/duplicates/duplicates.ts';
import { createLog } from '../../bot/log.ts';
import { createPeople } from '../../bot/people/people.ts';
import { createQuestions } from '../../bot/questions/questions.ts';
import { createServer } from '../../bot/server.ts';
import { createDatabase, type DatabaseConnection } from '../../bot/storage/database.ts';
import { createFileFolder } from '../../bot/storage/files.ts';
import { createJobs } from '../../bot/storage/jobs.ts';
import { migrate } from '../../bot/storage/migrate.ts';
import { createUploads } from '../../bot/storage/uploads.ts';
import { createVault } from '../../bot/storage/vault.ts';
import { createInstitutions } from '../../bot/submissions/institutions.ts';
import { createSubmissions } from '../../bot/submissions/submissions.ts';
import { createBlindWords } from '../../bot/tickets/blind-words.ts';
import { readServiceLevels } from '../../bot/tickets/service-levels.ts';
import { createStaff } from '../../bot/tickets/staffing.ts';
import { createTicketDesk } from '../../bot/tickets/ticket-desk.ts';
import { createTicketFigures } from '../../bot/tickets/ticket-figures.ts';
import { createSubmissionFigures } from '../../bot/submissions/submission-figures.ts';
import { createTicketList } from '../../bot/tickets/ticket-list.ts';
import { createTickets } from '../../bot/tickets/tickets.ts';
import { createCannedReplies } from '../../bot/workbench/canned-replies.ts';
import { createMacros } from '../../bot/workbench/macros.ts';
import { createSavedViews } from '../../bot/workbench/saved-views.ts';
import { loadKnowledge } from '../../knowledge/load.ts';
import { addTickets } from './crowd.ts';

const AGENTS = 12;

/** A desk with many tickets on a port of its own, and an agent who is signed in. */
export interface BenchDesk {
  /** Milliseconds until the whole page was there. */
  open(address: string): Promise<{ readonly ms: number; readonly html: string }>;
  find(words: string): Promise<{ readonly ms: number; readonly html: string }>;
  close(): Promise<void>;
}

export async function openBenchDesk(
  connection: DatabaseConnection,
  folder: string,
  count: number,
): Promise<BenchDesk> {
  const log = createLog('error');
  const database = createDatabase({ connection, log });
  await migrate(database, { log });
  const vault = createVault(randomBytes(32));
  const now = (): Date => new Date();
  const knowledge = loadKnowledge();
  const audit = createAudit({ database, vault, log });
  const people = createPeople({ database, vault, audit, now });
  const agents: Agent[] = [];
  for (let place = 0; place < AGENTS; place += 1) {
    const first: string | undefined = await people.invitations.firstLink();
    const token = first ?? (await people.invitations.invite(agents[0]?.id ?? '', 'admin'));
    const about = {
      name: `Agent ${place}`,
      login: `agent-${place}`,
      password: randomBytes(18).toString('hex'),
    };
    const welcomed = await people.invitations.welcome(token, about);
    if (welcomed.kind !== 'welcomed') throw new Error('an agent of the bench could not be made');
    agents.push(welcomed.agent);
  }
  const words = createBlindWords(vault, knowledge.language.stopWords);
  const levels = readServiceLevels();
  const agentIds = agents.map(({ id }) => id);
  await addTickets({ database, vault, words, levels, agentIds, now: now() }, count);
  await settle(connection);

  const jobs = createJobs({ database, vault, log, now, random: Math.random });
  const customers = createCustomers({ database, vault, now });
  const conversations = createConversations({ database, vault, now });
  const duplicates = createDuplicates({ database, vault, now });
  const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, trustProxy: false };
  const server = createServer({ log, http, ready: () => Promise.resolve() });
  const station = createDeskStation({
    tickets: createTickets({
      ...{ database, vault, jobs, now },
      ...{ audit, reopenDays: 7 },
      giveToAgent: (...given) => conversations.giveToAgent(...given),
      giveToBot: (...given) => conversations.giveToBot(...given),
      say: () => Promise.resolve(),
      isExpedited: () => Promise.resolve(false),
      priorityOf: (category) => levels.priorityOf(category),
    }),
    ticketList: createTicketList({ database, vault, words }),
    ticketDesk: createTicketDesk({ ...{ database, vault, audit, now }, handChat: () => Promise.resolve() }),
    blindWords: words,
    savedViews: createSavedViews({ database, vault, now }),
    cannedReplies: createCannedReplies({ database, audit, now }),
    macros: createMacros({ database, audit, now }),
    ticketFigures: createTicketFigures({ database }),
    submissionFigures: createSubmissionFigures({ database }),
    serviceLevels: levels,
    languages: () => ['en'],
    audit,
    submissions: createSubmissions({
      ...{ database, vault, jobs, audit, now },
      markVerified: (customerId, tx) => customers.markVerified(customerId, tx),
      removeDuplicates: (submissionId, tx) => duplicates.removeSubmission(submissionId, tx),
    }),
    institutions: createInstitutions({
      ...{ database, vault, jobs, audit, now },
      markVerified: (customerId, tx) => customers.markVerified(customerId, tx),
    }),
    renderPage: () => Promise.resolve(undefined),
    ...{ people, customers, knowledge, now, log },
    uploads: createUploads({ database, vault, files: createFileFolder(folder), now }),
    redactedOf: () => Promise.resolve(undefined),
    duplicates: duplicates.hits,
    questions: createQuestions({ database, vault, now }),
    conversationLog: conversations,
    deliveries: createDeliveries({ database, vault, jobs, audit, now, helpdesks: [] }),
    staff: createStaff({ database, hours: levels.hours, now }),
    criteria: knowledge.criteria,
    config: { http, agents: { requireSecondFactor: false } },
    vault,
    singleSignOn: undefined,
  });
  station.routes(server.routes);
  const origin = await server.listen();
  const [agent] = agents;
  if (!agent) throw new Error('a desk has agents');
  const token = await people.sessions.begin(agent, { method: 'password', userAgent: 'bench' });
  const headers = { cookie: `desk=${token}` };
  const form = people.sessions.formToken(token);

  async function timed(address: string, init: RequestInit): Promise<{ ms: number; html: string }> {
    const began = performance.now();
    const answer = await fetch(`${origin}${address}`, { ...init, redirect: 'manual' });
    const html = await answer.text();
    if (answer.status >= 400) throw new Error(`${address} was answered with ${answer.status}`);
    return { ms: performance.now() - began, html };
  }

  return {
    open: (address) => timed(address, { headers }),
    find: (q) => timed('/desk/find', { method: 'POST', headers, body: new URLSearchParams({ form, q }) }),
    async close() {
      await station.stop();
      await server.close(100);
      await database.close();
    },
  };
}

/** As the server does by itself in time; it takes longer than any statement of the product may. */
async function settle(connection: DatabaseConnection): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
}
