import type { Server } from 'restify';

import { MOST_VIEWS } from '../../workbench/saved-views.ts';
import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { redirect } from '../http/page.tsx';
import { queueAddress, readFilter, writeFilter } from '../reading/ticket-filter.ts';

const MAX_NAME_CHARACTERS = 40;

/** Filters of the queue that agents keep, for themselves or for everybody. */
export function serveViews(server: Server, guard: Guard, { savedViews }: DeskParts): void {
  server.post(
    '/desk/views',
    guard.form('tickets.read', async ({ res, form, agent }) => {
      const filter = readFilter(new URLSearchParams(form.text('filter')));
      const name = form.text('name').trim();
      const isNamed = name !== '' && name.length <= MAX_NAME_CHARACTERS;
      const isRoom = (await savedViews.of(agent.id)).length < MOST_VIEWS;
      if (isNamed && isRoom) {
        const shared = form.text('shared') === 'yes';
        await savedViews.keep({ agentId: agent.id, name, shared, filter: writeFilter(filter) });
      }
      const done = isNamed ? (isRoom ? 'kept' : 'many') : 'unnamed';
      const address = queueAddress(filter);
      redirect(res, `${address}${address.includes('?') ? '&' : '?'}done=${done}`);
    }),
  );

  server.post(
    '/desk/views/remove',
    guard.form('tickets.read', async ({ res, form, agent }) => {
      await savedViews.remove(form.id('view'), agent.id);
      redirect(res, '/desk?done=removed');
    }),
  );
}
