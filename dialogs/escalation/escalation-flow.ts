import { Flow, type After, type Next } from '../flow.ts';
import type { Means } from '../means.ts';
import { message } from '../replies/message.ts';
import type { Turn } from '../turn.ts';
import type { EscalationAnswer } from './answers.ts';
import type { EscalationState } from './escalation-state.ts';
import { createTicketDesk, type TicketDesk } from './ticket-desk.ts';
import { contactQuestion } from './contact-question.ts';
import { filesQuestion } from './files-question.ts';
import { openTicketQuestion } from './open-ticket-question.ts';
import { sendQuestion } from './send-question.ts';
import { summaryQuestion } from './summary-question.ts';

export const ESCALATION = 'escalation';

const ORDER = ['open_ticket', 'summary', 'files', 'contact', 'send'] as const;

/** Brings in a person: what they should know, files, an address, consent, then the ticket. */
export class EscalationFlow extends Flow<EscalationState, EscalationAnswer> {
  readonly #desk: TicketDesk;

  constructor(means: Means) {
    super(ESCALATION, means, [
      openTicketQuestion(means),
      summaryQuestion(means),
      filesQuestion(means),
      contactQuestion(means),
      sendQuestion(means),
    ]);
    this.#desk = createTicketDesk(means);
  }

  protected override async next(turn: Turn, before: EscalationState): Promise<Next<EscalationState>> {
    const key = before.key ?? turn.activityId;
    const uploadIds = before.uploadIds ?? before.prefill?.uploadIds ?? [];
    const state = { ...before, key, uploadIds };
    const ask = (question: (typeof ORDER)[number], options: object = {}): Next<EscalationState> => ({
      kind: 'ask',
      question,
      options: { confirmLeaving: state.summary !== undefined, ...options },
      state,
    });
    if (state.addTo === undefined) {
      const ticket = await this.#desk.toAddTo(turn.customerId);
      if (ticket) return ask('open_ticket', { number: ticket.number, isSolved: ticket.state === 'solved' });
    }
    const { summary, prefill, email, addTo = null } = state;
    if (summary === undefined)
      return ask('summary', { prefill: prefill?.summary ?? '', uploadIds, adding: addTo !== null });
    if (!state.filesDone) return ask('files', { uploadIds });
    if (addTo !== null) {
      await this.#desk.add(turn, addTo, state);
      return { kind: 'end' };
    }
    if (email === undefined && !(await this.means.services.customers.find(turn.customerId)).email)
      return ask('contact');
    return ask('send', { request: await this.#desk.requestOf(turn, state) });
  }

  protected override async take(
    turn: Turn,
    state: EscalationState,
    answer: EscalationAnswer,
  ): Promise<After<EscalationState>> {
    switch (answer.kind) {
      case 'open_ticket':
        return { kind: 'on', state: { ...state, addTo: answer.addTo } };
      case 'summary':
        return { kind: 'on', state: { ...state, summary: answer.summary, uploadIds: answer.uploadIds } };
      case 'files':
        return { kind: 'on', state: { ...state, uploadIds: answer.uploadIds, filesDone: true } };
      case 'contact':
        return { kind: 'on', state: { ...state, email: answer.email } };
      case 'send':
        if (answer.agreed) await this.#desk.open(turn, state);
        else await turn.context.sendActivity(message(this.means.words.say('escalation.not_sent')));
        return { kind: 'end' };
    }
  }

  protected override back(
    _turn: Turn,
    state: EscalationState,
    asked: string,
  ): Promise<EscalationState | undefined> {
    const { addTo, summary, filesDone, email, ...rest } = state;
    const upTo = ORDER.indexOf(asked as (typeof ORDER)[number]);
    const asksFirst = addTo === undefined ? 'summary' : 'open_ticket';
    if (asked === 'open_ticket' || asked === asksFirst) return Promise.resolve(undefined);
    // Every answer up to the one before stays; that one and what follows is asked again.
    return Promise.resolve({
      ...rest,
      ...(addTo !== undefined && upTo > 1 && { addTo }),
      ...(summary !== undefined && upTo > 2 && { summary }),
      ...(filesDone && upTo > 3 && (asked !== 'send' || email !== undefined) && { filesDone }),
    });
  }

  protected override restart(): Promise<EscalationState> {
    return Promise.resolve({});
  }

  protected override farewell(): string {
    return this.means.words.say('flow.left_escalation');
  }

  protected override welcomeBack(): string {
    return this.means.words.say('flow.back_to_escalation');
  }
}
