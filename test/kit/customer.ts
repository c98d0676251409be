import { DirectLine, type Activity, type Message } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import xhr2 from 'xhr2';

import { until } from './until.ts';

// The client library is written for browsers; these are what it needs of one.
Object.assign(globalThis, { XMLHttpRequest: xhr2.XMLHttpRequest, WebSocket });

interface Grant {
  readonly conversationId: string;
  readonly token: string;
  readonly userId: string;
}

export type Sent = Message & { readonly replyToId?: string; readonly channelData?: Record<string, unknown> };

/** A card form as the customer sees it: its one-time data is what a button gives back. */
interface Card {
  readonly actions?: readonly { title: string; data?: Record<string, unknown> }[];
}

/** A customer in the chat widget, through the public Direct Line client and plain HTTP only. */
export class Customer {
  origin: string;
  #cookie = '';
  #client: DirectLine | undefined;
  #grant: Grant | undefined;
  #log: Sent[] = [];
  #read = 0;

  constructor(origin: string) {
    this.origin = origin;
  }

  /**
   * What was said so far, both sides, in the order of the log. The stock client mixes frames that follow each
   * other closely; the server's times never repeat within a conversation.
   */
  get log(): readonly Sent[] {
    return this.#log.toSorted((a, b) => (a.timestamp ?? '').localeCompare(b.timestamp ?? ''));
  }

  get conversationId(): string {
    return this.#held().conversationId;
  }

  /** Opens the page, or opens it again: the cookie names the visitor. */
  async comes(origin = this.origin): Promise<this> {
    this.leaves();
    this.origin = origin;
    const answer = await this.#fetch(`${origin}/v3/directline/tokens/generate`, { method: 'POST' });
    this.#grant = (await answer.json()) as Grant;
    this.#log = [];
    this.#read = 0;
    this.#client = new DirectLine({
      domain: `${origin}/v3/directline`,
      token: this.#grant.token,
      conversationId: this.#grant.conversationId,
      webSocket: true,
    });
    this.#client.activity$.subscribe({
      next: (activity: Activity) => {
        if (activity.type === 'message') this.#log.push(activity);
      },
      // The client reports the end that `leaves` brings about as an error, too.
      error: () => undefined,
    });
    return this;
  }

  leaves(): void {
    this.#client?.end();
    this.#client = undefined;
  }

  /** Tells the exchange's account page (of the demo) who this is. */
  async isKnownAs(account: Record<string, string>): Promise<void> {
    await this.#fetch(`${this.origin}/demo/account`, { method: 'PUT', body: JSON.stringify(account) });
  }

  async says(text: string): Promise<void> {
    await this.#post({ type: 'message', text });
  }

  /** Fills in the newest form and presses the button with this title. */
  async fills(values: Record<string, string>, button: RegExp): Promise<void> {
    const card = this.#log
      .filter((one) => one.from.id !== this.#held().userId)
      .flatMap((one) => one.attachments ?? [])
      .filter((one) => one.contentType === 'application/vnd.microsoft.card.adaptive')
      .at(-1) as { content: Card } | undefined;
    const action = card?.content.actions?.find(({ title }) => button.test(title));
    if (!action) throw new Error(`There is no card with a button ${button}`);
    await this.#post({
      type: 'message',
      value: { ...action.data, ...values },
      channelData: { postBack: true },
    });
  }

  async sends(...files: { name: string; bytes: Buffer; type?: string }[]): Promise<void> {
    const { conversationId, token, userId } = this.#held();
    const form = new FormData();
    const activity = { type: 'message', from: { id: userId }, channelData: { clientActivityID: newId() } };
    form.append(
      'activity',
      new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }),
    );
    for (const { name, bytes, type } of files) {
      form.append('file', new Blob([new Uint8Array(bytes)], { type: type ?? 'image/jpeg' }), name);
    }
    const answer = await fetch(
      `${this.origin}/v3/directline/conversations/${conversationId}/upload?userId=${userId}`,
      { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form },
    );
    if (!answer.ok) throw new Error(`The upload was answered with ${answer.status}`);
  }

  /** Waits for the next message of the other side that matches, past those already heard. */
  hears(pattern: RegExp, timeoutMs = 60_000): Promise<Sent> {
    return until(
      `the customer to hear ${pattern}`,
      () => {
        for (let i = this.#read; i < this.#log.length; i++) {
          const one = this.#log[i];
          if (one && one.from.id !== this.#held().userId && pattern.test(wordsOf(one))) {
            this.#read = i + 1;
            return one;
          }
        }
        return undefined;
      },
      { timeoutMs, instead: () => `Heard since: ${this.#log.slice(this.#read).map(wordsOf).join(' | ')}` },
    );
  }

  async #post(activity: Record<string, unknown>): Promise<void> {
    const client = this.#client;
    if (!client) throw new Error('The customer is not there');
    const { userId } = this.#held();
    const id = await new Promise<string>((resolve, reject) => {
      client
        .postActivity({ ...activity, from: { id: userId } } as unknown as Message)
        .subscribe(resolve, reject);
    });
    if (id === 'retry') throw new Error('The message was not taken');
  }

  async #fetch(address: string, init: { method: string; body?: string }): Promise<Response> {
    const answer = await fetch(address, {
      ...init,
      headers: { cookie: this.#cookie, 'content-type': 'application/json' },
    });
    const [cookie] = answer.headers.getSetCookie();
    if (cookie) this.#cookie = cookie.split(';', 1)[0] ?? '';
    if (!answer.ok) throw new Error(`${new URL(address).pathname} was answered with ${answer.status}`);
    return answer;
  }

  #held(): Grant {
    if (!this.#grant) throw new Error('The customer never came');
    return this.#grant;
  }
}

/** All that a message shows in words: its text, its cards, its buttons. */
export function wordsOf(message: Sent): string {
  const parts = [message.text ?? ''];
  for (const { content } of (message.attachments ?? []) as { content?: unknown }[]) {
    if (content !== undefined) parts.push(JSON.stringify(content));
  }
  return parts.join('\n');
}

function newId(): string {
  return Math.random().toString(36).slice(2);
}
