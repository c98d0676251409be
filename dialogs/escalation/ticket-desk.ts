import type { Means } from '../means.ts';
import { message, offering } from '../replies/message.ts';
import type { TicketRequest } from '../services.ts';
import type { Turn } from '../turn.ts';
import type { EscalationState } from './escalation-state.ts';

export interface TicketDesk {
  /** The number of the customer's newest ticket that is not finished. */
  openTicket(customerId: string): Promise<string | undefined>;
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
    };
  }

  return {
    requestOf,

    async openTicket(customerId) {
      const all = await tickets.ofCustomer(customerId);
      return all.find(({ state }) => state !== 'solved' && state !== 'closed')?.number;
    },

    async open(turn, state) {
      const request = await requestOf(turn, state);
      const { number } = await tickets.open(request);
      delete turn.memory.diagnosis;
      const text = [
        words.say('escalation.opened', { number }),
        ...(request.email === undefined ? [] : [words.say('escalation.opened_email')]),
        words.say('escalation.opened_hours'),
      ].join(' ');
      await turn.context.sendActivity(offering(words, text, ['status', 'account'], turn.rich));
    },

    async add(turn, number, { key = '', summary = '', uploadIds = [] }) {
      await tickets.addUploads(number, uploadIds, { key, text: summary });
      delete turn.memory.diagnosis;
      await turn.context.sendActivity(message(words.say('escalation.added', { number })));
    },
  };
}
