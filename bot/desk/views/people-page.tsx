import type { VNode } from 'preact';

import type { Agent } from '../../people/agent-rows.ts';
import type { Invitation } from '../../people/invitations.ts';
import { ROLES, type Role } from '../../people/roles.ts';
import { ROLE_WORDS } from '../reading/role-words.ts';
import { Badge } from './badge.tsx';
import { FormToken, Layout, type Notice, type Viewer } from './layout.tsx';
import { Moment } from './time.tsx';

/** An address that was just made; it is shown once. */
export interface OneTimeAddress {
  readonly kind: 'invitation' | 'password';
  readonly address: string;
}

const ONE_TIME: Readonly<Record<OneTimeAddress['kind'], readonly [string, string]>> = {
  invitation: [
    'Your invitation',
    'Give this address to your colleague. It works once, for seven days, and is shown only now. Whoever opens it can join the desk.',
  ],
  password: [
    'A new password',
    'Give this address to your colleague, and to nobody else: whoever opens it sets their password. It works once, for a day, and is shown only now. Their old password and every session of theirs have ended; their second factor stays.',
  ],
};

export interface PeopleProps {
  readonly viewer: Viewer;
  readonly agents: readonly Agent[];
  readonly invitations: readonly Invitation[];
  /** Roles of people who come by single sign-on are the provider's business. */
  readonly claimsDecide: boolean;
  readonly oneTime?: OneTimeAddress;
  readonly notice?: Notice | undefined;
}

export function PeoplePage(props: PeopleProps): VNode {
  const { viewer, agents, invitations, oneTime, notice } = props;
  const nameOf = (id: string | undefined) =>
    agents.find((agent) => agent.id === id)?.name ?? 'the first start';
  return (
    <Layout title="People" viewer={viewer} current="people" notice={notice}>
      <h1>People at the desk</h1>
      {oneTime && (
        <section class="card stack highlight" role="status">
          <h2>{ONE_TIME[oneTime.kind][0]}</h2>
          <p>{ONE_TIME[oneTime.kind][1]}</p>
          <label>
            Address
            <input readonly value={oneTime.address} data-select="" />
          </label>
        </section>
      )}
      <ul class="people">
        {agents.map((agent) => (
          <Person key={agent.id} agent={agent} {...props} />
        ))}
      </ul>
      <section class="card stack">
        <h2>Invitations</h2>
        {invitations.length === 0 ? (
          <p class="quiet">None is open.</p>
        ) : (
          <ul class="plain-list">
            {invitations.map((one) => (
              <li key={one.id} class="spread">
                <span>
                  {ROLE_WORDS[one.role].name}, by {nameOf(one.invitedBy)}, good until{' '}
                  <Moment at={one.expiresAt} />
                </span>
                <form action="/desk/people/void" method="post">
                  <FormToken viewer={viewer} />
                  <input type="hidden" name="invitation" value={one.id} />
                  <button class="plain" type="submit">
                    Take back
                  </button>
                </form>
              </li>
            ))}
          </ul>
        )}
        <form class="inline" action="/desk/people/invite" method="post">
          <FormToken viewer={viewer} />
          <RoleField label="Role of the new colleague" selected="agent" />
          <button type="submit">Invite a colleague</button>
        </form>
        <dl class="roles small">
          {ROLES.map((role) => (
            <div key={role}>
              <dt>{ROLE_WORDS[role].name}</dt>
              <dd class="quiet">{ROLE_WORDS[role].may}</dd>
            </div>
          ))}
        </dl>
      </section>
    </Layout>
  );
}

function Person({ agent, viewer, claimsDecide }: PeopleProps & { agent: Agent }): VNode {
  const isMe = agent.id === viewer.agentId;
  const roleIsTheirs = claimsDecide && !agent.hasPassword;
  return (
    <li class="card person">
      <div>
        <h2>
          {agent.name} {isMe && <Badge tone="calm">You</Badge>}
          {agent.disabled && <Badge tone="quiet">No access</Badge>}
        </h2>
        <p class="quiet small">
          {agent.login}
          {agent.hasPassword
            ? agent.hasSecondFactor
              ? ' · password and code'
              : ' · password'
            : ' · single sign-on'}
          {' · signed in last: '}
          {agent.signedInAt ? <Moment at={agent.signedInAt} /> : 'never'}
        </p>
      </div>
      {isMe || roleIsTheirs ? (
        <p>
          {ROLE_WORDS[agent.role].name}
          {roleIsTheirs && !isMe && <span class="quiet small"> (from the identity provider)</span>}
        </p>
      ) : (
        <form class="inline" action="/desk/people/role" method="post">
          <FormToken viewer={viewer} />
          <input type="hidden" name="agent" value={agent.id} />
          <RoleField label={`Role of ${agent.name}`} selected={agent.role} unseen />
          <button type="submit" aria-label={`Change the role of ${agent.name}`}>
            Change
          </button>
        </form>
      )}
      {!isMe && (
        <div class="buttons">
          {agent.hasPassword && !agent.disabled && (
            <AgentForm
              action="/desk/people/reset-password"
              words="Reset password"
              label={`Reset password of ${agent.name}`}
              {...{ viewer, agent }}
            />
          )}
          {agent.hasSecondFactor && (
            <AgentForm
              action="/desk/people/reset-second-factor"
              words="Reset second factor"
              label={`Reset second factor of ${agent.name}`}
              {...{ viewer, agent }}
            />
          )}
          {agent.disabled ? (
            <AgentForm
              action="/desk/people/enable"
              words="Give access back"
              label={`Give access back to ${agent.name}`}
              {...{ viewer, agent }}
            />
          ) : (
            <AgentForm
              action="/desk/people/disable"
              words="Take access away"
              label={`Take access away from ${agent.name}`}
              {...{ viewer, agent }}
            />
          )}
        </div>
      )}
    </li>
  );
}

function RoleField(props: { label: string; selected: Role; unseen?: boolean }): VNode {
  return (
    <label>
      <span class={props.unseen ? 'unseen' : undefined}>{props.label}</span>
      <select name="role">
        {ROLES.map((role) => (
          <option key={role} value={role} selected={role === props.selected}>
            {ROLE_WORDS[role].name}
          </option>
        ))}
      </select>
    </label>
  );
}

function AgentForm(props: {
  viewer: Viewer;
  agent: Agent;
  action: string;
  words: string;
  label: string;
}): VNode {
  return (
    <form action={props.action} method="post">
      <FormToken viewer={props.viewer} />
      <input type="hidden" name="agent" value={props.agent.id} />
      <button class="plain" type="submit" aria-label={props.label}>
        {props.words}
      </button>
    </form>
  );
}
