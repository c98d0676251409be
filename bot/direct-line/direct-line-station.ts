import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import type { Next, Request, Response, Server } from 'restify';
import type { z } from 'zod';

import type { Config } from '../config.ts';
import { ASSISTANT } from '../conversations/assistant.ts';
import type { Conversation, Conversations, LoggedActivity } from '../conversations/conversations.ts';
import type { Customers } from '../customers/customers.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { Uploads } from '../storage/uploads.ts';
import type { Vault } from '../storage/vault.ts';
import { createAttachmentAddresses } from './attachment-address.ts';
import { attachmentRoute } from './attachment-route.ts';
import { toClient, type Viewer } from './client-view.ts';
import { allowWidgetOrigins } from './cors.ts';
import { demoAccountRoutes } from './demo-account.ts';
import { createIdentify } from './identity.ts';
import { createRateLimits } from './rate-limits.ts';
import { discardFiles, receiveUpload, type ReceivedFile } from './receive-upload.ts';
import { bearerToken, clientAddress, originOf } from './request.ts';
import { Streams, watermarkOf } from './stream.ts';
import { CHAT_SECONDS, createTokens, type Bearer } from './tokens.ts';
import { ClientActivity, ReadSign, StartRequest, TokenRequest } from './wire.ts';

const CHANNEL = 'directline';
const BASE = '/v3/directline';

export interface DirectLineDeps {
  readonly conversations: Conversations;
  readonly customers: Pick<Customers, 'find' | 'vouch'>;
  readonly uploads: Uploads;
  readonly vault: Vault;
  readonly now: () => Date;
  readonly log: Log;
  readonly config: Pick<Config, 'http' | 'customers' | 'uploads'>;
  /** A message was stored that the bot owes an answer to. */
  readonly onTurnDue: (conversationId: string) => void;
}

export interface DirectLineStation {
  /** Mounts the REST routes and takes the WebSocket upgrades below /v3/directline. */
  routes(server: Server): void;
  /** Says goodbye to open streams; clients come back with their watermark. */
  stop(): void;
}

/** Direct Line 3.0 as Web Chat and botframework-directlinejs speak it. */
export function createDirectLineStation(deps: DirectLineDeps): DirectLineStation {
  const { conversations, uploads, vault, now, log, config, onTurnDue } = deps;
  const tokens = createTokens(vault.deriveKey('direct line tokens'), now);
  const addresses = createAttachmentAddresses(vault.deriveKey('attachment addresses'), now);
  const identify = createIdentify(deps);
  const limits = createRateLimits();
  const viewerOf = ({ customerId, conversationId }: Bearer, origin: string): Viewer => ({
    customerId,
    conversationId,
    addressOf: (uploadId) => addresses.of(uploadId, customerId, origin),
  });
  const streams = new Streams({ conversations, tokens, viewerOf, http: config.http, now, log });

  /** Whom the token lets in. A path may name only the token's own conversation. */
  async function admit(req: Request): Promise<Bearer> {
    const token = bearerToken(req);
    if (token === undefined) throw new Failure('unauthorized', 'No Direct Line token was given');
    const bearer = await tokens.verify(token, 'chat');
    const { conversationId } = req.params as { conversationId?: string };
    if (conversationId !== undefined && conversationId !== bearer.conversationId) {
      throw new Failure('forbidden', 'The token is for another conversation');
    }
    return bearer;
  }

  async function conversationOf({ conversationId, customerId }: Bearer): Promise<Conversation> {
    const conversation = await conversations.find(conversationId);
    if (conversation?.customerId !== customerId) throw new Failure('not_found', 'No such conversation');
    return conversation;
  }

  async function generateToken(req: Request, res: Response): Promise<void> {
    await limits.token(clientAddress(req, config.http));
    const wanted = parse(TokenRequest, req.body ?? {});
    const customerId = await identify(req, res);
    // Whoever begins anew speaks the same language as before.
    const [before] = await conversations.ofCustomer(customerId);
    const start = {
      id: randomUUID(),
      customerId,
      channel: CHANNEL,
      ...(before?.language !== undefined && { language: before.language }),
      ...(req.headers['user-agent'] !== undefined && { userAgent: req.headers['user-agent'] }),
    };
    const { id: conversationId } = await (wanted.conversationId !== undefined
      ? conversationOf({ conversationId: wanted.conversationId, customerId })
      : wanted.fresh === true
        ? conversations.open(start)
        : conversations.continueOrOpen(start));
    send(res, 200, { ...(await grant({ customerId, conversationId })), userId: customerId });
  }

  async function refreshToken(req: Request, res: Response): Promise<void> {
    const bearer = await admit(req);
    await conversationOf(bearer);
    send(res, 200, await grant(bearer));
  }

  const grant = async (bearer: Bearer): Promise<Record<string, unknown>> => ({
    conversationId: bearer.conversationId,
    token: await tokens.forChat(bearer),
    expires_in: CHAT_SECONDS,
  });

  /** Also a reconnection. The first one of all is when the customer comes in, and is greeted. */
  async function connect(req: Request, res: Response): Promise<void> {
    const bearer = await admit(req);
    const conversation = await conversationOf(bearer);
    const { locale } = req.method === 'POST' ? parse(StartRequest, req.body ?? {}) : {};
    const userAgent = req.headers['user-agent'];
    if (userAgent !== conversation.userAgent || (locale !== undefined && locale !== conversation.locale)) {
      await conversations.note(bearer.conversationId, {
        ...(userAgent !== undefined && { userAgent }),
        ...(locale !== undefined && { locale }),
      });
    }
    const joined = await conversations.append(bearer.conversationId, 'user', joining(bearer), {
      once: 'joined',
      turn: true,
    });
    if (!joined.repeated) onTurnDue(bearer.conversationId);
    const watermark = watermarkOf(new URLSearchParams(req.getQuery()).get('watermark'));
    send(res, joined.repeated ? 200 : 201, {
      ...(await grant(bearer)),
      streamUrl: await streamUrl(req, bearer, watermark),
    });
  }

  async function streamUrl(req: Request, bearer: Bearer, watermark: number): Promise<string> {
    const origin = originOf(req, config.http).replace(/^http/, 'ws');
    const token = await tokens.forStream(bearer);
    return `${origin}${BASE}/conversations/${bearer.conversationId}/stream?watermark=${watermark}&t=${token}`;
  }

  async function listActivities(req: Request, res: Response): Promise<void> {
    const bearer = await admit(req);
    await conversationOf(bearer);
    const watermark = watermarkOf(new URLSearchParams(req.getQuery()).get('watermark'));
    const entries = await conversations.since(bearer.conversationId, watermark);
    const viewer = viewerOf(bearer, originOf(req, config.http));
    send(res, 200, {
      activities: entries.flatMap((entry) => toClient(entry, viewer) ?? []),
      watermark: String(entries.at(-1)?.seq ?? watermark),
    });
  }

  async function postActivity(req: Request, res: Response): Promise<void> {
    const bearer = await admit(req);
    const activity = parse(ClientActivity, req.body);
    if (await giveSign(bearer, activity)) {
      send(res, 200, { id: randomUUID() });
      return;
    }
    await limits.message(bearer.conversationId);
    send(res, 200, { id: await receive(bearer, activity, []) });
  }

  async function postFiles(req: Request, res: Response): Promise<void> {
    const bearer = await admit(req);
    await limits.upload(clientAddress(req, config.http));
    await limits.message(bearer.conversationId);
    await conversationOf(bearer);
    const received = await receiveUpload(req, bearer, { uploads, limits: config.uploads });
    try {
      const activity = parse(ClientActivity, { type: 'message', ...(received.activity as object) });
      const id = await receive(bearer, activity, received.files);
      // Enough was read to answer: the rest of an endless upload is not waited for.
      if (!req.complete) res.setHeader('connection', 'close');
      send(res, 200, { id });
    } catch (error) {
      await discardFiles(received.files, uploads);
      throw error;
    }
  }

  /** Typing and reading are told to the desk, and not stored. False for what is to be stored. */
  async function giveSign({ conversationId }: Bearer, activity: ClientActivity): Promise<boolean> {
    const read = ReadSign.safeParse(activity);
    if (activity.type !== 'typing' && !read.success) return false;
    if (!(await limits.sign(conversationId))) return true;
    if (read.success)
      await conversations.presence.noteRead(
        conversationId,
        'customer',
        watermarkOf(read.data.value.watermark),
      );
    else conversations.showTyping(conversationId, 'user');
    return true;
  }

  /** Stores the message with what it owes, and returns its id. */
  async function receive(
    bearer: Bearer,
    activity: ClientActivity,
    files: readonly ReceivedFile[],
  ): Promise<string> {
    const logged = { ...activity, ...(files.length > 0 && { attachments: files.map(toAttachment) }) };
    const entry = await conversations.append(bearer.conversationId, 'user', logged as LoggedActivity, {
      turn: activity.type === 'message',
    });
    if (entry.repeated) await discardFiles(files, uploads);
    else if (activity.type === 'message') onTurnDue(bearer.conversationId);
    return entry.activity.id ?? '';
  }

  return {
    routes(server) {
      const post = (path: string, handle: Handler): void =>
        void server.post(`${BASE}${path}`, allowed(handle));
      const get = (path: string, handle: Handler): void => void server.get(`${BASE}${path}`, allowed(handle));
      const allow = allowWidgetOrigins(config.http.widgetOrigins);
      const allowed =
        (handle: Handler): Handler =>
        async (req, res) => {
          allow(req, res);
          await handle(req, res);
        };
      server.opts(`${BASE}/*`, (req: Request, res: Response, next: Next) => {
        allow(req, res);
        res.send(204);
        next();
      });
      post('/tokens/generate', generateToken);
      post('/tokens/refresh', refreshToken);
      post('/conversations', connect);
      get('/conversations/:conversationId', connect);
      get('/conversations/:conversationId/activities', listActivities);
      post('/conversations/:conversationId/activities', postActivity);
      post('/conversations/:conversationId/upload', postFiles);
      get('/session/getsessionid', async (req, res) => {
        send(res, 200, { sessionId: (await admit(req)).conversationId });
      });
      attachmentRoute(server, { uploads, addresses });
      if (config.customers.mode === 'demo')
        demoAccountRoutes(server, { customers: deps.customers, identify });
      server.server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) =>
        streams.onUpgrade(req, socket, head),
      );
    },
    stop: () => streams.stop(),
  };
}

type Handler = (req: Request, res: Response) => Promise<void>;

const joining = ({ customerId }: Bearer): LoggedActivity => ({
  type: 'conversationUpdate',
  membersAdded: [{ id: ASSISTANT.id }, { id: customerId }],
});

/** How dialogs and the log know a file: by its id, or by why it was not taken. */
function toAttachment(file: ReceivedFile): Record<string, unknown> {
  if (file.kind === 'refused') {
    const { name, contentType, limitBytes } = file;
    return { contentType, name, content: { refused: 'too_large', limitBytes } };
  }
  const { id, contentType, name } = file.upload;
  return { contentType, name, contentUrl: `upload:${id}` };
}

/** Throws Failure('bad_request') that names the wrong fields and quotes nothing. */
function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the body');
  throw new Failure('bad_request', `Not usable: ${fields.join(', ')}`);
}

const send = (res: Response, status: number, body: unknown): void => {
  res.sendRaw(status, JSON.stringify(body), { 'content-type': 'application/json' });
};
