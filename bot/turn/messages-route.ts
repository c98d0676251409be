import type { Activity } from 'botbuilder';
import type { Request, Response, Server } from 'restify';
import { z } from 'zod';

import type { Config } from '../config.ts';
import { Failure } from '../failure.ts';
import type { ChannelIntake } from './channel-intake.ts';
import { isLoopbackAddress, isLoopbackUrl } from './loopback.ts';
import type { SupportAdapter } from './support-adapter.ts';

interface MessagesRouteParts {
  readonly adapter: SupportAdapter;
  readonly intake: ChannelIntake;
  readonly mode: Config['botFramework']['mode'];
}

/**
 * POST /api/messages. With an app id the sender proves with a token who they are. Without one anybody
 * could pretend to be any customer and make us call any address, so only this machine may come in.
 */
export function messagesRoute(server: Server, { adapter, intake, mode }: MessagesRouteParts): void {
  server.post('/api/messages', async (req: Request, res: Response) => {
    const activity = parseActivity(req.body);
    if (mode === 'loopback') refuseUnlessLocal(req, activity.serviceUrl);
    await adapter.receive(req.headers.authorization ?? '', activity, (context) => intake.take(context));
    res.send(200);
  });
}

/** What we rely on in an activity of a channel. Our own in-process address is no web address, so it is refused too. */
const ChannelActivity = z.looseObject({
  type: z.string().min(1),
  id: z.string().max(500).optional(),
  channelId: z.string().min(1).max(40),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  conversation: z.looseObject({ id: z.string().min(1).max(1000) }),
  from: z.looseObject({ id: z.string().min(1).max(1000) }),
  recipient: z.looseObject({ id: z.string().min(1).max(1000) }),
  text: z.string().max(100_000).nullish(),
  attachments: z.array(z.looseObject({ contentType: z.string().catch('') })).nullish(),
  membersAdded: z.array(z.looseObject({ id: z.string() })).nullish(),
});

function parseActivity(body: unknown): Activity {
  const parsed = ChannelActivity.safeParse(body);
  if (parsed.success) return parsed.data as unknown as Activity;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the body');
  throw new Failure('bad_request', `Not a usable activity: ${fields.join(', ')}`);
}

function refuseUnlessLocal(req: Request, serviceUrl: string): void {
  const { remoteAddress = '' } = req.socket;
  const { host = '', origin, forwarded } = req.headers;
  // A proxy on this machine brings in the world; a page in a local browser brings in its author.
  const isProxied = forwarded !== undefined || req.headers['x-forwarded-for'] !== undefined;
  const isLocal =
    isLoopbackAddress(remoteAddress) &&
    !isProxied &&
    isLoopbackUrl(`http://${host}`) &&
    (origin === undefined || isLoopbackUrl(origin)) &&
    isLoopbackUrl(serviceUrl);
  if (!isLocal) throw new Failure('forbidden', 'Without an app id, /api/messages serves this machine only');
}
