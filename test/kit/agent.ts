/** What the first agent chooses on the page behind the one-time link. */
export const ROBIN = { name: 'Robin Desk', login: 'robin', password: 'correct horse battery staple' };

/** An agent at the desk without a browser: real pages, real forms, real cookies. */
export class Agent {
  readonly origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Opens the one-time link and becomes an agent. */
  async comesWith(link: string, about: { name: string; login: string; password: string }): Promise<this> {
    await this.submits(await this.opens(link), /\/desk\/welcome\//, about);
    const queue = await this.opens('/desk');
    if (!queue.html.includes(about.name)) throw new Error('The agent is not signed in');
    return this;
  }

  async opens(address: string): Promise<DeskPage> {
    return this.#goes(new URL(address, this.origin), { method: 'GET' });
  }

  /** Sends the page's form whose action matches, with its hidden fields and what the agent filled in. */
  async submits(
    page: DeskPage,
    action: RegExp,
    values: Record<string, string | readonly string[]>,
  ): Promise<DeskPage> {
    const form = formsOf(page.html).find((one) => action.test(one.action));
    if (!form) throw new Error(`${page.address} has no form ${action}`);
    const body = new URLSearchParams(form.hidden);
    for (const [name, value] of Object.entries(values)) {
      for (const one of [value].flat()) body.append(name, one);
    }
    return this.#goes(new URL(form.action, page.address), { method: 'POST', body });
  }

  async fetches(address: string): Promise<Response> {
    return fetch(new URL(address, this.origin), { headers: { cookie: this.#cookieHeader() } });
  }

  async #goes(address: URL, init: { method: string; body?: URLSearchParams }): Promise<DeskPage> {
    const answer = await fetch(address, {
      ...init,
      redirect: 'manual',
      headers: { cookie: this.#cookieHeader(), origin: this.origin, accept: 'text/html' },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split('=', 2);
      this.#cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next !== null) return this.#goes(new URL(next, address), { method: 'GET' });
    const html = await answer.text();
    if (!answer.ok) throw new Error(`${address.pathname} was answered with ${answer.status}`);
    return { address: address.href, html };
  }

  #cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

export interface DeskPage {
  readonly address: string;
  readonly html: string;
}

function formsOf(html: string): { action: string; hidden: Record<string, string> }[] {
  return [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
    ([, action = '', inside = '']) => ({
      action: action.replaceAll('&amp;', '&'),
      hidden: Object.fromEntries(
        [...inside.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
          /name="([^"]*)"/.exec(input)?.[1] ?? '',
          (/value="([^"]*)"/.exec(input)?.[1] ?? '').replaceAll('&amp;', '&'),
        ]),
      ),
    }),
  );
}
