import type { Server, Response } from 'restify';

import type { Sign } from '../../conversations/conversations.ts';
import { Failure } from '../../failure.ts';
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
 * A page names what it watches: `watch=queue`, `ticket=VG-1042`, `submission=VG-7K3M-Q2XW` or
 * `institution=VG-9P4T-H6ND`.
 */
export function serveEvents(
  server: Server,
  guard: Guard,
  parts: Pick<
    DeskParts,
    'tickets' | 'submissions' | 'institutions' | 'conversationLog' | 'people' | 'staff' | 'log'
  >,
): Events {
  const streams = new Map<
    Response,
    { agentId: string; conversationId: string | undefined; onNews: (what: string) => void }
  >();
  let listening: Promise<(() => Promise<void>)[]> | undefined;
  let stopped = false;
  let noting = Promise.resolve();

  const tellAll = (what: string): void => {
    for (const { onNews } of streams.values()) onNews(what);
  };

  /** Once per process, when the first page watches. */
  async function listen(): Promise<void> {
    listening ??= Promise.all([
      parts.tickets.subscribe((number) => tellAll(`ticket=${number}`)),
      parts.submissions.subscribe((reference) => tellAll(`submission=${reference}`)),
      parts.institutions.subscribe((reference) => tellAll(`institution=${reference}`)),
    ]);
    try {
      await listening;
    } catch (error) {
      listening = undefined;
      throw error;
    }
  }

  /**
   * An agent is at the desk while any page of theirs is open, and in a chat while its page is and the chat is theirs.
   * One after the other, and by what is open then: a page that is loaded anew opens before it closes, or after.
   */
  function noteHere(agentId: string, conversationId: string | undefined): void {
    noting = noting
      .then(() => note(agentId, conversationId))
      .catch((error: unknown) => {
        const code = error instanceof Failure ? error.code : undefined;
        parts.log.warn({ code }, 'the presence of an agent could not be noted');
      });
  }

  async function note(agentId: string, conversationId: string | undefined): Promise<void> {
    const own = () => [...streams.values()].filter((stream) => stream.agentId === agentId);
    await parts.staff.note(agentId, own().length > 0);
    if (conversationId === undefined) return;
    const conversation = await parts.conversationLog.find(conversationId);
    if (conversation?.ownerAgentId !== agentId) return;
    const isHere = own().some((stream) => stream.conversationId === conversationId);
    await parts.conversationLog.presence.note(conversationId, 'agent', isHere);
  }

  server.get(
    '/desk/events',
    guard.part('tickets.read', async ({ req, res, query, agent, token }) => {
      const watched = (['watch', 'ticket', 'submission', 'institution'] as const)
        .map((name) => `${name}=${query.get(name) ?? ''}`)
        .find((text) => !text.endsWith('='));
      const isReview = watched !== undefined && /^(submission|institution)=/.test(watched);
      if (isReview && !may(agent.role, 'submissions.read')) {
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
      let more = false;
      /** The first at once, what comes right behind it together. */
      const tell = (): void => {
        more = gathering !== undefined;
        if (gathering) return;
        res.write('event: news\ndata: 1\n\n');
        gathering = setTimeout(() => {
          gathering = undefined;
          if (more) tell();
        }, GATHER_MS);
      };
      const onNews = (what: string): void => {
        if (watched === 'watch=queue' || what === watched) tell();
      };
      streams.set(res, { agentId: agent.id, conversationId, onNews });
      const hear = (sign: Sign): void => {
        if (sign.kind === 'presence') {
          noteHere(agent.id, conversationId);
          tell();
        } else if (sign.author === 'user') res.write('event: typing\ndata: 1\n\n');
      };
      const unsubscribe = conversationId && parts.conversationLog.subscribe(conversationId, tell, hear);
      noteHere(agent.id, conversationId);
      const pings = setInterval(() => {
        noteHere(agent.id, conversationId);
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
      noteHere(agent.id, conversationId);
    }),
  );

  return {
    async stop() {
      stopped = true;
      for (const res of streams.keys()) res.end();
      const stops = await listening?.catch(() => []);
      await Promise.all((stops ?? []).map((stop) => stop()));
      listening = undefined;
      await noting;
    },
  };
}
