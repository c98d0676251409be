import {
  deliverKind,
  deliveryOfKey,
  type Deliveries,
  type Delivery,
  type DeliverJob,
} from '../deliveries/deliveries.ts';
import { PutOffJob, reasonCode, type Jobs } from '../storage/jobs.ts';
import type { Uploads } from '../storage/uploads.ts';
import { ChangeInDoubt, type AskHelpdesk } from './ask-helpdesk.ts';
import type { CanonicalTicket } from './canonical-ticket.ts';
import { compose, type ComposeParts } from './compose.ts';
import type { FileLinks } from './file-links.ts';
import type { Helpdesk, Parcel } from './parcel.ts';
import type { TicketTokens } from './tokens.ts';

export interface DeliverParts extends ComposeParts {
  readonly deliveries: Deliveries;
  readonly uploads: Pick<Uploads, 'find' | 'read'>;
  readonly tokens: Pick<TicketTokens, 'of'>;
  readonly links: Pick<FileLinks, 'of'>;
  readonly publicUrl: string;
  readonly ask: AskHelpdesk;
  readonly now: () => Date;
  /** A helpdesk is through with whatever it was sent so long ago. */
  readonly settleMs: number;
}

/** Registers the job that takes deliveries to a helpdesk. Before jobs.start(). */
export function handleDeliveries(jobs: Pick<Jobs, 'handle'>, helpdesk: Helpdesk, parts: DeliverParts): void {
  const { deliveries } = parts;
  jobs.handle(
    deliverKind(helpdesk.name),
    async (payload, _key, signal) => {
      const delivery = await deliveries.find((payload as DeliverJob).deliveryId);
      if (delivery?.state !== 'waiting') return;
      if (helpdesk.isLookedThrough && delivery.inHand) await letSettle(delivery, parts);
      await deliver(helpdesk, delivery, parts, signal);
    },
    (tx, key, { why }) => deliveries.giveUp(tx, deliveryOfKey(key), why),
  );
}

/** Throws PutOffJob while the helpdesk may still be working on an earlier try. */
async function letSettle(
  { id, settledAt }: Delivery,
  { deliveries, now, settleMs }: DeliverParts,
): Promise<void> {
  // Nobody knows when the process that tried it sent its last request, only that it is gone by now.
  if (settledAt === undefined) await deliveries.noteDoubt(id, new Date(now().getTime() + settleMs));
  const leftMs = settledAt === undefined ? settleMs : Date.parse(settledAt) - now().getTime();
  if (leftMs > 0) throw new PutOffJob('in_hand', leftMs);
}

async function deliver(
  helpdesk: Helpdesk,
  delivery: Delivery,
  parts: DeliverParts,
  signal: AbortSignal,
): Promise<void> {
  const { deliveries, now, settleMs } = parts;
  try {
    const ticket = await deliveries.content(delivery, () => compose(parts, delivery));
    if (saysNothing(delivery, ticket)) {
      await deliveries.noteArrival(delivery.id);
      return;
    }
    // Noted before the request: whoever tries it after a crash knows that it may have arrived.
    await deliveries.noteTry(delivery.id);
    const { externalId } = await helpdesk.deliver(parcelOf(delivery, ticket, parts), (request) =>
      parts.ask({ ...request, signal }),
    );
    await deliveries.noteArrival(delivery.id, externalId);
  } catch (error) {
    if (!(error instanceof ChangeInDoubt) || !helpdesk.isLookedThrough) {
      await deliveries.noteFailure(delivery.id, reasonCode(error));
      throw error;
    }
    await deliveries.noteFailure(delivery.id, error.code, new Date(now().getTime() + settleMs));
    throw new PutOffJob(error.code, settleMs, { cause: error });
  }
}

/** An earlier delivery of the ticket had it all already. */
function saysNothing({ kind }: Delivery, { transcript, attachments, withheld }: CanonicalTicket): boolean {
  const isAboutWords = kind === 'customer_wrote' || kind === 'attachment_added' || kind === 'agent_answered';
  return isAboutWords && transcript.length === 0 && attachments.length === 0 && withheld.length === 0;
}

function parcelOf(delivery: Delivery, ticket: CanonicalTicket, parts: DeliverParts): Parcel {
  const { id, kind, at, tried, externalId, number, helpdesk } = delivery;
  return {
    ...{ key: id, kind, at, tried, ticket },
    ...(externalId !== undefined && { externalId }),
    token: parts.tokens.of(helpdesk, number),
    files: ticket.attachments.map(({ copyId, name, contentType, bytes }) => ({
      ...{ name, contentType, bytes },
      read: () => parts.uploads.read(copyId),
      link: parts.links.of(copyId),
    })),
    deskUrl: `${parts.publicUrl}/desk/tickets/${number}`,
  };
}
