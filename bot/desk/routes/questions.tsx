import type { Server } from 'restify';

import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import type { Notice } from '../views/layout.tsx';
import { QuestionsPage } from '../views/questions-page.tsx';

const NOTICES: Readonly<Record<string, Notice>> = {
  settled: { kind: 'done', text: 'Settled: it is off the list.' },
  gone: { kind: 'warning', text: 'That question was settled already.' },
};

/** What customers asked and the assistant could not answer, for whoever looks after the knowledge. */
export function serveQuestions(server: Server, guard: Guard, { questions }: DeskParts): void {
  server.get(
    '/desk/questions',
    guard.page('questions.read', async ({ res, viewer, query }) => {
      const notice = NOTICES[query.get('done') ?? ''];
      sendPage(res, <QuestionsPage viewer={viewer} questions={await questions.open()} notice={notice} />);
    }),
  );

  server.post(
    '/desk/questions/:id/settle',
    guard.form('questions.settle', async ({ req, res }) => {
      const { id } = req.params as { readonly id: string };
      const settled = await questions.settle(id);
      redirect(res, `/desk/questions?done=${settled ? 'settled' : 'gone'}`);
    }),
  );
}
