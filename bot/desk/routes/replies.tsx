import type { Server } from 'restify';

import { Failure } from '../../failure.ts';
import { may } from '../../people/roles.ts';
import { isPriority, priorityRank } from '../../tickets/service-levels.ts';
import { MAX_TITLE_CHARACTERS, replyFaults } from '../../workbench/canned-replies.ts';
import type { DeskParts } from '../desk.ts';
import type { FormVisit, Guard, Visit } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { replyFaultWords } from '../reading/reply-faults.ts';
import type { Notice } from '../views/layout.tsx';
import { RepliesPage, type ReplyDraft } from '../views/replies-page.tsx';
import { agentNames } from './agent-names.ts';

const NOTICES: Readonly<Record<string, Notice>> = {
  kept: { kind: 'done', text: 'Kept. It is there on every ticket from now on.' },
  removed: { kind: 'done', text: 'Removed.' },
  nothing: { kind: 'warning', text: 'Nothing was kept: a macro needs a title and at least one step.' },
};

/** Words and steps that agents make once and use often. */
export function serveReplies(server: Server, guard: Guard, parts: DeskParts): void {
  const { cannedReplies, macros, people, languages } = parts;

  async function show(
    { res, viewer, query }: Visit,
    extra: { draft?: ReplyDraft; notice?: Notice; status?: number } = {},
  ): Promise<void> {
    const [replies, allMacros, agents, agentName] = await Promise.all([
      cannedReplies.all(),
      macros.all(),
      people.agents.all(),
      agentNames(people),
    ]);
    sendPage(
      res,
      <RepliesPage
        viewer={viewer}
        macros={allMacros}
        agents={agents.filter(({ disabled }) => !disabled)}
        languages={languages()}
        mayEdit={may(viewer.role, 'replies.edit')}
        draft={extra.draft}
        notice={extra.notice ?? NOTICES[query.get('done') ?? '']}
        {...{ replies, agentName }}
      />,
      extra.status,
    );
  }

  server.get(
    '/desk/replies',
    guard.page('tickets.answer', (visit) => show(visit)),
  );

  function draftOf({ form }: FormVisit, id: string | undefined): ReplyDraft {
    const texts = languages().flatMap((language) => {
      const text = form.text(`text-${language}`).replaceAll('\r\n', '\n').trim();
      return text === '' ? [] : [[language, text] as const];
    });
    return {
      id,
      title: form.text('title').trim(),
      texts: Object.fromEntries(texts),
      version: form.number('version'),
    };
  }

  server.post(
    '/desk/replies/:id',
    guard.form('replies.edit', async (visit) => {
      const { id } = visit.req.params as { id: string };
      const known = id === 'new' ? undefined : await cannedReplies.find(idOf(id));
      if (id !== 'new' && !known) throw new Failure('not_found', 'there is no such reply');
      const draft = draftOf(visit, known?.id);
      const faults = replyFaults(draft);
      if (faults.length > 0) {
        const text = `Nothing was kept. ${faults.map(replyFaultWords).join(' ')}`;
        await show(visit, { draft, notice: { kind: 'warning', text }, status: 422 });
        return;
      }
      if (known) await cannedReplies.change({ ...draft, id: known.id }, visit.agent.id);
      else await cannedReplies.add(draft, visit.agent.id);
      redirect(visit.res, '/desk/replies?done=kept');
    }),
  );

  server.post(
    '/desk/replies/:id/remove',
    guard.form('replies.edit', async ({ req, res, agent }) => {
      const { id } = req.params as { id: string };
      await cannedReplies.remove(idOf(id), agent.id);
      redirect(res, '/desk/replies?done=removed');
    }),
  );

  server.post(
    '/desk/macros',
    guard.form('replies.edit', async ({ res, form, agent }) => {
      const title = form.text('title').trim();
      const [replyId, assignee, priority, state] = ['reply', 'assignee', 'priority', 'state'].map((name) =>
        form.text(name),
      );
      const steps = {
        ...(replyId && (await cannedReplies.find(idOf(replyId))) && { replyId }),
        ...(assignee && (assignee === 'me' || (await people.agents.find(idOf(assignee)))) && { assignee }),
        ...(priority && isPriority(priority) && { priority: priorityRank(priority) }),
        ...(state === 'solve' && { thenState: 'solve' as const }),
        ...(state === 'close' && { thenState: 'close' as const }),
      };
      const isFit = title !== '' && title.length <= MAX_TITLE_CHARACTERS && Object.keys(steps).length > 0;
      if (isFit) await macros.add({ title, ...steps }, agent.id);
      redirect(res, `/desk/replies?done=${isFit ? 'kept' : 'nothing'}`);
    }),
  );

  server.post(
    '/desk/macros/:id/remove',
    guard.form('replies.edit', async ({ req, res, agent }) => {
      const { id } = req.params as { id: string };
      await macros.remove(idOf(id), agent.id);
      redirect(res, '/desk/replies?done=removed');
    }),
  );
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function idOf(text: string): string {
  if (!ID.test(text)) throw new Failure('not_found', 'nothing has an id like that');
  return text;
}
