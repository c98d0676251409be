import type { VNode } from 'preact';

import { PRIORITIES, priorityOfRank } from '../../tickets/service-levels.ts';
import {
  MAX_REPLY_CHARACTERS,
  MAX_TITLE_CHARACTERS,
  type CannedReply,
} from '../../workbench/canned-replies.ts';
import type { Macro } from '../../workbench/macros.ts';
import { languageWords, PRIORITY_WORDS } from '../reading/words.ts';
import { FormToken, Layout, type Notice, type Viewer } from './layout.tsx';
import { Choice } from './ticket-filters.tsx';

/** What somebody had written when the page came back to them. */
export interface ReplyDraft {
  readonly id?: string | undefined;
  readonly title: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly version: number;
}

export interface RepliesProps {
  readonly viewer: Viewer;
  readonly replies: readonly CannedReply[];
  readonly macros: readonly Macro[];
  /** ISO 639-1: what customers are spoken to in. */
  readonly languages: readonly string[];
  readonly agents: readonly { readonly id: string; readonly name: string }[];
  readonly agentName: (agentId: string) => string;
  readonly mayEdit: boolean;
  readonly draft?: ReplyDraft | undefined;
  readonly notice?: Notice | undefined;
}

export function RepliesPage(props: RepliesProps): VNode {
  const { viewer, replies, macros, draft, notice, mayEdit } = props;
  return (
    <Layout title="Replies" viewer={viewer} current="replies" notice={notice}>
      <h1>Canned replies and macros</h1>
      <div class="columns">
        <section class="stack" aria-labelledby="replies">
          <h2 id="replies">Canned replies</h2>
          <p class="quiet small">
            In the text, <code>{'{name}'}</code> is the customer’s name, <code>{'{ticket}'}</code> the
            ticket’s number, <code>{'{agent}'}</code> your name and <code>{'{link}'}</code> the address of the
            help page. Customers get their language where it is written, else English.
          </p>
          {replies.length === 0 && <p class="nothing">There are none yet.</p>}
          {replies.map((reply) => (
            <details key={reply.id} class="card" open={draft?.id === reply.id}>
              <summary>
                {reply.title} <span class="small">({Object.keys(reply.texts).join(', ')})</span>
              </summary>
              {mayEdit ? (
                <>
                  <ReplyForm {...props} reply={draft?.id === reply.id ? draft : reply} />
                  <RemoveForm viewer={viewer} action={`/desk/replies/${reply.id}/remove`} what="reply" />
                </>
              ) : (
                Object.entries(reply.texts).map(([language, text]) => (
                  <div key={language}>
                    <h3>{languageWords(language)}</h3>
                    <p class="pre">{text}</p>
                  </div>
                ))
              )}
            </details>
          ))}
          {mayEdit && (
            <details class="card" open={(draft && draft.id === undefined) || replies.length === 0}>
              <summary>Write a new one</summary>
              <ReplyForm
                {...props}
                reply={draft?.id === undefined && draft ? draft : { title: '', texts: {}, version: 0 }}
              />
            </details>
          )}
        </section>
        <section class="stack" aria-labelledby="macros">
          <h2 id="macros">Macros</h2>
          <p class="quiet small">
            Several steps in one, on a ticket’s page: a reply, who looks after it, its state.
          </p>
          {macros.length === 0 && <p class="nothing">There are none yet.</p>}
          <ul class="plain-list">
            {macros.map((macro) => (
              <li key={macro.id} class="card spread">
                <p>
                  <span class="strong">{macro.title}</span>
                  <br />
                  <span class="quiet small">{stepsWords(macro, props)}</span>
                </p>
                {mayEdit && (
                  <RemoveForm viewer={viewer} action={`/desk/macros/${macro.id}/remove`} what="macro" />
                )}
              </li>
            ))}
          </ul>
          {mayEdit && <MacroForm {...props} />}
        </section>
      </div>
    </Layout>
  );
}

function stepsWords(macro: Macro, { replies, agentName }: RepliesProps): string {
  const reply = replies.find(({ id }) => id === macro.replyId);
  const steps = [
    reply ? `answers with “${reply.title}”` : '',
    macro.assignee === undefined
      ? ''
      : macro.assignee === 'me'
        ? 'takes it'
        : `hands it to ${agentName(macro.assignee)}`,
    macro.priority === undefined
      ? ''
      : `makes it ${PRIORITY_WORDS[priorityOfRank(macro.priority)].toLowerCase()}`,
    macro.thenState === undefined ? '' : macro.thenState === 'close' ? 'solves and closes it' : 'solves it',
  ].filter((step) => step !== '');
  return steps.length === 0 ? 'does nothing any more' : steps.join(', ');
}

function ReplyForm({ viewer, languages, reply }: RepliesProps & { reply: ReplyDraft }): VNode {
  const id = reply.id ?? 'new';
  const all = [...new Set(['en', ...languages, ...Object.keys(reply.texts)])];
  return (
    <form class="stack tight" action={`/desk/replies/${id}`} method="post">
      <FormToken viewer={viewer} />
      <input type="hidden" name="version" value={reply.version} />
      <label>
        Title
        <input
          name="title"
          value={reply.title}
          required
          maxlength={MAX_TITLE_CHARACTERS}
          autocomplete="off"
        />
      </label>
      {all.map((language) => (
        <details key={language} open={language === 'en' || Object.hasOwn(reply.texts, language)}>
          <summary>{languageWords(language)}</summary>
          <textarea
            name={`text-${language}`}
            lang={language}
            rows={4}
            maxlength={MAX_REPLY_CHARACTERS}
            aria-label={`Text in ${languageWords(language)}`}
          >
            {reply.texts[language] ?? ''}
          </textarea>
        </details>
      ))}
      <div>
        <button class="primary" type="submit">
          Keep
        </button>
      </div>
    </form>
  );
}

function MacroForm({ viewer, replies, agents }: RepliesProps): VNode {
  return (
    <details class="card">
      <summary>Make a new one</summary>
      <form class="stack tight" action="/desk/macros" method="post">
        <FormToken viewer={viewer} />
        <label>
          Title
          <input name="title" required maxlength={MAX_TITLE_CHARACTERS} autocomplete="off" />
        </label>
        <Choice
          label="Answer with"
          name="reply"
          value=""
          options={[['', 'no answer'], ...replies.map(({ id, title }) => [id, title] as const)]}
        />
        <Choice
          label="Looked after by"
          name="assignee"
          value=""
          options={[
            ['', 'as it is'],
            ['me', 'whoever runs it'],
            ...agents.map(({ id, name }) => [id, name] as const),
          ]}
        />
        <Choice
          label="Priority"
          name="priority"
          value=""
          options={[['', 'as it is'], ...PRIORITIES.map((one) => [one, PRIORITY_WORDS[one]] as const)]}
        />
        <Choice
          label="State"
          name="state"
          value=""
          options={[
            ['', 'as it is'],
            ['solve', 'solved'],
            ['close', 'solved and closed'],
          ]}
        />
        <div>
          <button class="primary" type="submit">
            Keep
          </button>
        </div>
      </form>
    </details>
  );
}

function RemoveForm({ viewer, action, what }: { viewer: Viewer; action: string; what: string }): VNode {
  return (
    <form action={action} method="post">
      <FormToken viewer={viewer} />
      <button class="plain" type="submit">
        Remove this {what}
      </button>
    </form>
  );
}
