import type { VNode } from 'preact';

import type { Agent, Invitation } from '../../people/agents.ts';
import { Badge } from './badge.tsx';
import { FormToken, Layout, type Notice, type Viewer } from './layout.tsx';
import { Moment } from './time.tsx';

export interface PeopleProps {
  readonly viewer: Viewer;
  readonly agents: readonly Agent[];
  readonly invitations: readonly Invitation[];
  /** The address of an invitation that was just made; it is shown once. */
  readonly invitation?: string;
  readonly notice?: Notice | undefined;
}

export function PeoplePage({ viewer, agents, invitations, invitation, notice }: PeopleProps): VNode {
  const nameOf = (id: string | undefined) =>
    agents.find((agent) => agent.id === id)?.name ?? 'the first start';
  return (
    <Layout title="People" viewer={viewer} current="people" notice={notice}>
      <h1>People at the desk</h1>
      {invitation && (
        <section class="card stack highlight" role="status">
          <h2>Your invitation</h2>
          <p>
            Give this address to your colleague. It works once, for seven days, and is shown only now. Whoever
            opens it can join the desk.
          </p>
          <label>
            Address
            <input readonly value={invitation} data-select="" />
          </label>
        </section>
      )}
      <section class="card">
        <table class="people">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Login</th>
              <th scope="col">Signed in last</th>
              <th scope="col">
                <span class="unseen">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {agents.map((agent) => (
              <tr key={agent.id}>
                <th scope="row">
                  {agent.name} {agent.disabled && <Badge tone="quiet">No access</Badge>}
                  {agent.id === viewer.agentId && <Badge tone="calm">You</Badge>}
                </th>
                <td>{agent.login}</td>
                <td>{agent.signedInAt ? <Moment at={agent.signedInAt} /> : 'never'}</td>
                <td>{agent.id !== viewer.agentId && <AccessForm viewer={viewer} agent={agent} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section class="card stack">
        <h2>Invitations</h2>
        {invitations.length === 0 ? (
          <p class="quiet">None is open.</p>
        ) : (
          <ul class="plain-list">
            {invitations.map((one) => (
              <li key={one.id} class="spread">
                <span>
                  By {nameOf(one.invitedBy)}, good until <Moment at={one.expiresAt} />
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
        <form action="/desk/people/invite" method="post">
          <FormToken viewer={viewer} />
          <button type="submit">Invite a colleague</button>
        </form>
      </section>
    </Layout>
  );
}

function AccessForm({ viewer, agent }: { viewer: Viewer; agent: Agent }): VNode {
  return (
    <form action={agent.disabled ? '/desk/people/enable' : '/desk/people/disable'} method="post">
      <FormToken viewer={viewer} />
      <input type="hidden" name="agent" value={agent.id} />
      <button
        class="plain"
        type="submit"
        aria-label={`${agent.disabled ? 'Give access back to' : 'Take access away from'} ${agent.name}`}
      >
        {agent.disabled ? 'Give access back' : 'Take access away'}
      </button>
    </form>
  );
}
