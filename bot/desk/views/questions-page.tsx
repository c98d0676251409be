import type { VNode } from 'preact';

import { may } from '../../people/roles.ts';
import type { AskedQuestion } from '../../questions/questions.ts';
import { Badge } from './badge.tsx';
import { FormToken, Layout, type Notice, type Viewer } from './layout.tsx';

interface QuestionsProps {
  readonly viewer: Viewer;
  readonly questions: readonly AskedQuestion[];
  readonly notice?: Notice | undefined;
}

export function QuestionsPage({ viewer, questions, notice }: QuestionsProps): VNode {
  return (
    <Layout title="Open questions" viewer={viewer} current="questions" notice={notice}>
      <h1>Open questions</h1>
      <p class="quiet">
        What customers asked and the assistant could not answer, or answered without helping. Nothing here
        says who asked: names, numbers and unknown words stand as […].
      </p>
      {questions.length === 0 ? (
        <p class="nothing">No open questions.</p>
      ) : (
        <ol class="rows">
          {questions.map((question) => (
            <QuestionRow key={question.id} question={question} viewer={viewer} />
          ))}
        </ol>
      )}
    </Layout>
  );
}

function QuestionRow({ question, viewer }: { question: AskedQuestion; viewer: Viewer }): VNode {
  const { id, text, why, times, lastDay, shown, locale } = question;
  const details = [
    ...(shown.length > 0 ? [`answered with ${shown.join(', ')}`] : []),
    `last on ${lastDay}`,
    locale,
  ];
  return (
    <li class="row asked">
      <span class="who">{text}</span>
      <span class="what">{details.join(' · ')}</span>
      <span class="marks">
        <Badge tone={why === 'unhelpful' ? 'attention' : 'calm'}>
          {why === 'unhelpful' ? 'did not help' : 'not answered'}
        </Badge>
      </span>
      <span class="id">{`${times}×`}</span>
      {may(viewer.role, 'questions.settle') && (
        <form class="when" action={`/desk/questions/${id}/settle`} method="post">
          <FormToken viewer={viewer} />
          <button class="plain" type="submit" aria-label={`Settle: ${text}`}>
            Settle
          </button>
        </form>
      )}
    </li>
  );
}
