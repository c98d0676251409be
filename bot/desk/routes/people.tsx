import type { Response, Server } from 'restify';

import { Failure } from '../../failure.ts';
import type { AccessChange } from '../../people/change-access.ts';
import { isRole, type Role } from '../../people/roles.ts';
import type { DeskParts } from '../desk.ts';
import type { Guard, Visit } from '../guard.tsx';
import type { Form } from '../http/form.ts';
import { originOf } from '../http/origin.ts';
import { redirect, sendPage } from '../http/page.tsx';
import type { Notice } from '../views/layout.tsx';
import { PeoplePage, type OneTimeAddress } from '../views/people-page.tsx';

const NOTICES: Readonly<Record<string, Notice>> = {
  voided: { kind: 'done', text: 'The invitation is taken back: its address leads nowhere now.' },
  disabled: { kind: 'done', text: 'The access is taken away, and every session of theirs has ended.' },
  enabled: { kind: 'done', text: 'They can sign in again with what they had.' },
  role: { kind: 'done', text: 'The role is changed. It counts from their next click on.' },
  reset: {
    kind: 'done',
    text: 'The second factor is reset and every session of theirs has ended. They sign in with the password alone, and can add a new one.',
  },
  no_password: {
    kind: 'warning',
    text: 'Nothing was changed: they have no password here, or no access.',
  },
  unchanged: { kind: 'done', text: 'It was so already.' },
  not_yours: {
    kind: 'warning',
    text: 'You cannot change your own access. Ask another admin to do it.',
  },
};

export function servePeople(
  server: Server,
  guard: Guard,
  parts: Pick<DeskParts, 'people' | 'config' | 'singleSignOn'>,
): void {
  const { agents, invitations, passwordResets, secondFactor } = parts.people;

  async function show({ res, viewer, query }: Visit, oneTime?: OneTimeAddress): Promise<void> {
    const notice = NOTICES[query.get('done') ?? ''];
    const [all, open] = await Promise.all([agents.all(), invitations.open()]);
    sendPage(
      res,
      <PeoplePage
        viewer={viewer}
        agents={all}
        invitations={open}
        claimsDecide={parts.singleSignOn?.claimsDecide ?? false}
        notice={notice}
        {...(oneTime && { oneTime })}
      />,
    );
  }

  const back = (res: Response, done: string): void => redirect(res, `/desk/people?done=${done}`);

  const conclude = (res: Response, change: AccessChange, done: string): void =>
    back(res, change === 'changed' ? done : change);

  function roleOf(form: Form): Role {
    const role = form.text('role');
    if (!isRole(role)) throw new Failure('bad_request', 'there is no such role');
    return role;
  }

  server.get(
    '/desk/people',
    guard.page('people.manage', async (visit) => show(visit)),
  );

  // Not a redirect: the address is shown this once and stands in no other page, history or log.
  server.post(
    '/desk/people/invite',
    guard.form('people.manage', async (visit) => {
      const token = await invitations.invite(visit.agent.id, roleOf(visit.form));
      const address = `${originOf(visit.req, parts.config.http)}/desk/welcome/${token}`;
      await show(visit, { address, kind: 'invitation' });
    }),
  );

  server.post(
    '/desk/people/void',
    guard.form('people.manage', async ({ res, form, agent }) => {
      await invitations.takeBack(form.id('invitation'), agent.id);
      back(res, 'voided');
    }),
  );

  server.post(
    '/desk/people/role',
    guard.form('people.manage', async ({ res, form, agent }) => {
      conclude(res, await agents.changeRole(form.id('agent'), roleOf(form), agent.id), 'role');
    }),
  );

  server.post(
    '/desk/people/disable',
    guard.form('people.manage', async ({ res, form, agent }) => {
      conclude(res, await agents.disable(form.id('agent'), agent.id), 'disabled');
    }),
  );

  server.post(
    '/desk/people/enable',
    guard.form('people.manage', async ({ res, form, agent }) => {
      conclude(res, await agents.enable(form.id('agent'), agent.id), 'enabled');
    }),
  );

  // Shown this once, as the address of an invitation is.
  server.post(
    '/desk/people/reset-password',
    guard.form('people.manage', async (visit) => {
      const made = await passwordResets.make(visit.form.id('agent'), visit.agent.id);
      if (typeof made === 'string') {
        back(visit.res, made === 'not_yours' ? made : 'no_password');
        return;
      }
      const address = `${originOf(visit.req, parts.config.http)}/desk/new-password/${made.token}`;
      await show(visit, { address, kind: 'password' });
    }),
  );

  server.post(
    '/desk/people/reset-second-factor',
    guard.form('people.manage', async ({ res, form, agent }) => {
      const id = form.id('agent');
      // One's own is turned off with a code: a session that somebody left open is not enough.
      if (id === agent.id) {
        back(res, 'not_yours');
        return;
      }
      await secondFactor.reset(id, agent.id);
      back(res, 'reset');
    }),
  );
}
