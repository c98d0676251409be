import { randomUUID } from 'node:crypto';

import type { Server } from 'restify';

import { isPriority } from '../../tickets/service-levels.ts';
import { may, type Role } from '../../people/roles.ts';
import type { ActingAgent, TicketResult } from '../../tickets/tickets.ts';
import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { redirect } from '../http/page.tsx';

/** As many as a page shows, and some. */
const MOST_AT_ONCE = 100;
const PICKED = /^(VG-\d{4,12}):(\d{1,9})$/;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One wish for many tickets. Each is done or left by itself, and the page says how many were left. */
export function serveBulk(server: Server, guard: Guard, parts: DeskParts): void {
  const { tickets, ticketDesk, people } = parts;

  type Act = (number: string, form: { key: string; version: number }) => Promise<TicketResult>;

  async function actOf(wish: string, agent: ActingAgent & { readonly role: Role }): Promise<Act | undefined> {
    const [kind = '', to = ''] = wish.split(':', 2);
    switch (kind) {
      case 'take':
      case 'solve':
      case 'close':
      case 'reopen':
        return (number, form) => tickets[kind](number, agent, form);
      case 'assign': {
        const colleague =
          may(agent.role, 'tickets.reassign') && ID.test(to) ? await people.agents.find(to) : undefined;
        if (!colleague || colleague.disabled) return undefined;
        return (number, form) => ticketDesk.assign(number, { to: colleague }, agent, form);
      }
      case 'priority':
        return isPriority(to) ? (number, form) => ticketDesk.setPriority(number, to, agent, form) : undefined;
      default:
        return undefined;
    }
  }

  server.post(
    '/desk/bulk',
    guard.form('tickets.answer', async ({ res, form, agent }) => {
      const act = await actOf(form.text('act'), agent);
      const picked = form
        .all('ticket')
        .slice(0, MOST_AT_ONCE)
        .map((text) => PICKED.exec(text));
      let done = 0;
      let left = 0;
      for (const match of picked) {
        const [, number = '', version = ''] = match ?? [];
        const result =
          act && match
            ? await act(number, { key: `bulk-${randomUUID()}`, version: Number(version) })
            : undefined;
        if (result?.kind === 'done') done += 1;
        else left += 1;
      }
      redirect(res, withCounts(form.text('back'), done, left));
    }),
  );
}

/** Only the queue: a form cannot send anybody elsewhere. */
function withCounts(back: string, done: number, left: number): string {
  const address = /^\/desk(\?[\w=&%.:-]*)?$/.test(back) ? back : '/desk';
  return `${address}${address.includes('?') ? '&' : '?'}bulk=${done}-${left}`;
}
