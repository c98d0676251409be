import type { Server, Response } from 'restify';

import { may } from '../../people/roles.ts';
import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';

/** Below the minute after which servers and proxies cut what is silent. */
const PING_EVERY_MS = 20_000;
/** News come in bunches: one refresh for all of them. */
const GATHER_MS = 150;
const STREAMS_PER_AGENT = 30;

export interface Events {
  stop(): Promise<void>;
}

/**
 * Tells open pages that there is something new; they fetch themselves again. Nothing personal is in it.
 * A page names what it watches: `watch=queue`, `ticket=VG-1042` or `submission=VG-7K3M-Q2XW`.
 */
export function serveEvents(
  server: Server,
  guard: Guard,
  parts: Pick<DeskParts, 'tickets' | 'submissions' | 'conversationLog' | 'people'>,
): Events {
  const streams = new Map<Response, { agentId: string; onNews: (what: string) => void }>();
  let listening: Promise<(() => Promise<void>)[]> | undefined;
  let stopped = false;

  const tellAll = (what: string): void => {
    for (const { onNews } of streams.values()) onNews(what);
  };

  /** Once per process, when the first page watches. */
  async function listen(): Promise<void> {
    listening ??= Promise.all([
      parts.tickets.subscribe((number) => tellAll(`ticket=${number}`)),
      parts.submissions.subscribe((reference) => tellAll(`submission=${reference}`)),
    ]);
    try {
      await listening;
    } catch (error) {
      listening = undefined;
      throw error;
    }
  }

  server.get(
    '/desk/events',
    guard.part('tickets.read', async ({ req, res, query, agent, token }) => {
      const watched = (['watch', 'ticket', 'submission'] as const)
        .map((name) => `${name}=${query.get(name) ?? ''}`)
        .find((text) => !text.endsWith('='));
      if (watched?.startsWith('submission=') && !may(agent.role, 'submissions.read')) {
        res.writeHead(403, { 'cache-control': 'no-store' });
        res.end();
        return;
      }
      const mine = [...streams.values()].filter(({ agentId }) => agentId === agent.id).length;
      if (!watched || stopped || mine >= STREAMS_PER_AGENT) {
        res.writeHead(watched ? 503 : 400, { 'cache-control': 'no-store' });
        res.end();
        return;
      }
      await listen();
      const ticket = query.get('ticket');
      const conversationId =
        ticket === null ? undefined : (await parts.tickets.byNumber(ticket))?.conversationId;

      res.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      });
      res.write('retry: 3000\n\n');
      let gathering: NodeJS.Timeout | undefined;
      const tell = (): void => {
        gathering ??= setTimeout(() => {
          gathering = undefined;
          res.write('event: news\ndata: 1\n\n');
        }, GATHER_MS);
      };
      const onNews = (what: string): void => {
        if (watched === 'watch=queue' || what === watched) tell();
      };
      streams.set(res, { agentId: agent.id, onNews });
      const unsubscribe = conversationId && parts.conversationLog.subscribe(conversationId, tell);
      const pings = setInterval(() => {
        // A session that ended elsewhere ends here too.
        void parts.people.sessions.find(token, { watching: true }).then(
          (session) => (session ? res.write(': still here\n\n') : res.end('event: signed-out\ndata: 1\n\n')),
          () => res.end(),
        );
      }, PING_EVERY_MS);

      await new Promise<void>((resolve) => {
        req.on('close', resolve);
        res.on('close', resolve);
      });
      clearInterval(pings);
      clearTimeout(gathering);
      streams.delete(res);
      if (unsubscribe) unsubscribe();
    }),
  );

  return {
    async stop() {
      stopped = true;
      for (const res of streams.keys()) res.end();
      const stops = await listening?.catch(() => []);
      await Promise.all((stops ?? []).map((stop) => stop()));
      listening = undefined;
    },
  };
}
