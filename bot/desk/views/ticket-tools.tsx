import type { ComponentChildren, VNode } from 'preact';

import { may } from '../../people/roles.ts';
import { PRIORITIES } from '../../tickets/service-levels.ts';
import type { TicketNote } from '../../tickets/ticket-desk.ts';
import type { TicketRecord } from '../../tickets/tickets.ts';
import type { CannedReply } from '../../workbench/canned-replies.ts';
import type { Macro } from '../../workbench/macros.ts';
import { PRIORITY_WORDS } from '../reading/words.ts';
import { Deadline, KeptDeadline } from './deadline.tsx';
import { FormToken, type Viewer } from './layout.tsx';
import { PriorityBadge } from './ticket-row.tsx';
import { Moment } from './time.tsx';

export const MAX_DESK_NOTE_CHARACTERS = 4000;
export const MAX_REASON_CHARACTERS = 500;

/** What agents have at hand on a ticket's page, beside the answer. */
export interface TicketTools {
  readonly agents: readonly { readonly id: string; readonly name: string }[];
  readonly replies: readonly Pick<CannedReply, 'id' | 'title'>[];
  readonly macros: readonly Pick<Macro, 'id' | 'title'>[];
  readonly notes: readonly TicketNote[];
  /** Why it was handed to whom, the last time. */
  readonly handedOver?: { readonly at: string; readonly to: string; readonly reason?: string } | undefined;
  readonly timeZone: string;
}

export interface ToolProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly ticket: TicketRecord;
  readonly tools: TicketTools;
  readonly formKey: string;
  readonly agentName: (agentId: string) => string;
}

/** Who looks after it, how pressing it is, and steps that belong together. */
export function TicketToolsCard(props: ToolProps): VNode {
  const { ticket, tools, now, agentName } = props;
  const { handedOver } = tools;
  return (
    <section class="card stack" aria-labelledby="tools">
      <div class="spread">
        <h2 id="tools">Handling</h2>
        <PriorityBadge priority={ticket.priority} />
      </div>
      <Promises ticket={ticket} now={now} timeZone={tools.timeZone} />
      {handedOver?.to === ticket.agentId && handedOver?.reason !== undefined && (
        <p class="small">
          <span class="quiet">Handed to {agentName(handedOver.to)}: </span>
          {handedOver.reason}
        </p>
      )}
      {tools.macros.length > 0 && ticket.state !== 'closed' && (
        <ToolForm {...props} action="macro">
          <label>
            Macro
            <select name="macro" id="macro" aria-keyshortcuts="m">
              {tools.macros.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <button type="submit">Run</button>
        </ToolForm>
      )}
      <details>
        <summary>Hand over, or change the priority</summary>
        <div class="stack tight">
          <AssignForm {...props} />
          <ToolForm {...props} action="priority">
            <label>
              Priority
              <select name="priority">
                {PRIORITIES.map((priority) => (
                  <option key={priority} value={priority} selected={priority === ticket.priority}>
                    {PRIORITY_WORDS[priority]}
                  </option>
                ))}
              </select>
            </label>
            <button type="submit">Change</button>
          </ToolForm>
        </div>
      </details>
    </section>
  );
}

function AssignForm(props: ToolProps): VNode | null {
  const { ticket, tools, viewer } = props;
  if (!may(viewer.role, 'tickets.reassign')) return null;
  const others = tools.agents.filter(({ id }) => id !== ticket.agentId);
  if (ticket.state === 'solved' || ticket.state === 'closed' || others.length === 0) return null;
  return (
    <ToolForm {...props} action="assign">
      <label>
        Hand to
        <select name="to">
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="wide">
        Why <span class="quiet small">(only the desk reads it)</span>
        <input name="reason" maxlength={MAX_REASON_CHARACTERS} autocomplete="off" />
      </label>
      <button type="submit">Hand over</button>
    </ToolForm>
  );
}

function ToolForm({
  viewer,
  ticket,
  formKey,
  action,
  children,
}: ToolProps & { action: string; children: ComponentChildren }): VNode {
  return (
    <form class="tool" action={`/desk/tickets/${ticket.number}/${action}`} method="post">
      <FormToken viewer={viewer} />
      <input type="hidden" name="key" value={`${formKey}-${action}`} />
      <input type="hidden" name="version" value={ticket.version} data-version="" />
      {children}
    </form>
  );
}

/** What was promised, and whether it was kept. */
function Promises({
  ticket,
  now,
  timeZone,
}: {
  ticket: TicketRecord;
  now: Date;
  timeZone: string;
}): VNode | null {
  const { answerDueAt, solutionDueAt, firstAnsweredAt, finishedAt, dueAt } = ticket;
  if (answerDueAt === undefined || solutionDueAt === undefined) return null;
  return (
    <dl class="facts" title={`Working hours of ${timeZone.replaceAll('_', ' ')}`}>
      <div>
        <dt>First answer</dt>
        <dd>
          {firstAnsweredAt ? (
            <KeptDeadline at={answerDueAt} keptAt={firstAnsweredAt} />
          ) : finishedAt ? (
            <span class="quiet">none was needed</span>
          ) : (
            <Deadline at={answerDueAt} now={now} what="Answer" />
          )}
        </dd>
      </div>
      <div>
        <dt>Solution</dt>
        <dd>
          {finishedAt ? (
            <KeptDeadline at={solutionDueAt} keptAt={finishedAt} />
          ) : dueAt === undefined ? (
            <span class="quiet">stands still: the customer is asked</span>
          ) : (
            <Deadline at={solutionDueAt} now={now} what="Solution" />
          )}
        </dd>
      </div>
    </dl>
  );
}

/** What agents tell each other. Set apart, so that nobody takes it for an answer. */
export function NotesCard({ viewer, ticket, tools, formKey, agentName }: ToolProps): VNode {
  return (
    <section class="card stack notes" aria-labelledby="notes">
      <div class="spread">
        <h2 id="notes">Notes for the desk</h2>
        <span class="quiet small">The customer never sees them.</span>
      </div>
      <div data-live="notes" class="stack tight">
        {tools.notes.map(({ at, agentId, text }) => (
          <article key={at} class="note">
            <p class="quiet small">
              {agentName(agentId)}, <Moment at={at} />
            </p>
            <p class="pre">{text}</p>
          </article>
        ))}
      </div>
      <form
        class="stack tight"
        action={`/desk/tickets/${ticket.number}/note`}
        method="post"
        data-send-with="ctrl-enter"
      >
        <FormToken viewer={viewer} />
        <input type="hidden" name="key" value={`${formKey}-note`} />
        <label class="unseen" for="note">
          A note for the desk
        </label>
        <textarea
          id="note"
          name="text"
          rows={2}
          required
          maxlength={MAX_DESK_NOTE_CHARACTERS}
          placeholder="A note for your colleagues"
          aria-keyshortcuts="i"
        />
        <div>
          <button type="submit" title="Ctrl + Enter">
            Add the note
          </button>
        </div>
      </form>
    </section>
  );
}

const PICKER = 'reply-picker';

/** The form of `ReplyPicker`: one cannot stand in another, but its fields can. */
export function ReplyPickerForm({ ticket }: Pick<ToolProps, 'ticket'>): VNode {
  return <form id={PICKER} action={`/desk/tickets/${ticket.number}`} method="get" data-reply-picker="" />;
}

/** A canned reply comes into the answer, filled in for this customer, to be read and changed before it is sent. */
export function ReplyPicker({ tools }: Pick<ToolProps, 'tools'>): VNode | null {
  if (tools.replies.length === 0) return null;
  return (
    <div class="reply-picker">
      <label class="unseen" for="canned">
        Canned reply
      </label>
      <select name="reply" id="canned" form={PICKER} aria-keyshortcuts="c">
        {tools.replies.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      <button type="submit" form={PICKER}>
        Put into the answer
      </button>
    </div>
  );
}
