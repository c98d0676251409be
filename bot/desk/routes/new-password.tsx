import type { Server } from 'restify';

import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { MessagePage } from '../views/message-page.tsx';
import { NewPasswordPage } from '../views/new-password-page.tsx';

/** Where the holder of a link that an admin made sets a password. */
export function serveNewPassword(server: Server, guard: Guard, { people }: Pick<DeskParts, 'people'>): void {
  const { passwordResets } = people;

  server.get(
    '/desk/new-password/:token',
    guard.open(async ({ req, res, formToken }) => {
      const { token } = req.params as { token: string };
      if (await passwordResets.isGood(token)) sendPage(res, <NewPasswordPage {...{ token, formToken }} />);
      else sendPage(res, deadLink, 410);
    }),
  );

  server.post(
    '/desk/new-password/:token',
    guard.openForm(async ({ req, res, form, formToken }) => {
      const { token } = req.params as { token: string };
      const outcome = await passwordResets.use(token, form.text('password'));
      if (outcome === 'done') redirect(res, '/desk/sign-in?done=password');
      else if (outcome === 'link_dead') sendPage(res, deadLink, 410);
      else sendPage(res, <NewPasswordPage {...{ token, formToken, fault: outcome.fault }} />, 422);
    }),
  );
}

const deadLink = (
  <MessagePage
    title="This link does not work any more"
    text="It was used already, has run out, or a newer one was made. Ask an admin of this desk for another one."
    next={{ to: '/desk/sign-in', text: 'Sign in' }}
  />
);
