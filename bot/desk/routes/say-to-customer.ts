import type { DeskParts } from '../desk.ts';

/** Puts an answer that the ledger has into the chat at once. False when the chat is away: its job says it later. */
export async function sayToCustomer(
  { tellCustomer, log }: Pick<DeskParts, 'tellCustomer' | 'log'>,
  ticket: { readonly number: string; readonly conversationId: string },
  text: string,
  agentName: string,
  key: string,
): Promise<boolean> {
  return tellCustomer(ticket.conversationId, text, agentName, key).then(
    () => true,
    (error: unknown) => {
      // The job of the same transaction says it again, with the same key.
      const name = error instanceof Error ? error.name : typeof error;
      log.warn({ ticket: ticket.number, name }, 'an answer could not be put into the chat at once');
      return false;
    },
  );
}
