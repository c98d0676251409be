import type { Means } from '../means.ts';
import { helpOf, QuestionDialog, type Asking } from '../question.ts';
import { uploadIdsOf } from '../reply.ts';
import { prompt } from '../replies/message.ts';
import type { DiagnosisAnswer } from './answers.ts';
import { lookAtScreenshots, symptomsSeen, wordsForScreen } from './look-at-screenshots.ts';

interface ProblemAsking extends Asking {
  readonly uploadIds: readonly string[];
}

/** Asks what goes wrong, in words; screenshots are read, and go along for the people who may take over. */
export function problemQuestion(means: Means): QuestionDialog<ProblemAsking, DiagnosisAnswer> {
  const { words } = means;
  return new QuestionDialog<ProblemAsking, DiagnosisAnswer>(words, {
    id: 'problem',
    expects: 'prose',
    takesFiles: true,
    help: helpOf(words, 'help.problem'),
    plausible: () => false,
    ask: () => prompt(words.say('diagnosis.ask')),
    async judge(turn, options) {
      const sent = uploadIdsOf(turn.reply);
      const uploadIds = [...options.uploadIds, ...sent];
      const kept = sent.length > 0 ? [words.say('diagnosis.screenshot_kept', { count: sent.length })] : [];
      const { text } = turn.reply;
      if (text !== '') return { kind: 'answer', value: { kind: 'problem', text, uploadIds }, say: kept };
      if (sent.length === 0) return { kind: 'unclear', say: words.say('misunderstood.first') };
      const seen = await lookAtScreenshots(means, turn, sent);
      const say = [...kept, ...wordsForScreen(means, seen)];
      const found = symptomsSeen(seen.verdict);
      if (found) return { kind: 'answer', value: { kind: 'problem', text: '', uploadIds, ...found }, say };
      return {
        kind: 'again',
        say: [...say, words.say('diagnosis.screenshot_words')],
        options: { ...options, uploadIds },
      };
    },
  });
}
