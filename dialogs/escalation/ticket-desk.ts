import type { Means } from '../means.ts';
import { message, offering } from '../replies/message.ts';
import { openingTime } from '../replies/opening-time.ts';
import type { Ticket, TicketRequest } from '../services.ts';
import type { Turn } from '../turn.ts';
import type { EscalationState } from './escalation-state.ts';

export interface TicketDesk {
  /** The customer's ticket that is open, or was solved of late. */
  toAddTo(customerId: string): Promise<Ticket | undefined>;
  /** Everything that would be sent. */
  requestOf(turn: Turn, state: EscalationState): Promise<TicketRequest>;
  /** Opens the ticket and says its number and what happens next. One ticket however often it is called. */
  open(turn: Turn, state: EscalationState): Promise<void>;
  add(turn: Turn, ticketNumber: string, state: EscalationState): Promise<void>;
}

export function createTicketDesk({ words, services }: Means): TicketDesk {
  const { tickets, customers } = services;

  async function requestOf(turn: Turn, state: EscalationState): Promise<TicketRequest> {
    const { key = '', summary = '', uploadIds = [], prefill } = state;
    const email = state.email ?? (await customers.find(turn.customerId)).email;
    return {
      key,
      customerId: turn.customerId,
      conversationId: turn.conversationId,
      summary,
      category: prefill?.problemIds[0] ?? 'person_wanted',
      diagnosis: prefill?.problemIds ?? [],
      tried: prefill?.tried ?? [],
      asked: prefill?.asked ?? [],
      uploadIds,
      ...(email !== undefined && { email }),
      ...(state.addTo === null && { separate: true }),
    };
  }

  /** Honest about whether anybody is there, and where the answer will be. */
  async function whenAnswered({ email }: TicketRequest): Promise<readonly string[]> {
    const staffing = await services.staffing();
    const { isStaffed, isAlwaysOpen } = staffing;
    if (isStaffed) {
      return [
        ...(email === undefined ? [] : [words.say('escalation.opened_email')]),
        words.say(isAlwaysOpen ? 'escalation.opened_hours' : 'escalation.opened_meanwhile'),
      ];
    }
    const time = openingTime(words, staffing);
    return [
      words.say('escalation.nobody_here'),
      ...(time === undefined ? [] : [words.say('escalation.opens_at', { time })]),
      words.say(email === undefined ? 'escalation.answer_here' : 'escalation.answer_email'),
      words.say('escalation.opened_meanwhile'),
    ];
  }

  return {
    requestOf,

    toAddTo: (customerId) => tickets.toAddTo(customerId),

    async open(turn, state) {
      const request = await requestOf(turn, state);
      const { number, merged } = await tickets.open(request);
      delete turn.memory.diagnosis;
      const opened = words.say(merged ? 'escalation.added' : 'escalation.opened', { number });
      const text = [opened, ...(await whenAnswered(request))].join(' ');
      await turn.context.sendActivity(offering(words, text, ['status', 'account'], turn.rich));
    },

    async add(turn, number, { key = '', summary = '', uploadIds = [] }) {
      await tickets.addUploads(number, uploadIds, { key, text: summary });
      delete turn.memory.diagnosis;
      await turn.context.sendActivity(message(words.say('escalation.added', { number })));
    },
  };
}
