import {
  deliverKind,
  deliveryOfKey,
  type Deliveries,
  type Delivery,
  type DeliverJob,
} from '../deliveries/deliveries.ts';
import { reasonCode, type Jobs } from '../storage/jobs.ts';
import type { Uploads } from '../storage/uploads.ts';
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
}

/** Registers the job that takes deliveries to a helpdesk. Before jobs.start(). */
export function handleDeliveries(jobs: Pick<Jobs, 'handle'>, helpdesk: Helpdesk, parts: DeliverParts): void {
  const { deliveries } = parts;
  jobs.handle(
    deliverKind(helpdesk.name),
    async (payload) => {
      const delivery = await deliveries.find((payload as DeliverJob).deliveryId);
      if (delivery?.state === 'waiting') await deliver(helpdesk, delivery, parts);
    },
    (tx, key, { why }) => deliveries.giveUp(tx, deliveryOfKey(key), why),
  );
}

async function deliver(helpdesk: Helpdesk, delivery: Delivery, parts: DeliverParts): Promise<void> {
  const { deliveries } = parts;
  try {
    const ticket = await deliveries.content(delivery, () => compose(parts, delivery));
    if (saysNothing(delivery, ticket)) {
      await deliveries.noteArrival(delivery.id);
      return;
    }
    // Noted before the request: whoever tries it after a crash knows that it may have arrived.
    await deliveries.noteTry(delivery.id);
    const { externalId } = await helpdesk.deliver(parcelOf(delivery, ticket, parts));
    await deliveries.noteArrival(delivery.id, externalId);
  } catch (error) {
    await deliveries.noteFailure(delivery.id, reasonCode(error));
    throw error;
  }
}

/** An earlier delivery of the ticket had it all already. */
function saysNothing({ kind }: Delivery, { transcript, attachments, withheld }: CanonicalTicket): boolean {
  const isAboutWords = kind === 'customer_wrote' || kind === 'attachment_added';
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
