import type { Server } from 'restify';

import { Failure } from '../failure.ts';
import type { DeskParts } from './desk.ts';
import { createFileAddresses } from './file-addresses.ts';
import { createGuard } from './guard.tsx';
import { serveAssets } from './http/assets.ts';
import { serveAccount } from './routes/account.tsx';
import { serveDeliveries } from './routes/deliveries.tsx';
import { serveEvents, type Events } from './routes/events.ts';
import { serveFigures } from './routes/figures.tsx';
import { serveFind } from './routes/find.tsx';
import { serveBulk } from './routes/bulk.ts';
import { serveNewPassword } from './routes/new-password.tsx';
import { servePeople } from './routes/people.tsx';
import { serveReplies } from './routes/replies.tsx';
import { serveTicketTools } from './routes/ticket-tools.ts';
import { serveQuestions } from './routes/questions.tsx';
import { serveQueue } from './routes/queue.tsx';
import { serveSignIn } from './routes/sign-in.tsx';
import { serveSingleSignOn } from './routes/single-sign-on.tsx';
import { serveSubmissions } from './routes/submissions.tsx';
import { serveTickets } from './routes/tickets.tsx';
import { serveUploads } from './routes/uploads.ts';
import { serveViews } from './routes/views.ts';
import { serveWelcome } from './routes/welcome.tsx';

export interface DeskStation {
  routes(server: Server): void;
  /** Ends the event streams of open pages. */
  stop(): Promise<void>;
}

/** Where people answer tickets and decide on verifications: pages made on the server, nothing to build. */
export function createDeskStation(parts: DeskParts): DeskStation {
  const guard = createGuard(parts);
  const addresses = createFileAddresses(parts.vault.deriveKey('desk-files'), parts.now);
  let events: Events | undefined;
  return {
    routes(server) {
      serveAssets(server);
      serveSignIn(server, guard, parts);
      serveSingleSignOn(server, guard, parts);
      serveWelcome(server, guard, parts);
      serveNewPassword(server, guard, parts);
      serveAccount(server, guard, parts);
      serveQueue(server, guard, parts);
      serveViews(server, guard, parts);
      serveBulk(server, guard, parts);
      serveFind(server, guard, parts);
      serveTickets(server, guard, parts, addresses);
      serveTicketTools(server, guard, parts);
      serveReplies(server, guard, parts);
      serveFigures(server, guard, parts);
      serveSubmissions(server, guard, parts, addresses);
      serveQuestions(server, guard, parts);
      serveDeliveries(server, guard, parts);
      servePeople(server, guard, parts);
      serveUploads(server, guard, parts, addresses);
      events = serveEvents(server, guard, parts);
      // A mistyped address is a page with a way on, and nobody learns from it which addresses exist.
      server.get(
        '/desk/*',
        guard.page('desk.use', () => Promise.reject(new Failure('not_found', 'no such page of the desk'))),
      );
    },
    stop: async () => {
      await events?.stop();
    },
  };
}
