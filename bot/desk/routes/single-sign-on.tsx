import type { Response, Server } from 'restify';

import type { FailureReason } from '../../people/sign-in.ts';
import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { createCookie } from '../http/cookies.ts';
import { deskAddress } from '../http/desk-address.ts';
import { originOf } from '../http/origin.ts';
import { redirect, sendPage } from '../http/page.tsx';
import type { Flow } from '../sign-on/single-sign-on.ts';
import { GoOnPage } from '../views/go-on-page.tsx';
import { MessagePage } from '../views/message-page.tsx';

const CALLBACK = '/desk/sign-in/provider/back';
/** Long enough to sign in there, with whatever second factor they ask for. */
const FLOW_MS = 10 * 60_000;
const CONTEXT = 'desk.single-sign-on';

interface KeptFlow extends Flow {
  readonly next: string;
  readonly link?: string;
  readonly until: number;
}

const REFUSED: Readonly<Partial<Record<FailureReason, string>>> = {
  provider_refused:
    'The identity provider did not confirm who you are, or it took too long. Please try once more.',
  no_role:
    'You are known there, but no role of this desk belongs to you. Ask an admin of this desk for an invitation, or for the group that gives you one.',
  other_domain: 'This desk is open to addresses of one organisation only, and yours is not one of them.',
  disabled: 'Your access to this desk was taken away. Ask an admin of this desk.',
};

/** Signing in at the identity provider, and joining by an invitation that way. */
export function serveSingleSignOn(
  server: Server,
  guard: Guard,
  parts: Pick<DeskParts, 'people' | 'config' | 'singleSignOn' | 'vault' | 'now'>,
): void {
  const { people, singleSignOn, vault, now } = parts;
  if (!singleSignOn) return;
  const isHttps = parts.config.http.publicUrl?.startsWith('https:') ?? false;
  // It has to come along when the provider sends the browser back, so it cannot be Strict.
  const flowCookie = createCookie('desk-provider', isHttps, 'Lax');

  function readFlow(sealed: string | undefined): KeptFlow | undefined {
    if (sealed === undefined) return undefined;
    try {
      const flow = vault.open<KeptFlow>(Buffer.from(sealed, 'base64url'), CONTEXT);
      return flow.until > now().getTime() ? flow : undefined;
    } catch {
      // Not one of ours.
      return undefined;
    }
  }

  function refuse(res: Response, why: FailureReason): void {
    const text = REFUSED[why] ?? REFUSED['provider_refused'] ?? '';
    const next = { to: '/desk/sign-in', text: 'Back to the sign-in' };
    sendPage(res, <MessagePage title="You could not be signed in" {...{ text, next }} />, 403);
  }

  // A link and no form: browsers hold forms back that end at another site (form-action).
  server.get(
    '/desk/sign-in/provider',
    guard.open(async ({ req, res, query }) => {
      const { address, flow } = await singleSignOn.begin(`${originOf(req, parts.config.http)}${CALLBACK}`);
      const link = query.get('link');
      const kept: KeptFlow = {
        ...flow,
        next: deskAddress(query.get('next')),
        until: now().getTime() + FLOW_MS,
        ...(link !== null && { link }),
      };
      flowCookie.write(res, vault.seal(kept, CONTEXT).toString('base64url'), FLOW_MS / 1000);
      redirect(res, address);
    }),
  );

  server.get(
    CALLBACK,
    guard.open(async ({ req, res, visitor }) => {
      const flow = readFlow(flowCookie.read(req));
      flowCookie.clear(res);
      if (!flow) {
        refuse(res, 'provider_refused');
        return;
      }
      const address = new URL(req.url ?? CALLBACK, originOf(req, parts.config.http));
      const vouched = await singleSignOn.finish(address, flow);
      if (vouched.kind === 'refused') {
        await people.signIn.noteFailure(vouched.why, visitor);
        refuse(res, vouched.why);
        return;
      }
      const admission = await people.identities.admit(
        vouched.identity,
        singleSignOn.claimsDecide
          ? { from: 'claims', role: vouched.role }
          : { from: 'desk', link: flow.link },
      );
      if (admission.kind !== 'admitted') {
        await people.signIn.noteFailure(admission.kind, visitor, admission.agentId);
        refuse(res, admission.kind);
        return;
      }
      guard.signIn(res, await people.signIn.proven(admission.agent, 'single_sign_on', visitor));
      // Not a redirect: it would still belong to the other site's navigation, and the cookie would stay behind.
      sendPage(res, <GoOnPage to={flow.next} />);
    }),
  );
}
