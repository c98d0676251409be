import type { Means } from '../means.ts';
import { QuestionDialog, type Judged } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { awaitingMovement, withChoices } from '../replies/message.ts';
import type { SentFile } from '../reply.ts';
import type { ChoiceId } from '../replies/words.ts';
import type { Turn } from '../turn.ts';
import type { VerificationAnswer } from './answers.ts';
import { createLivenessDesk } from './liveness-desk.ts';
import type { LivenessAsking } from './liveness-prompt.ts';
import { stepPrompt } from './step-question.ts';

type Outcome = Judged<LivenessAsking, VerificationAnswer>;

const NOTED: VerificationAnswer = { kind: 'liveness_noted' };

/** Asks for one movement and judges the photo of it. */
export function livenessQuestion(means: Means): QuestionDialog<LivenessAsking, VerificationAnswer> {
  const { words, knowledge } = means;
  const { maxSeconds: seconds, challengesBeforePerson } = knowledge.criteria.liveness;
  const desk = createLivenessDesk(means);

  const choicesOf = ({ inVain }: LivenessAsking) => {
    const ids: ChoiceId[] = ['cannot_do', 'other_movements'];
    if (inVain > challengesBeforePerson) ids.push('person_looks');
    return ids.map((id) => words.choice(id));
  };

  async function lookAt(turn: Turn, options: LivenessAsking, files: readonly SentFile[]): Promise<Outcome> {
    const { kind, say } = await desk.lookAt(turn, options, files);
    return kind === 'on' ? { kind: 'answer', value: NOTED, say } : { kind: 'again', say };
  }

  async function follow(turn: Turn, options: LivenessAsking, way: ChoiceId): Promise<Outcome> {
    if (way === 'person_looks') {
      await desk.leaveToPerson(turn);
      return { kind: 'answer', value: NOTED, say: [words.say('verification.liveness.for_a_person')] };
    }
    await desk.giveUp(turn, options, way === 'cannot_do');
    if (way === 'other_movements') await desk.begin(turn);
    return { kind: 'answer', value: NOTED };
  }

  return new QuestionDialog<LivenessAsking, VerificationAnswer>(words, {
    id: 'liveness',
    expects: 'photo',
    takesFiles: true,
    why: 'article:why_biometrics',
    help: () => words.say('help.liveness', { seconds }),
    plausible: (text, options) => choose(text, choicesOf(options)) !== undefined,
    // A photo that came while this question was lost with the dialog's state.
    early: async (turn, options) => {
      const files = turn.memory.held.map((uploadId): SentFile => ({ kind: 'stored', uploadId, name: '' }));
      turn.memory.held = [];
      return files.length > 0 ? lookAt(turn, options, files) : undefined;
    },
    ask(turn, options) {
      const instruction = words.say(`movement.${options.movement}`);
      const { number, of } = options;
      const asked = words.say('verification.liveness.prompt', { number, of, instruction, seconds });
      const renew = words.choice('other_movements').title;
      const prompt = stepPrompt(words, options, asked);
      const cue = { instruction, until: options.until, renew };
      return withChoices(awaitingMovement(prompt, cue), choicesOf(options), turn.rich);
    },
    async judge(turn, options) {
      if (turn.reply.files.length > 0) return lookAt(turn, options, turn.reply.files);
      const way = choose(turn.reply.text, choicesOf(options));
      if (way) return follow(turn, options, way.id);
      return { kind: 'unclear', say: words.say('verification.liveness.not_a_photo') };
    },
  });
}
