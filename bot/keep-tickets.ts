import type { Conversations } from './conversations/conversations.ts';
import type { Customers } from './customers/customers.ts';
import { describeError } from './describe-error.ts';
import { readableTexts } from './desk/reading/readable-texts.ts';
import type { Log } from './log.ts';
import type { SaidSince, Upkeep } from './tickets/upkeep.ts';

export interface TicketKeeper {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const AT_ONCE = 50;
/** News may be lost; this is how long that can go unnoticed. */
const POLL_MS = 15_000;

/** Keeps what is derived of tickets up to date (their words and deadlines), soon after whatever changes them. */
export function createTicketKeeper({ upkeep, log }: { upkeep: Upkeep; log: Log }): TicketKeeper {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  /** Grows with each news: what came during a look is looked at as well. */
  let news = 0;
  let stopped = false;
  let unlisten: (() => Promise<void>) | undefined;

  async function keepAll(): Promise<void> {
    /** What failed stays due: it is tried again with the next news, or after a while. */
    const failed: string[] = [];
    for (;;) {
      const seen = news;
      const due = await upkeep.due(AT_ONCE, failed);
      if (due.length === 0 && seen === news) return;
      for (const ticketId of due) {
        if (stopped) return;
        await upkeep.keep(ticketId).catch((error: unknown) => {
          failed.push(ticketId);
          log.error({ what: describeError(error) }, 'a ticket could not be brought up to date');
        });
      }
    }
  }

  function wake(): void {
    news += 1;
    if (stopped || running) return;
    clearTimeout(timer);
    running = keepAll()
      .catch((error: unknown) =>
        log.warn({ what: describeError(error) }, 'no look at the tickets was possible'),
      )
      .finally(() => {
        running = undefined;
        if (!stopped) timer = setTimeout(wake, POLL_MS);
      });
  }

  return {
    async start() {
      unlisten = await upkeep.listen(wake);
      await upkeep.askForOpenOnes();
      wake();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await unlisten?.();
      await running;
    },
  };
}

/** What was said and who the customer is, as words to find a ticket by. */
export function saidSinceIn(parts: {
  readonly conversations: Pick<Conversations, 'find' | 'since'>;
  readonly customers: Pick<Customers, 'find'>;
}): (ticket: { conversationId: string; customerId: string }, seq: number) => Promise<SaidSince> {
  return async ({ conversationId, customerId }, seq) => {
    const [conversation, customer] = await Promise.all([
      parts.conversations.find(conversationId),
      parts.customers.find(customerId),
    ]);
    const texts = [customer.name ?? '', customer.email ?? ''];
    let place = seq;
    for (;;) {
      const entries = await parts.conversations.since(conversationId, place);
      const last = entries.at(-1);
      if (!last) break;
      texts.push(...entries.flatMap(({ activity }) => readableTexts(activity)));
      place = last.seq;
    }
    const language = (conversation?.language ?? conversation?.locale)?.slice(0, 2).toLowerCase();
    return { texts, seq: place, language };
  };
}
