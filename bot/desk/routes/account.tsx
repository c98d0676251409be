import type { Server } from 'restify';

import type { DeskParts } from '../desk.ts';
import type { Guard, Visit } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { AccountPage, type AccountProps } from '../views/account-page.tsx';
import type { Notice } from '../views/layout.tsx';

const NOTICES: Readonly<Record<string, Notice>> = {
  off: { kind: 'done', text: 'The second factor is off.' },
  ended: { kind: 'done', text: 'Ended: that browser has to sign in again.' },
  password: { kind: 'done', text: 'Your password is changed, and your other sessions have ended.' },
};

const WRONG_PASSWORD: Notice = { kind: 'warning', text: 'That is not your password. Nothing was changed.' };
const WRONG_CODE: Notice = {
  kind: 'warning',
  text: 'That code is not right any more, or was used already. Take the next one that the app shows.',
};
const TOO_MANY: Notice = { kind: 'warning', text: 'Too many tries. Please wait a quarter of an hour.' };
const TURNED_ON: Notice = { kind: 'done', text: 'The second factor is on. Keep the recovery codes below.' };

/** What people decide about their own account. */
export function serveAccount(
  server: Server,
  guard: Guard,
  parts: Pick<DeskParts, 'people' | 'config'>,
): void {
  const { agents, sessions, secondFactor, ownAccount } = parts.people;
  const { requireSecondFactor } = parts.config.agents;

  async function show(
    { res, viewer, agent, session }: Visit,
    extra: Partial<Pick<AccountProps, 'notice' | 'recoveryCodes' | 'passwordFault'>> = {},
    status = 200,
  ): Promise<void> {
    const [current, own, draft, recoveryCodesLeft] = await Promise.all([
      agents.find(agent.id),
      sessions.of(agent.id),
      secondFactor.draftOf(agent.id, agent.login),
      secondFactor.recoveryCodesLeft(agent.id),
    ]);
    sendPage(
      res,
      <AccountPage
        viewer={viewer}
        agent={current ?? agent}
        sessions={own}
        sessionId={session.id}
        factorRequired={requireSecondFactor}
        {...{ draft, recoveryCodesLeft, ...extra }}
      />,
      status,
    );
  }

  const done = (visit: Visit, what: string): void => redirect(visit.res, `/desk/account?done=${what}`);

  server.get(
    '/desk/account',
    guard.page('desk.use', (visit) => show(visit, { notice: NOTICES[visit.query.get('done') ?? ''] })),
  );

  server.post(
    '/desk/account/second-factor/begin',
    guard.form('desk.use', async (visit) => {
      const proof = await ownAccount.prove(visit.agent, visit.form.text('password'));
      if (proof === 'too_many_tries') return show(visit, { notice: TOO_MANY }, 429);
      if (proof === 'wrong') return show(visit, { notice: WRONG_PASSWORD }, 422);
      if (!visit.agent.hasSecondFactor) await secondFactor.draft(visit.agent.id);
      redirect(visit.res, '/desk/account');
    }),
  );

  // Not a redirect: the recovery codes are shown this once.
  server.post(
    '/desk/account/second-factor/confirm',
    guard.form('desk.use', async (visit) => {
      if (await ownAccount.tooManyCodes(visit.agent)) return show(visit, { notice: TOO_MANY }, 429);
      const recoveryCodes = await secondFactor.confirm(visit.agent.id, visit.form.text('code'));
      if (!recoveryCodes) return show(visit, { notice: WRONG_CODE }, 422);
      await sessions.endOwn(visit.agent.id, { allBut: visit.session.id });
      return show(visit, { notice: TURNED_ON, recoveryCodes });
    }),
  );

  server.post(
    '/desk/account/second-factor/off',
    guard.form('desk.use', async (visit) => {
      if (await ownAccount.tooManyCodes(visit.agent)) return show(visit, { notice: TOO_MANY }, 429);
      const isOff = await secondFactor.turnOff(visit.agent.id, visit.form.text('code'));
      if (!isOff) return show(visit, { notice: WRONG_CODE }, 422);
      done(visit, 'off');
    }),
  );

  server.post(
    '/desk/account/password',
    guard.form('desk.use', async (visit) => {
      const { agent, form, session } = visit;
      const proof = await ownAccount.prove(agent, form.text('password'));
      if (proof === 'too_many_tries') return show(visit, { notice: TOO_MANY }, 429);
      if (proof === 'wrong') return show(visit, { passwordFault: 'password_wrong' }, 422);
      const passwordFault = await ownAccount.changePassword(agent, form.text('new-password'));
      if (passwordFault) return show(visit, { passwordFault }, 422);
      await sessions.endOwn(agent.id, { allBut: session.id });
      done(visit, 'password');
    }),
  );

  server.post(
    '/desk/account/sessions/end',
    guard.form('desk.use', async (visit) => {
      await sessions.endOwn(visit.agent.id, { id: visit.form.id('session') });
      done(visit, 'ended');
    }),
  );

  server.post(
    '/desk/account/sessions/end-others',
    guard.form('desk.use', async (visit) => {
      await sessions.endOwn(visit.agent.id, { allBut: visit.session.id });
      done(visit, 'ended');
    }),
  );
}
