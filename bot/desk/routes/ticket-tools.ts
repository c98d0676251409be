import type { Request, Server } from 'restify';

import { Failure } from '../../failure.ts';
import type { Agent } from '../../people/agent-rows.ts';
import { may } from '../../people/roles.ts';
import { isPriority, priorityOfRank } from '../../tickets/service-levels.ts';
import type { TicketForm, TicketRecord, TicketResult } from '../../tickets/tickets.ts';
import {
  fillName,
  NAME,
  replyText,
  type CannedReply,
  type ReplyValues,
} from '../../workbench/canned-replies.ts';
import type { Macro } from '../../workbench/macros.ts';
import type { DeskParts } from '../desk.ts';
import type { FormVisit, Guard } from '../guard.tsx';
import { redirect } from '../http/page.tsx';
import type { Veil } from '../reading/veil.ts';
import type { Notice } from '../views/layout.tsx';
import { MAX_DESK_NOTE_CHARACTERS, MAX_REASON_CHARACTERS, type TicketTools } from '../views/ticket-tools.tsx';

/** What the ticket's page says after one of these. */
export const TOOL_NOTICES: Readonly<Record<string, Notice>> = {
  noted: { kind: 'done', text: 'Your note is there for your colleagues.' },
  no_note: {
    kind: 'warning',
    text: `Nothing was noted: please write something, and at most ${MAX_DESK_NOTE_CHARACTERS} characters.`,
  },
  handed: { kind: 'done', text: 'The ticket is handed over.' },
  priority: { kind: 'done', text: 'The priority is changed; what is promised goes by it.' },
  macro: { kind: 'done', text: 'The macro has run: every step of it is done.' },
  macro_half: {
    kind: 'warning',
    text: 'Only a part of the macro could be done: somebody changed the ticket meanwhile, or its state does not allow the rest. See the history below.',
  },
  tool_changed: {
    kind: 'warning',
    text: 'Somebody changed this ticket after you opened it, so nothing was done. Look at what is new below, and do it again.',
  },
  tool_refused: { kind: 'warning', text: 'The ticket is finished. Reopen it first.' },
};

/** What stands beside the answer on a ticket's page. */
export async function toolsFor(parts: DeskParts, ticket: TicketRecord, veil: Veil): Promise<TicketTools> {
  const { people, cannedReplies, macros, ticketDesk, serviceLevels } = parts;
  const [agents, replies, allMacros, notes, assignments] = await Promise.all([
    people.agents.all(),
    cannedReplies.all(),
    macros.all(),
    ticketDesk.notes(ticket.id),
    ticketDesk.assignments(ticket.id),
  ]);
  const handedOver = assignments.at(-1);
  return {
    agents: agents.filter(({ disabled }) => !disabled),
    macros: allMacros,
    handedOver: handedOver && {
      ...handedOver,
      ...(handedOver.reason !== undefined && { reason: veil.text(handedOver.reason) }),
    },
    timeZone: serviceLevels.hours.timeZone,
    replies,
    notes: notes.map((note) => ({ ...note, text: veil.text(note.text) })),
  };
}

/** The canned reply that a page's address asks for, filled in for this customer. */
export async function draftFor(
  parts: DeskParts,
  req: Request,
  ticket: TicketRecord,
  agent: Agent,
  replyId: string | null,
): Promise<string | undefined> {
  const reply = ID.test(replyId ?? '') ? await parts.cannedReplies.find(replyId ?? '') : undefined;
  return reply && filledIn(parts, req, ticket, agent, reply);
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The name is left open: it comes in when the answer is sent, also where nobody may see it. */
function filledIn(
  { config }: DeskParts,
  req: Request,
  ticket: TicketRecord,
  agent: Agent,
  reply: CannedReply,
): string {
  const values: ReplyValues = {
    name: NAME,
    ticket: ticket.number,
    agent: agent.name,
    link: config.http.publicUrl ?? `http://${req.headers.host ?? 'localhost'}`,
  };
  return replyText(reply, ticket.language, values).text;
}

export function serveTicketTools(server: Server, guard: Guard, parts: DeskParts): void {
  const { tickets, ticketDesk, people, customers, cannedReplies, macros } = parts;

  async function find(req: Request): Promise<TicketRecord> {
    const { number } = req.params as { number: string };
    const ticket = await tickets.byNumber(number);
    if (!ticket) throw new Failure('not_found', 'there is no such ticket');
    return ticket;
  }

  const formOf = ({ form }: FormVisit): TicketForm => ({
    key: form.text('key'),
    version: form.number('version'),
  });
  const actorOf = ({ agent }: FormVisit) => ({ id: agent.id, name: agent.name });
  const back = ({ res }: FormVisit, { number }: TicketRecord, done: string) =>
    redirect(res, `/desk/tickets/${number}?done=${done}`);

  function conclude(visit: FormVisit, { kind, ticket }: TicketResult, done: string): void {
    const said = { done, changed_meanwhile: 'tool_changed', refused: 'tool_refused' } as const;
    back(visit, ticket, said[kind]);
  }

  server.post(
    '/desk/tickets/:number/note',
    guard.form('tickets.answer', async (visit) => {
      const ticket = await find(visit.req);
      const text = visit.form.text('text').replaceAll('\r\n', '\n').trim();
      const isFit = text !== '' && text.length <= MAX_DESK_NOTE_CHARACTERS;
      if (isFit)
        await ticketDesk.addNote(ticket.number, text, actorOf(visit), { key: visit.form.text('key') });
      back(visit, ticket, isFit ? 'noted' : 'no_note');
    }),
  );

  server.post(
    '/desk/tickets/:number/assign',
    guard.form('tickets.reassign', async (visit) => {
      const { number } = await find(visit.req);
      const to = visit.form.id('to');
      const colleague = await people.agents.find(to);
      if (!colleague || colleague.disabled)
        throw new Failure('not_found', 'nobody can be handed this ticket');
      const reason = visit.form.text('reason').trim().slice(0, MAX_REASON_CHARACTERS);
      const wish = { to: colleague, ...(reason !== '' && { reason }) };
      conclude(visit, await ticketDesk.assign(number, wish, actorOf(visit), formOf(visit)), 'handed');
    }),
  );

  server.post(
    '/desk/tickets/:number/priority',
    guard.form('tickets.answer', async (visit) => {
      const { number } = await find(visit.req);
      const priority = visit.form.text('priority');
      if (!isPriority(priority)) throw new Failure('bad_request', 'there is no such priority');
      conclude(
        visit,
        await ticketDesk.setPriority(number, priority, actorOf(visit), formOf(visit)),
        'priority',
      );
    }),
  );

  /** For the script: the words alone, to be put where the cursor is. */
  server.get(
    '/desk/tickets/:number/replies/:reply',
    guard.part('tickets.answer', async ({ req, res, agent }) => {
      const { reply } = req.params as { reply: string };
      const text = await draftFor(parts, req, await find(req), agent, reply);
      if (text === undefined) throw new Failure('not_found', 'there is no such reply');
      res.writeHead(200, {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      res.end(text);
    }),
  );

  server.post(
    '/desk/tickets/:number/macro',
    guard.form('tickets.answer', async (visit) => {
      const ticket = await find(visit.req);
      const macro = await macros.find(visit.form.id('macro'));
      if (!macro) throw new Failure('not_found', 'there is no such macro');
      const outcome = await run(visit, ticket, macro);
      back(visit, ticket, { all: 'macro', some: 'macro_half', none: 'tool_changed' }[outcome]);
    }),
  );

  /** Step by step, each once: what was cut off goes on where it was when the form is sent again. */
  async function run(visit: FormVisit, ticket: TicketRecord, macro: Macro): Promise<'all' | 'some' | 'none'> {
    const actor = actorOf(visit);
    const { key, version } = formOf(visit);
    let at = version;
    let done = 0;
    for (const [name, step] of await stepsOf(visit, ticket, macro)) {
      const result = await step({ key: `${key}-${name}`, version: at });
      if (result.kind !== 'done') return done === 0 ? 'none' : 'some';
      at = result.ticket.version;
      done += 1;
    }
    return 'all';

    async function stepsOf(
      { req, agent }: FormVisit,
      { number }: TicketRecord,
      { replyId, assignee, priority, thenState }: Macro,
    ): Promise<readonly (readonly [string, (form: TicketForm) => Promise<TicketResult>])[]> {
      const reply = replyId === undefined ? undefined : await cannedReplies.find(replyId);
      const name = (await customers.find(ticket.customerId)).name;
      const text = reply && fillName(filledIn(parts, req, ticket, agent, reply), name);
      const to = assignee === 'me' ? agent.id : assignee;
      if (to !== undefined && to !== agent.id && !may(agent.role, 'tickets.reassign'))
        throw new Failure('role_lacking', 'this macro hands the ticket to somebody else');
      const colleague = to === undefined ? undefined : await people.agents.find(to);
      const level = priority === undefined ? undefined : priorityOfRank(priority);
      return [
        ...(text
          ? [['answer', (form: TicketForm) => tickets.answer(number, text, actor, form)] as const]
          : []),
        ...(colleague
          ? [
              [
                'assign',
                (form: TicketForm) => ticketDesk.assign(number, { to: colleague }, actor, form),
              ] as const,
            ]
          : []),
        ...(level
          ? [['level', (form: TicketForm) => ticketDesk.setPriority(number, level, actor, form)] as const]
          : []),
        ...(thenState ? [['solve', (form: TicketForm) => tickets.solve(number, actor, form)] as const] : []),
        ...(thenState === 'close'
          ? [['close', (form: TicketForm) => tickets.close(number, actor, form)] as const]
          : []),
      ];
    }
  }
}
