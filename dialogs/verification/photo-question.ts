import type { PhotoSlot } from '../../knowledge/verification/submission.ts';
import type { Means } from '../means.ts';
import { QuestionDialog, type Judged } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { awaiting, withChoices } from '../replies/message.ts';
import type { SentFile } from '../reply.ts';
import { sizeWords } from '../replies/size.ts';
import type { ChoiceId } from '../replies/words.ts';
import type { Turn } from '../turn.ts';
import type { VerificationAnswer } from './answers.ts';
import { createPhotoDesk } from './photo-desk.ts';
import { choicesOf, helpText, REFUSALS_BEFORE_OTHER_WAYS, type PhotoAsking } from './photo-ways.ts';
import { stepPrompt } from './step-question.ts';

type Outcome = Judged<PhotoAsking, VerificationAnswer>;

/** Asks for one photo, judges what comes, and keeps it or says what is wrong with it. */
export function photoQuestion(
  means: Means,
  slot: PhotoSlot,
): QuestionDialog<PhotoAsking, VerificationAnswer> {
  const { words, knowledge } = means;
  const desk = createPhotoDesk(means, slot);
  const limit = sizeWords(words, knowledge.criteria.photo.maxBytes);

  async function lookAt(turn: Turn, options: PhotoAsking, files: readonly SentFile[]): Promise<Outcome> {
    const seen = await desk.lookAt(turn, files);
    if (seen.kind === 'kept') return { kind: 'answer', value: { kind: 'photo_settled' }, say: seen.say };
    if (seen.conflict) {
      return { kind: 'answer', value: { kind: 'conflict', conflict: seen.conflict }, say: seen.say };
    }
    const refused = seen.refused ?? options.refused;
    const asking = { ...options, refusals: seen.refusals ?? options.refusals, ...(refused && { refused }) };
    return { kind: 'again', say: seen.say, options: asking };
  }

  async function follow(turn: Turn, options: PhotoAsking, way: ChoiceId): Promise<Outcome> {
    switch (way) {
      case 'keep_photo':
        return { kind: 'answer', value: { kind: 'photo_settled' } };
      case 'other_document':
        return {
          kind: 'answer',
          value: { kind: 'another_document' },
          say: [words.say('verification.photo.other_document')],
        };
      case 'let_person_check':
        if (options.refused) await desk.leaveToPerson(turn, options.refused.uploadId);
        return {
          kind: 'answer',
          value: { kind: 'photo_settled' },
          say: [words.say('verification.photo.for_a_person')],
        };
      case 'other_device':
        return { kind: 'again', say: [words.say('verification.photo.other_device')] };
      default:
        return { kind: 'again', say: [helpText(words, slot, limit)] };
    }
  }

  return new QuestionDialog<PhotoAsking, VerificationAnswer>(words, {
    id: slot,
    expects: 'photo',
    takesFiles: true,
    help: () => helpText(words, slot, limit),
    ...(slot === 'selfie' && { why: 'article:why_biometrics' as const }),
    plausible: (text, options) => choose(text, choicesOf(words, slot, options)) !== undefined,
    early: async (turn, options) => {
      const { held } = turn.memory;
      turn.memory.held = [];
      const files = held.map((uploadId): SentFile => ({ kind: 'stored', uploadId, name: '' }));
      return files.length > 0 ? lookAt(turn, options, files) : undefined;
    },
    ask(turn, options) {
      const ask = words.say(`verification.photo.ask_${options.ask}`);
      const hint = words.say('verification.photo.hint', { limit });
      const tired = options.refusals >= REFUSALS_BEFORE_OTHER_WAYS;
      const ways = tired
        ? `${words.say('verification.photo.other_ways', { count: options.refusals })}\n\n`
        : '';
      return withChoices(
        awaiting(
          stepPrompt(words, options, `${ways}${ask} ${hint}`),
          slot === 'selfie' ? 'selfie' : 'document_photo',
        ),
        choicesOf(words, slot, options),
        turn.rich,
      );
    },
    async judge(turn, options) {
      if (turn.reply.files.length > 0) return lookAt(turn, options, turn.reply.files);
      const way = choose(turn.reply.text, choicesOf(words, slot, options));
      if (way) return follow(turn, options, way.id);
      return { kind: 'unclear', say: words.say('verification.photo.not_a_photo') };
    },
  });
}
