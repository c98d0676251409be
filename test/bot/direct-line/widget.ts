import { DirectLine, type Activity, type Message } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import xhr2 from 'xhr2';

import { until } from '../../kit/until.ts';

// The client library is written for browsers; these are what it needs of one.
Object.assign(globalThis, {
  XMLHttpRequest: (xhr2 as { XMLHttpRequest: unknown }).XMLHttpRequest,
  WebSocket,
});

export interface Grant {
  readonly conversationId: string;
  readonly token: string;
  readonly expires_in: number;
  readonly userId: string;
}

export type Shown = Message & {
  readonly timestamp: string;
  readonly replyToId?: string;
  readonly channelData?: Record<string, unknown>;
};

/** Asks the page's way for a token; `cookie` is what the browser kept of an earlier visit. */
export async function grant(
  origin: string,
  request: { cookie?: string; body?: Record<string, unknown>; headers?: Record<string, string> } = {},
): Promise<{ status: number; grant: Grant; cookie: string }> {
  const answer = await fetch(`${origin}/v3/directline/tokens/generate`, {
    method: 'POST',
    headers: {
      ...(request.cookie !== undefined && { cookie: request.cookie }),
      ...(request.body && { 'content-type': 'application/json' }),
      ...request.headers,
    },
    ...(request.body && { body: JSON.stringify(request.body) }),
  });
  const [cookie = ''] = answer.headers.getSetCookie();
  return {
    status: answer.status,
    grant: (await answer.json()) as Grant,
    cookie: cookie.split(';', 1)[0] ?? '',
  };
}

/** One tab with the widget: the real client library over a real socket. */
export class Widget {
  readonly origin: string;
  readonly held: Grant;
  readonly client: DirectLine;
  /** As Web Chat shows it: an activity with a known id takes the place of the one before. */
  readonly shown: Shown[] = [];
  /** Everything that came, repeated or not. */
  readonly received: Activity[] = [];

  constructor(
    origin: string,
    held: Grant,
    options: { webSocket?: boolean; watermark?: string; reload?: boolean } = {},
  ) {
    this.origin = origin;
    this.held = held;
    this.client = new DirectLine({
      domain: `${origin}/v3/directline`,
      token: held.token,
      webSocket: options.webSocket ?? true,
      pollingInterval: 200,
      ...(options.reload && { conversationId: held.conversationId }),
      ...(options.watermark !== undefined && { watermark: options.watermark }),
    });
    this.client.activity$.subscribe(
      (activity) => this.#show(activity),
      () => undefined, // this is how the client says that it was closed
    );
  }

  #show(activity: Activity): void {
    this.received.push(activity);
    if (activity.type !== 'message') return;
    const known = this.shown.findIndex(({ id }) => id === activity.id);
    if (known >= 0) this.shown[known] = activity as Shown;
    else this.shown.push(activity as Shown);
  }

  static async open(origin: string, request: Parameters<typeof grant>[1] = {}): Promise<Widget> {
    return new Widget(origin, (await grant(origin, request)).grant);
  }

  get texts(): (string | undefined)[] {
    return this.shown.map(({ text }) => text);
  }

  close(): void {
    this.client.end();
  }

  /** Posts through the client; the answer is the id, or `retry`, or the error's status. */
  post(activity: Record<string, unknown>): Promise<string> {
    return new Promise((resolve) => {
      this.client
        .postActivity({ type: 'message', from: { id: this.held.userId }, ...activity } as unknown as Message)
        .subscribe(resolve, (error: { status?: number }) => resolve(`error ${error.status}`));
    });
  }

  says(text: string, clientActivityID = Math.random().toString(36).slice(2)): Promise<string> {
    return this.post({ text, channelData: { clientActivityID } });
  }

  /** Posts without the library, as any other program would. */
  raw(path: string, init: RequestInit = {}, token = this.held.token): Promise<Response> {
    return fetch(`${this.origin}/v3/directline${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
    });
  }

  sends(
    files: { name: string; bytes: Buffer; type: string }[],
    activity: Record<string, unknown> = {},
  ): Promise<Response> {
    const { conversationId, userId } = this.held;
    const form = new FormData();
    const announced = files.map(({ name, type }) => ({
      name,
      contentType: type,
      thumbnailUrl: 'data:image/jpeg;base64,AAAA',
    }));
    const message = { type: 'message', from: { id: userId }, attachments: announced, ...activity };
    form.append(
      'activity',
      new Blob([JSON.stringify(message)], { type: 'application/vnd.microsoft.activity' }),
    );
    for (const { name, bytes, type } of files)
      form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
    return this.raw(`/conversations/${conversationId}/upload?userId=${userId}`, {
      method: 'POST',
      body: form,
    });
  }

  hears(text: string | RegExp, timeoutMs = 40_000): Promise<Shown> {
    const fits = (given = ''): boolean => (typeof text === 'string' ? given === text : text.test(given));
    return until(`the widget to show ${text}`, () => this.shown.find((one) => fits(one.text)), {
      timeoutMs,
      instead: () => `It shows ${JSON.stringify(this.texts)}`,
    });
  }
}
