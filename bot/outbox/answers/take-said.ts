import { Readable } from 'node:stream';

import { actorOf, type HelpdeskName } from '../../deliveries/helpdesks.ts';
import type { Log } from '../../log.ts';
import type { Uploads } from '../../storage/uploads.ts';
import type {
  ActingAgent,
  AnswerFile,
  TicketForm,
  TicketRecord,
  TicketResult,
  Tickets,
} from '../../tickets/tickets.ts';
import { MOST_ANSWER_CHARACTERS, type Said, type SentFile } from './said.ts';

/** What people at a helpdesk did becomes what an agent of our desk would have done, once for each key. */
export type TakeSaid = (helpdesk: HelpdeskName, said: Said) => Promise<void>;

/** Somebody changes the ticket at the same moment: far fewer times than this in a row. */
const MOST_TRIES = 10;

export function createTakeSaid(deps: {
  readonly tickets: Pick<Tickets, 'byNumber' | 'answer' | 'solve' | 'reopen' | 'takeOver'>;
  readonly uploads: Pick<Uploads, 'keep'>;
  readonly log: Log;
}): TakeSaid {
  const { tickets, uploads, log } = deps;

  /** The desk's forms say which version of the ticket an agent saw; what was done elsewhere is about any. */
  async function onAnyVersion(
    number: string,
    key: string,
    act: (ticket: TicketRecord, form: TicketForm) => Promise<TicketResult | undefined>,
  ): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const ticket = await tickets.byNumber(number);
      if (!ticket) return;
      const result = await act(ticket, { key, version: ticket.version });
      if (result === undefined || result.kind === 'done') return;
      if (result.kind === 'refused') {
        log.warn({ ticket: number, why: result.why }, 'what a helpdesk did was refused');
        return;
      }
    }
    throw new Error('a ticket kept changing');
  }

  async function keepFiles(ticket: TicketRecord, files: readonly SentFile[]): Promise<readonly AnswerFile[]> {
    const kept: AnswerFile[] = [];
    for (const { name, content } of files) {
      const bytes = Buffer.from(content, 'base64');
      const { customerId, conversationId } = ticket;
      const about = { customerId, conversationId, name, limitBytes: bytes.length };
      const upload = await uploads.keep(Readable.from([bytes]), about);
      kept.push({ uploadId: upload.id, name: upload.name, contentType: upload.contentType });
    }
    return kept;
  }

  return async (helpdesk, said) => {
    const { number, key, agentName } = said;
    const agent: ActingAgent = { id: actorOf(helpdesk), name: agentName };
    const ownKey = `${helpdesk}:${key}`;
    if (said.kind === 'answer') {
      const text = said.text.slice(0, MOST_ANSWER_CHARACTERS);
      const isAnothers = ({ agentId }: TicketRecord) => agentId !== undefined && agentId !== agent.id;
      // Who answers a closed ticket has it open again.
      await onAnyVersion(number, `${ownKey}:reopen`, (ticket, form) =>
        ticket.state === 'closed' || (ticket.state === 'solved' && isAnothers(ticket))
          ? tickets.reopen(number, agent, form)
          : Promise.resolve(undefined),
      );
      // The helpdesk answers, whoever had it here: what was written to a customer must reach them.
      await onAnyVersion(number, `${ownKey}:take_over`, (ticket, form) =>
        isAnothers(ticket) ? tickets.takeOver(number, agent, form) : Promise.resolve(undefined),
      );
      let files: readonly AnswerFile[] | undefined;
      await onAnyVersion(number, ownKey, async (ticket, form) => {
        files ??= await keepFiles(ticket, said.files ?? []);
        return tickets.answer(number, text, agent, { ...form, via: helpdesk, files });
      });
      return;
    }
    await onAnyVersion(number, ownKey, (ticket, form) => {
      // News of an earlier standing came late, or it is an echo of what we did ourselves.
      // Some helpdesks tell whole seconds.
      const isOld = Date.parse(said.at) < Math.floor(Date.parse(ticket.stateSince) / 1000) * 1000;
      const isSolved = ticket.state === 'solved' || ticket.state === 'closed';
      if (isOld || isSolved === (said.kind === 'solved')) return Promise.resolve(undefined);
      return said.kind === 'solved'
        ? tickets.solve(number, agent, form)
        : tickets.reopen(number, agent, form);
    });
  };
}
