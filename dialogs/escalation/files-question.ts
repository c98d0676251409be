import { chooseByMeaning } from '../choose-by-meaning.ts';
import type { Means } from '../means.ts';
import { helpOf, QuestionDialog, type Asking } from '../question.ts';
import { awaiting, prompt, withChoices } from '../replies/message.ts';
import type { EscalationAnswer } from './answers.ts';
import { takeFiles } from './take-files.ts';

interface FilesAsking extends Asking {
  readonly uploadIds: readonly string[];
}

/** Screenshots and recordings: several, one by one or together, until "done". */
export function filesQuestion(means: Means): QuestionDialog<FilesAsking, EscalationAnswer> {
  const { words } = means;
  const ended = (text: string) =>
    chooseByMeaning(means, text, ['done', 'skip'], { no: 'skip', goodbye: 'done' }) !== undefined;
  return new QuestionDialog<FilesAsking, EscalationAnswer>(words, {
    id: 'files',
    expects: 'files',
    skippable: true,
    takesFiles: true,
    help: helpOf(words, 'help.files'),
    plausible: ended,
    ask(turn, { uploadIds }) {
      const end = words.choice(uploadIds.length > 0 ? 'done' : 'skip');
      return withChoices(awaiting(prompt(words.say('escalation.ask_files')), 'files'), [end], turn.rich);
    },
    async judge(turn, options) {
      if (turn.reply.files.length > 0) {
        const { say, uploadIds } = await takeFiles(means, turn, options.uploadIds);
        return { kind: 'again', say, options: { ...options, uploadIds } };
      }
      if (ended(turn.reply.text))
        return { kind: 'answer', value: { kind: 'files', uploadIds: options.uploadIds } };
      return { kind: 'unclear', say: words.say('escalation.files_unclear') };
    },
  });
}
