import type { ComponentChildren, VNode } from 'preact';

import type { Customer } from '../../../dialogs/services.ts';
import type { Standing as ChatStanding } from '../../conversations/conversations.ts';
import type { SubmissionRecord } from '../../submissions/submission.ts';
import type { TicketRecord } from '../../tickets/tickets.ts';
import { browserWords } from '../reading/words.ts';
import { SubmissionBadge, TicketBadge, Badge } from './badge.tsx';
import { CustomerCard, customerName } from './customer-card.tsx';
import { FileView, type ShownFile } from './file-view.tsx';
import { HistoryCard, type HistoryLine } from './history-card.tsx';
import { may } from '../../people/roles.ts';
import { FormToken, Layout, type Notice, type Viewer } from './layout.tsx';
import { TicketLine } from './others-card.tsx';
import { PersonalDataBar } from './personal-data-bar.tsx';
import { Since } from './time.tsx';
import { NotesCard, ReplyPicker, ReplyPickerForm, TicketToolsCard, type ToolProps } from './ticket-tools.tsx';
import { TranscriptView, type TranscriptProps } from './transcript-view.tsx';

export const MAX_ANSWER_CHARACTERS = 4000;

export interface TicketProps extends Omit<TranscriptProps, 'customerName'>, ToolProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly ticket: TicketRecord;
  readonly customer: Customer;
  /** Undefined when the conversation is not kept any more. */
  readonly standing?: ChatStanding | undefined;
  readonly userAgent?: string | undefined;
  /** What the customer is spoken to in: a BCP 47 tag. */
  readonly language?: string | undefined;
  readonly category: string;
  readonly diagnosis: readonly string[];
  readonly history: readonly HistoryLine[];
  readonly submissions: readonly SubmissionRecord[];
  readonly otherTickets: readonly TicketRecord[];
  readonly agentName: (agentId: string) => string;
  /** Until when the personal data is shown to the viewer; undefined while it is masked. */
  readonly openUntil: Date | undefined;
  /** One per rendered form: a form sent twice counts once. */
  readonly formKey: string;
  /** What the agent had written when the page came back to them. */
  readonly draft?: string;
  readonly notice?: Notice | undefined;
}

export function TicketPage(props: TicketProps): VNode {
  const { ticket, viewer, now, notice } = props;
  return (
    <Layout
      title={`${ticket.number} ${ticket.summary.slice(0, 60)}`}
      viewer={viewer}
      notice={notice}
      watch={`ticket=${ticket.number}`}
    >
      <div class="page-head" data-live="head">
        <p class="crumbs">
          <a href="/desk">Queue</a> <span class="id">{ticket.number}</span>
          <a
            class="next"
            href={`/desk/tickets/next?after=${ticket.number}`}
            data-next=""
            aria-keyshortcuts="n"
          >
            Next ticket
          </a>
        </p>
        <div class="spread">
          <h1>{ticket.summary}</h1>
          <div class="marks">
            {ticket.expedited && <Badge tone="attention">Expedited</Badge>}
            <TicketBadge state={ticket.state} />
            <span class="quiet small">
              <span class="unseen">for </span>
              <Since at={ticket.stateSince} now={now} />
            </span>
          </div>
        </div>
        <div class="actions">
          <Standing {...props} />
          <Actions {...props} />
        </div>
      </div>
      <PersonalDataBar address={`/desk/tickets/${ticket.number}`} {...props} />
      <div class="with-aside ticket">
        <div class="stack">
          <section class="card conversation" aria-labelledby="conversation">
            <h2 id="conversation">Conversation</h2>
            {/* Focusable, so that the keyboard can scroll it. */}
            <div
              class="scroll"
              tabindex={0}
              role="log"
              aria-labelledby="conversation"
              data-live="transcript"
              data-keep-end=""
            >
              <TranscriptView {...props} customerName={customerName(props.customer)} />
            </div>
            <PresenceLine {...props} />
          </section>
          <AnswerForm {...props} />
          <NotesCard {...props} />
        </div>
        <aside class="context" data-live="aside">
          <div class="stack">
            <ProblemCard {...props} />
            <TicketToolsCard {...props} />
          </div>
          <div class="stack">
            <CustomerCard customer={props.customer} email={ticket.email} language={props.language} />
            <RelatedCard {...props} />
            <FilesCard {...props} />
            <RatingCard {...props} />
            <HistoryCard lines={props.history} />
          </div>
        </aside>
      </div>
    </Layout>
  );
}

/** Whether the customer is there, reads and writes; what is written at this moment a script shows. */
function PresenceLine({ standing, customer, now }: TicketProps): VNode | null {
  if (!standing) return null;
  const name = customerName(customer);
  const read = standing.customerHasRead && standing.customerReadAt;
  return (
    <p class="presence quiet small" role="status">
      <span data-live="presence">
        <span class={standing.customerIsHere ? 'here' : 'away'} aria-hidden="true" />{' '}
        {standing.customerIsHere ? `${name} has the chat open` : `${name} does not have the chat open`}
        {read && (
          <>
            {', read your answer '}
            <Since at={read} now={now} />
            {' ago'}
          </>
        )}
        .
      </span>{' '}
      <span data-typing="" hidden>
        {name} is writing…
      </span>
    </p>
  );
}

function RatingCard({ ticket: { rating }, now }: TicketProps): VNode | null {
  if (!rating) return null;
  return (
    <section class="card" aria-labelledby="rating">
      <h2 id="rating">Rating</h2>
      <p class="rating">
        <span class="stars" role="img" aria-label={`${rating.score} of 5`}>
          {'★'.repeat(rating.score)}
          <span class="none">{'★'.repeat(5 - rating.score)}</span>
        </span>{' '}
        <span class="quiet small">
          <Since at={rating.at} now={now} /> ago
        </span>
      </p>
      {rating.word !== undefined && <blockquote class="break">{rating.word}</blockquote>}
    </section>
  );
}

function Standing({ ticket, viewer, standing, agentName }: TicketProps): VNode {
  const whose =
    ticket.agentId === undefined
      ? 'Nobody looks after it yet.'
      : ticket.agentId === viewer.agentId
        ? 'You look after it.'
        : `${agentName(ticket.agentId)} looks after it.`;
  const talks =
    standing === undefined
      ? ''
      : standing.owner === 'bot'
        ? 'The assistant has the conversation.'
        : standing.ownerAgentId === viewer.agentId
          ? 'You have the conversation; the assistant is silent.'
          : `${standing.ownerAgentId === undefined ? 'The desk' : agentName(standing.ownerAgentId)} has the conversation; the assistant is silent.`;
  return (
    <p class="quiet">
      {whose} {talks}
    </p>
  );
}

/** Each button is a form of its own: nothing but a click and the keyboard are needed. */
function Actions(props: TicketProps): VNode {
  const { ticket, viewer, standing } = props;
  const { state } = ticket;
  const finished = state === 'solved' || state === 'closed';
  const isMine = mayAnswer(props);
  const talks = standing?.ownerAgentId === viewer.agentId;
  return (
    <div class="buttons">
      {state !== 'closed' && isMine && (
        <a class="button to-answer" href="#answer">
          Answer
        </a>
      )}
      {!finished && isMine && !talks && (
        <ActionForm {...props} action="take">
          {ticket.agentId === undefined ? 'Take' : 'Join the chat'}
        </ActionForm>
      )}
      {!finished && !isMine && may(viewer.role, 'tickets.reassign') && (
        <ActionForm {...props} action="take-over">
          Take over
        </ActionForm>
      )}
      {!finished && talks && (
        <ActionForm {...props} action="hand-back">
          Hand back to the assistant
        </ActionForm>
      )}
      {!finished && isMine && (
        <ActionForm {...props} action="solve">
          {talks ? 'Solve and hand back' : 'Solve'}
        </ActionForm>
      )}
      {finished && (
        <ActionForm {...props} action="reopen">
          Reopen
        </ActionForm>
      )}
      {state === 'solved' && (
        <ActionForm {...props} action="close">
          Close
        </ActionForm>
      )}
    </div>
  );
}

/** Nobody else looks after it, and nobody else talks with the customer. */
function mayAnswer({ ticket, viewer, standing }: TicketProps): boolean {
  const isOpenTo = (agentId: string | undefined) => agentId === undefined || agentId === viewer.agentId;
  return isOpenTo(ticket.agentId) && isOpenTo(standing?.ownerAgentId);
}

function ActionForm({
  viewer,
  ticket,
  formKey,
  action,
  children,
}: TicketProps & { action: string; children: ComponentChildren }): VNode {
  return (
    <form action={`/desk/tickets/${ticket.number}/${action}`} method="post">
      <FormToken viewer={viewer} />
      <input type="hidden" name="key" value={`${formKey}-${action}`} />
      <input type="hidden" name="version" value={ticket.version} data-version="" />
      <button type="submit">{children}</button>
    </form>
  );
}

function AnswerForm(props: TicketProps): VNode {
  const { ticket, viewer, formKey, draft, standing } = props;
  if (ticket.state === 'closed') return <p class="nothing">This ticket is closed. Reopen it to answer.</p>;
  if (!mayAnswer(props) && draft === undefined)
    return (
      <p class="nothing">A colleague talks with this customer. A supervisor can take the ticket over.</p>
    );
  const firstAnswer = standing?.owner !== 'agent';
  return (
    <div>
      <ReplyPickerForm {...props} />
      <form
        class="card stack answer"
        action={`/desk/tickets/${ticket.number}/answer`}
        method="post"
        data-send-with="ctrl-enter"
        data-typing-to={`/desk/tickets/${ticket.number}/typing`}
      >
        <FormToken viewer={viewer} />
        <input type="hidden" name="key" value={`${formKey}-answer`} />
        <input type="hidden" name="version" value={ticket.version} data-version="" />
        <div class="spread">
          <label class="strong" for="answer">
            Your answer
          </label>
          <ReplyPicker {...props} />
        </div>
        <div>
          <textarea
            id="answer"
            name="text"
            rows={3}
            required
            maxlength={MAX_ANSWER_CHARACTERS}
            placeholder="The customer reads it in the chat at once."
            aria-describedby="answer-hint"
            aria-keyshortcuts="a"
          >
            {draft ?? ''}
          </textarea>
        </div>
        <div class="spread">
          <p id="answer-hint" class="quiet small" data-live="answer-hint">
            {firstAnswer
              ? 'With your answer the conversation is yours: the assistant stays silent until you hand it back.'
              : 'The assistant stays silent until you hand the conversation back.'}
          </p>
          <div class="buttons">
            <button class="primary" type="submit" title="Ctrl + Enter">
              Send answer
            </button>
            <button
              type="submit"
              name="then"
              value="solve"
              title="Ctrl + Shift + Enter"
              data-send-with-shift=""
            >
              Send and solve
            </button>
          </div>
        </div>
      </form>
    </div>
  );
}

function ProblemCard({ ticket, category, diagnosis, userAgent }: TicketProps): VNode {
  return (
    <section class="card" aria-labelledby="problem">
      <h2 id="problem">Problem</h2>
      <dl class="facts">
        <div>
          <dt>About</dt>
          <dd>{category}</dd>
        </div>
        {(ticket.additions ?? []).length > 0 && (
          <div>
            <dt>Added later</dt>
            <dd>
              <ul>
                {(ticket.additions ?? []).map(({ at, summary }) => (
                  <li key={at}>{summary}</li>
                ))}
              </ul>
            </dd>
          </div>
        )}
        <div>
          <dt>The assistant thought of</dt>
          <dd>{listWords(diagnosis, 'nothing in particular')}</dd>
        </div>
        {(ticket.asked ?? []).length > 0 && (
          <div>
            <dt>Asked by the assistant</dt>
            <dd>
              <ul>
                {(ticket.asked ?? []).map(({ question, answer }) => (
                  <li key={question}>
                    {question} <span class="strong">{answer}</span>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
        <div>
          <dt>Tried already</dt>
          <dd>{listWords(ticket.tried, 'nothing that was said')}</dd>
        </div>
        <div>
          <dt>Browser</dt>
          <dd>
            {userAgent ? (
              <details>
                <summary>{browserWords(userAgent)}</summary>
                <code class="break small">{userAgent}</code>
              </details>
            ) : (
              <span class="quiet">not known</span>
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function listWords(items: readonly string[], none: string): VNode {
  if (items.length === 0) return <span class="quiet">{none}</span>;
  return (
    <ul>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

function FilesCard({ ticket, files }: TicketProps): VNode | null {
  const own = ticket.uploadIds.flatMap((id): ShownFile[] => {
    const file = files.get(id);
    return file ? [file] : [];
  });
  if (own.length === 0) return null;
  return (
    <section class="card" aria-labelledby="files">
      <h2 id="files">Files for this ticket</h2>
      <div class="files">
        {own.map((file) => (
          <FileView key={file.id} file={file} words="Sent with the ticket" />
        ))}
      </div>
    </section>
  );
}

function RelatedCard({ submissions, otherTickets, viewer }: TicketProps): VNode | null {
  if (submissions.length === 0 && otherTickets.length === 0) return null;
  return (
    <section class="card" aria-labelledby="related">
      <h2 id="related">Also of this customer</h2>
      <ul class="plain-list">
        {submissions.map(({ reference, state, expedited }) => (
          <li key={reference} class="spread">
            {may(viewer.role, 'submissions.read') ? (
              <a href={`/desk/submissions/${reference}`}>
                Verification <span class="id">{reference}</span>
              </a>
            ) : (
              <span>
                Verification <span class="id">{reference}</span>
              </span>
            )}
            <span class="marks">
              {expedited && state === 'submitted' && <Badge tone="attention">Expedited</Badge>}
              <SubmissionBadge state={state} />
            </span>
          </li>
        ))}
        {otherTickets.map((ticket) => (
          <TicketLine key={ticket.number} ticket={ticket} />
        ))}
      </ul>
    </section>
  );
}
