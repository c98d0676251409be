import { randomUUID } from 'node:crypto';

import type { Request, Server } from 'restify';

import { reasonText } from '../../../knowledge/reasons/reason-text.ts';
import { Failure } from '../../failure.ts';
import type { StoredUpload } from '../../storage/uploads.ts';
import { NOBODY } from '../../tickets/ticket-list.ts';
import type { TicketEvent, TicketForm, TicketRecord, TicketResult } from '../../tickets/tickets.ts';
import { fillName } from '../../workbench/canned-replies.ts';
import type { DeskParts } from '../desk.ts';
import type { FileAddresses } from '../file-addresses.ts';
import type { FormVisit, Guard, Visit } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { categoryWords } from '../reading/categories.ts';
import { photoNotes } from '../reading/photo-notes.ts';
import { filesOf, readTranscript } from '../reading/transcript.ts';
import { knownOf, veilCustomer, veilTicket, veilTranscript } from '../reading/veiled.ts';
import type { HistoryLine } from '../views/history-card.tsx';
import type { Notice } from '../views/layout.tsx';
import { MAX_ANSWER_CHARACTERS, TicketPage } from '../views/ticket-page.tsx';
import { agentNames } from './agent-names.ts';
import { openFor, OPENING_NOTICES, openingLines, veilFor } from './personal-data.ts';
import { shownFiles } from './shown-files.ts';
import { draftFor, TOOL_NOTICES, toolsFor } from './ticket-tools.ts';

const NOTICES: Readonly<Record<string, Notice>> = {
  ...TOOL_NOTICES,
  ...OPENING_NOTICES,
  answer: { kind: 'done', text: 'Your answer is in the customer’s chat.' },
  answerAndSolve: {
    kind: 'done',
    text: 'Your answer is in the customer’s chat, and the ticket is solved.',
    link: { to: '/desk/tickets/next', text: 'Next ticket' },
  },
  take: {
    kind: 'done',
    text: 'The ticket is yours, and so is the chat: the customer was told that you have joined.',
  },
  takeOver: { kind: 'done', text: 'The ticket is yours now, and so is the chat.' },
  handBack: { kind: 'done', text: 'The assistant has the conversation again. The ticket stays open.' },
  solve: {
    kind: 'done',
    text: 'Solved. The assistant has the conversation again.',
    link: { to: '/desk/tickets/next', text: 'Next ticket' },
  },
  reopen: { kind: 'done', text: 'The ticket is open again.' },
  close: { kind: 'done', text: 'The ticket is closed.', link: { to: '/desk', text: 'To the queue' } },
};

const REFUSED: Readonly<Record<string, string>> = {
  is_solved: 'The ticket is solved already. Reopen it first, or write an answer: that reopens it too.',
  is_closed: 'The ticket is closed. Reopen it first.',
  not_solved: 'Only a solved ticket can be closed.',
  not_yours_to_do: 'You do not have this ticket, so there is nothing to hand back.',
};

const CHANGED: Notice = {
  kind: 'warning',
  text: 'Somebody changed this ticket after you opened it, so nothing was sent. Look at what is new below; what you wrote still stands in the form.',
};

/** Who has it is what the one who comes second needs to know. */
function refusalWords({ why, ticket }: Refused, agentName: (id: string) => string): string {
  if (why === 'is_anothers' && ticket.agentId !== undefined) {
    return `${agentName(ticket.agentId)} has this ticket, so nothing was sent. A supervisor can take it over.`;
  }
  if (why === 'conversation_is_anothers')
    return 'A colleague talks with this customer because of another ticket, so nothing was sent. A supervisor can take this one over.';
  return REFUSED[why] ?? 'That cannot be done now.';
}

type Refused = Extract<TicketResult, { kind: 'refused' }>;

export function serveTickets(server: Server, guard: Guard, parts: DeskParts, addresses: FileAddresses): void {
  const { tickets, ticketList, submissions, people, customers, uploads, conversationLog, knowledge, now } =
    parts;

  async function find(req: Request): Promise<TicketRecord> {
    const { number } = req.params as { number: string };
    const ticket = await tickets.byNumber(number);
    if (!ticket) throw new Failure('not_found', 'there is no such ticket');
    return ticket;
  }

  async function show(
    visit: Visit,
    ticket: TicketRecord,
    extra: { notice?: Notice | undefined; draft?: string; status?: number } = {},
  ): Promise<void> {
    const { req, res, viewer, agent, token } = visit;
    await people.accesses.note({ agentId: agent.id, what: 'ticket', subject: ticket.number });
    await parts.ticketDesk.markSeen(ticket, agent.id);
    const [transcript, conversation, standing, customer, ofCustomer, allTickets, events, agentName] =
      await Promise.all([
        readTranscript(conversationLog, ticket.conversationId),
        conversationLog.find(ticket.conversationId),
        conversationLog.presence.of(ticket.conversationId),
        customers.find(ticket.customerId),
        submissions.ofCustomer(ticket.customerId),
        tickets.recordsOfCustomer(ticket.customerId),
        tickets.history(ticket.id),
        agentNames(people),
      ]);
    if (conversation?.ownerAgentId === agent.id && isLookedAt(req))
      await conversationLog.presence.noteRead(ticket.conversationId, 'agent', transcript.at(-1)?.seq ?? 0);
    const thing = { what: 'ticket', subject: ticket.number } as const;
    const known = knownOf(customer, ofCustomer, allTickets);
    const { veil, openUntil } = await veilFor(people.openings, visit, thing, known);
    const openings = await openingLines(people.openings, thing, agentName);
    const notes = photoNotes(ofCustomer);
    // Pictures that are no photos of a verification have a copy in which what is personal is covered.
    const addressOf = ({ id, kind }: StoredUpload): string | undefined => {
      if (kind === 'image' && !notes.has(id)) return addresses.of(token, id, 'covered');
      return veil.isLifted ? addresses.of(token, id, 'original') : undefined;
    };
    const kept = await shownFiles(uploads, [...filesOf(transcript), ...ticket.uploadIds], addressOf);
    const files = new Map([...kept].map(([id, file]) => [id, { ...file, name: veil.text(file.name) }]));
    sendPage(
      res,
      <TicketPage
        viewer={viewer}
        now={now()}
        ticket={veilTicket(ticket, veil)}
        customer={veilCustomer(customer, veil)}
        standing={standing}
        userAgent={conversation?.userAgent}
        language={conversation?.language ?? conversation?.locale}
        category={categoryWords(knowledge, ticket.category)}
        diagnosis={ticket.diagnosis.map((id) => categoryWords(knowledge, id))}
        history={[...events.map((event) => historyLine(event, agentName)), ...openings].sort((a, b) =>
          a.at.localeCompare(b.at),
        )}
        submissions={ofCustomer}
        otherTickets={allTickets.filter(({ number }) => number !== ticket.number)}
        transcript={veilTranscript(transcript, veil)}
        photoNotes={notes}
        reasonTitle={(code) => reasonText(knowledge, { code }).title}
        formKey={randomUUID()}
        tools={await toolsFor(parts, ticket, veil)}
        notice={extra.notice}
        {...(extra.draft !== undefined && { draft: extra.draft })}
        {...{ files, agentName, openUntil }}
      />,
      extra.status,
    );
  }

  /** After an agent's form: on with a GET, or the page again with the reason and what they wrote. */
  async function conclude(
    visit: FormVisit,
    action: string,
    result: TicketResult,
    draft?: string,
  ): Promise<void> {
    const { ticket } = result;
    const kept = draft === undefined ? {} : { draft };
    if (result.kind === 'done') redirect(visit.res, `/desk/tickets/${ticket.number}?done=${action}`);
    else if (result.kind === 'changed_meanwhile')
      await show(visit, ticket, { notice: CHANGED, status: 409, ...kept });
    else {
      const text = refusalWords(result, await agentNames(people));
      await show(visit, ticket, { notice: { kind: 'warning', text }, status: 409, ...kept });
    }
  }

  const formOf = ({ form }: FormVisit): TicketForm => ({
    key: form.text('key'),
    version: form.number('version'),
  });
  const actorOf = ({ agent }: FormVisit) => ({ id: agent.id, name: agent.name });

  // What an agent would open first in their queue: from ticket to ticket without a look at the list.
  server.get(
    '/desk/tickets/next',
    guard.page('tickets.read', async ({ res, agent, query }) => {
      const order = { part: 'with_us', order: 'longest' } as const;
      const [mine, free] = await Promise.all([
        ticketList.page({ ...order, assignee: agent.id }, undefined, 2),
        ticketList.page({ ...order, assignee: NOBODY }, undefined, 2),
      ]);
      const [next] = [...mine.tickets, ...free.tickets]
        .filter(({ number }) => number !== query.get('after'))
        .sort(byUrgency);
      redirect(res, next ? `/desk/tickets/${next.number}` : '/desk?done=nothing_left');
    }),
  );

  server.get(
    '/desk/tickets/:number',
    guard.page('tickets.read', async (visit) => {
      const done = visit.query.get('done') ?? '';
      const ticket = await find(visit.req);
      const draft = await draftFor(parts, visit.req, ticket, visit.agent, visit.query.get('reply'));
      await show(visit, ticket, { notice: NOTICES[done], ...(draft !== undefined && { draft }) });
    }),
  );

  server.post(
    '/desk/tickets/:number/show',
    guard.form('personal_data.open', async (visit) => {
      const { number } = await find(visit.req);
      await openFor(people.openings, visit, { what: 'ticket', subject: number });
    }),
  );

  server.post(
    '/desk/tickets/:number/answer',
    guard.form('tickets.answer', async (visit) => {
      const ticket = await find(visit.req);
      const text = visit.form.text('text').replaceAll('\r\n', '\n').trim();
      if (text === '' || text.length > MAX_ANSWER_CHARACTERS) {
        const why =
          text === ''
            ? 'Please write something first.'
            : `Please write at most ${MAX_ANSWER_CHARACTERS} characters.`;
        await show(visit, ticket, { notice: { kind: 'warning', text: why }, draft: text, status: 422 });
        return;
      }
      const said = fillName(text, (await customers.find(ticket.customerId)).name);
      const result = await tickets.answer(ticket.number, said, actorOf(visit), formOf(visit));
      if (result.kind === 'done' && visit.form.text('then') === 'solve') {
        const { key } = formOf(visit);
        const form = { key: `${key}-solve`, version: result.ticket.version };
        await conclude(visit, 'answerAndSolve', await tickets.solve(ticket.number, actorOf(visit), form));
      } else await conclude(visit, 'answer', result, text);
    }),
  );

  // The customer sees it; only of the agent who talks with them.
  server.post(
    '/desk/tickets/:number/typing',
    guard.form('tickets.answer', async (visit) => {
      const { conversationId } = await find(visit.req);
      const conversation = await conversationLog.find(conversationId);
      if (conversation?.ownerAgentId === visit.agent.id) conversationLog.showTyping(conversationId, 'agent');
      visit.res.writeHead(204, { 'cache-control': 'no-store' });
      visit.res.end();
    }),
  );

  for (const [path, action] of ACTIONS) {
    server.post(
      `/desk/tickets/:number/${path}`,
      guard.form(action === 'takeOver' ? 'tickets.reassign' : 'tickets.answer', async (visit) => {
        const { number } = await find(visit.req);
        await conclude(visit, action, await tickets[action](number, actorOf(visit), formOf(visit)));
      }),
    );
  }
}

const ACTIONS = [
  ['take', 'take'],
  ['take-over', 'takeOver'],
  ['hand-back', 'handBack'],
  ['solve', 'solve'],
  ['close', 'close'],
  ['reopen', 'reopen'],
] as const;

/** As the queue stands: expedited first, then the longest waiting. */
const byUrgency = (one: TicketRecord, other: TicketRecord): number =>
  Number(other.expedited) - Number(one.expedited) || one.stateSince.localeCompare(other.stateSince);

/** A page that refreshes itself in a hidden tab is read by nobody. */
const isLookedAt = (req: Request): boolean =>
  req.headers['x-desk-live'] === undefined || req.headers['x-desk-seen'] !== undefined;

const EVENTS: Readonly<Record<TicketEvent['kind'], string>> = {
  opened: 'Opened by the customer',
  take: 'taken',
  take_over: 'taken over',
  hand_back: 'handed back to the assistant',
  merge: 'The customer asked once more',
  rated: 'The customer rated the help',
  answer: 'answered',
  solve: 'solved',
  close: 'closed',
  reopen: 'reopened',
  assign: 'handed over',
  priority: 'priority changed',
  customer_wrote: 'The customer wrote again',
};

/** Where it was no agent. */
const BY_OTHERS: Readonly<Partial<Record<TicketEvent['kind'], string>>> = {
  hand_back: 'The customer went back to the assistant',
  solve: 'The customer ended the chat: solved',
  close: 'Closed, because it stayed solved',
};

function historyLine({ at, kind, agentId }: TicketEvent, agentName: (id: string) => string): HistoryLine {
  const words = (agentId === undefined && BY_OTHERS[kind]) || EVENTS[kind];
  return {
    at,
    text: agentId ? `${words.charAt(0).toUpperCase()}${words.slice(1)} by ${agentName(agentId)}` : words,
  };
}
