import type { Server } from 'restify';

import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { MessagePage } from '../views/message-page.tsx';
import { WelcomePage } from '../views/welcome-page.tsx';

/** Where the holder of a one-time link becomes an agent. */
export function serveWelcome(
  server: Server,
  guard: Guard,
  parts: Pick<DeskParts, 'people' | 'singleSignOn'>,
): void {
  const { invitations, signIn } = parts.people;
  // Where the provider's claims decide on roles, an invitation could only contradict them.
  const provider = parts.singleSignOn?.claimsDecide === false ? parts.singleSignOn.name : undefined;

  server.get(
    '/desk/welcome/:token',
    guard.open(async ({ req, res, formToken }) => {
      const { token } = req.params as { token: string };
      const good = await invitations.isGood(token);
      if (good) sendPage(res, <WelcomePage {...{ token, formToken }} providerName={provider} />);
      else sendPage(res, deadLink, 410);
    }),
  );

  server.post(
    '/desk/welcome/:token',
    guard.openForm(async ({ req, res, form, formToken, visitor }) => {
      const { token } = req.params as { token: string };
      const [name, login] = [form.text('name'), form.text('login')];
      const result = await invitations.welcome(token, { name, login, password: form.text('password') });
      if (result.kind === 'link_dead') sendPage(res, deadLink, 410);
      else if (result.kind === 'faults') {
        const { faults } = result;
        const page = <WelcomePage {...{ token, formToken, name, login, faults }} providerName={provider} />;
        sendPage(res, page, 422);
      } else {
        guard.signIn(res, await signIn.proven(result.agent, 'link', visitor));
        redirect(res, '/desk?done=welcome');
      }
    }),
  );
}

const deadLink = (
  <MessagePage
    title="This link does not work any more"
    text="It was used already, taken back or has run out. Ask a colleague at the desk for a new invitation. If nobody can sign in yet, start the server again: it prints a new link."
    next={{ to: '/desk/sign-in', text: 'Sign in' }}
  />
);
