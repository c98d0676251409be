import { randomUUID } from 'node:crypto';

import { WebSocket } from 'ws';

interface Frame {
  readonly activities: readonly { readonly replyToId?: string; readonly type: string }[];
}

/** A customer with one open chat, without the weight of a client library. */
export class Visitor {
  readonly #activities: string;
  readonly #token: string;
  readonly #socket: WebSocket;
  readonly #answered = new Map<string, (at: number) => void>();
  /** Answers may overtake the response to the post. */
  readonly #early = new Map<string, number>();

  constructor(activities: string, token: string, socket: WebSocket) {
    this.#activities = activities;
    this.#token = token;
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const now = performance.now();
      if (data.length === 0) return;
      for (const { type, replyToId } of (JSON.parse(data.toString()) as Frame).activities) {
        if (type !== 'message' || replyToId === undefined) continue;
        const done = this.#answered.get(replyToId);
        if (done) done(now);
        else if (!this.#early.has(replyToId)) this.#early.set(replyToId, now);
      }
    });
  }

  static async come(origin: string): Promise<Visitor> {
    const base = `${origin}/v3/directline`;
    const granted = await fetch(`${base}/tokens/generate`, { method: 'POST' });
    const { token, conversationId } = (await granted.json()) as { token: string; conversationId: string };
    const started = await fetch(`${base}/conversations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    const { streamUrl } = (await started.json()) as { streamUrl: string };
    const socket = new WebSocket(streamUrl);
    await new Promise((resolve, reject) => {
      // The greeting: from here on the chat is quiet.
      socket.once('message', resolve);
      socket.once('error', reject);
    });
    return new Visitor(`${base}/conversations/${conversationId}/activities`, token, socket);
  }

  /** Milliseconds from the post to the first answer on the socket. */
  async ask(text: string): Promise<number> {
    const began = performance.now();
    const posted = await fetch(this.#activities, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'message', text, channelData: { clientActivityID: randomUUID() } }),
    });
    if (!posted.ok) throw new Error(`a message was answered with ${posted.status}`);
    const { id } = (await posted.json()) as { id: string };
    const at =
      this.#early.get(id) ?? (await new Promise<number>((resolve) => this.#answered.set(id, resolve)));
    this.#answered.delete(id);
    this.#early.delete(id);
    return at - began;
  }

  leave(): void {
    this.#socket.close();
  }
}
