import type { Response, Server } from 'restify';

import type { DeskParts } from '../desk.ts';
import type { Guard, Visit } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import type { Notice } from '../views/layout.tsx';
import { PeoplePage } from '../views/people-page.tsx';

const NOTICES: Readonly<Record<string, Notice>> = {
  voided: { kind: 'done', text: 'The invitation is taken back: its address leads nowhere now.' },
  disabled: { kind: 'done', text: 'The access is taken away, and every session of theirs has ended.' },
  enabled: { kind: 'done', text: 'They can sign in again with the login and password they had.' },
  yourself: { kind: 'warning', text: 'You cannot take away your own access. Ask a colleague to do it.' },
};

export function servePeople(server: Server, guard: Guard, parts: Pick<DeskParts, 'people' | 'config'>): void {
  const { agents } = parts.people;

  async function show({ res, viewer, query }: Visit, invitation?: string): Promise<void> {
    const notice = NOTICES[query.get('done') ?? ''];
    const [all, invitations] = await Promise.all([agents.all(), agents.invitations()]);
    sendPage(
      res,
      <PeoplePage
        viewer={viewer}
        agents={all}
        {...{ invitations, notice }}
        {...(invitation && { invitation })}
      />,
    );
  }

  const back = (res: Response, done: string): void => redirect(res, `/desk/people?done=${done}`);

  server.get(
    '/desk/people',
    guard.page(async (visit) => show(visit)),
  );

  // Not a redirect: the address is shown this once and stands in no other page, history or log.
  server.post(
    '/desk/people/invite',
    guard.form(async (visit) => {
      const token = await agents.invite(visit.agent.id);
      const origin = parts.config.http.publicUrl ?? `http://${visit.req.headers.host ?? 'localhost'}`;
      await show(visit, `${origin}/desk/welcome/${token}`);
    }),
  );

  server.post(
    '/desk/people/void',
    guard.form(async ({ res, form }) => {
      await agents.voidInvitation(form.id('invitation'));
      back(res, 'voided');
    }),
  );

  server.post(
    '/desk/people/disable',
    guard.form(async ({ res, form, agent }) => {
      const id = form.id('agent');
      if (id === agent.id) {
        back(res, 'yourself');
        return;
      }
      await agents.disable(id, agent.id);
      back(res, 'disabled');
    }),
  );

  server.post(
    '/desk/people/enable',
    guard.form(async ({ res, form }) => {
      await agents.enable(form.id('agent'));
      back(res, 'enabled');
    }),
  );
}
