import type { Server } from 'restify';

import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { DeliveriesPage } from '../views/deliveries-page.tsx';
import type { Notice } from '../views/layout.tsx';

const NOTICES: Readonly<Record<string, Notice>> = {
  resent: { kind: 'done', text: 'It is being sent again.' },
  all: { kind: 'done', text: 'All that were given up are being sent again.' },
  gone: { kind: 'warning', text: 'Somebody had sent that again already.' },
};

/** What was to be told to helpdesks outside and did not arrive. */
export function serveDeliveries(server: Server, guard: Guard, { deliveries, now }: DeskParts): void {
  server.get(
    '/desk/deliveries',
    guard.page('deliveries.read', async ({ res, viewer, query }) => {
      const notice = NOTICES[query.get('done') ?? ''];
      const troubled = await deliveries.troubled();
      sendPage(res, <DeliveriesPage viewer={viewer} troubled={troubled} now={now()} notice={notice} />);
    }),
  );

  server.post(
    '/desk/deliveries/resend',
    guard.form('deliveries.resend', async ({ res, agent }) => {
      await deliveries.resendAll(`agent:${agent.id}`);
      redirect(res, '/desk/deliveries?done=all');
    }),
  );

  server.post(
    '/desk/deliveries/resend-one',
    guard.form('deliveries.resend', async ({ res, agent, form }) => {
      const again = await deliveries.resend(form.id('delivery'), `agent:${agent.id}`);
      redirect(res, `/desk/deliveries?done=${again ? 'resent' : 'gone'}`);
    }),
  );
}
