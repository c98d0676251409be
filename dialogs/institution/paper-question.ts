import type { PaperSlot } from '../../knowledge/verification/institution.ts';
import type { Means } from '../means.ts';
import { QuestionDialog, type Judged } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { awaiting, withChoices } from '../replies/message.ts';
import type { SentFile } from '../reply.ts';
import { sizeWords } from '../replies/size.ts';
import type { ChoiceId, ChoiceWords, Words } from '../replies/words.ts';
import type { Turn } from '../turn.ts';
import { stepPrompt, type StepAsking } from '../verification/step-question.ts';
import type { InstitutionAnswer } from './answers.ts';
import { createPaperDesk } from './paper-desk.ts';

export interface PaperAsking extends StepAsking {
  /** Files that are kept already. */
  readonly kept: number;
  /** What is kept goes when something new comes. */
  readonly replace?: boolean;
  /** Refused, but a person could settle it. */
  readonly forPerson?: readonly string[];
}

type Outcome = Judged<PaperAsking, InstitutionAnswer>;

/** Asks for one document, as PDF or photos of its pages; judges each file and keeps it or says what is wrong. */
export function paperQuestion(means: Means, slot: PaperSlot): QuestionDialog<PaperAsking, InstitutionAnswer> {
  const { words, knowledge } = means;
  const { photo, paper } = knowledge.criteria;
  const desk = createPaperDesk(means, slot);
  const limits = { pdf: sizeWords(words, paper.maxPdfBytes), photo: sizeWords(words, photo.maxBytes) };
  const settled: InstitutionAnswer = { kind: 'papers', slot };

  async function take(turn: Turn, options: PaperAsking, files: readonly SentFile[]): Promise<Outcome> {
    const { say, kept, refused, forPerson } = await desk.take(turn, files, options.replace ?? false);
    if (kept > 0 && refused === 0) return { kind: 'answer', value: settled, say };
    const { progress, confirmLeaving, replace = false, kept: before } = options;
    const isReplaced = replace && kept > 0;
    return {
      kind: 'again',
      say,
      options: {
        ...(progress && { progress }),
        ...(confirmLeaving !== undefined && { confirmLeaving }),
        kept: isReplaced ? kept : before + kept,
        ...(replace && !isReplaced && { replace }),
        ...(forPerson.length > 0 && { forPerson }),
      },
    };
  }

  return new QuestionDialog<PaperAsking, InstitutionAnswer>(words, {
    id: slot,
    expects: 'files',
    takesFiles: true,
    ...(slot === 'further' && { skippable: true }),
    help: () => words.say('help.paper', limits),
    plausible: (text, options) => choose(text, choicesOf(words, slot, options)) !== undefined,
    early: async (turn, options) => {
      const { held } = turn.memory;
      turn.memory.held = [];
      const files = held.map((uploadId): SentFile => ({ kind: 'stored', uploadId, name: '' }));
      return files.length > 0 ? take(turn, options, files) : undefined;
    },
    ask(turn, options) {
      const text = [words.say(`institution.ask_${slot}`), words.say('institution.paper_hint', limits)];
      return withChoices(
        awaiting(stepPrompt(words, options, text.join(' ')), 'paper'),
        choicesOf(words, slot, options),
        turn.rich,
      );
    },
    async judge(turn, options) {
      if (turn.reply.files.length > 0) return take(turn, options, turn.reply.files);
      const way = choose(turn.reply.text, choicesOf(words, slot, options));
      if (!way) return { kind: 'unclear', say: words.say('institution.paper_needed') };
      if (way.id !== 'let_person_check') return { kind: 'answer', value: settled };
      await desk.leaveToPerson(turn, options.forPerson ?? []);
      return { kind: 'answer', value: settled, say: [words.say('verification.photo.for_a_person')] };
    },
  });
}

function choicesOf(words: Words, slot: PaperSlot, { kept, forPerson = [] }: PaperAsking): ChoiceWords[] {
  const ids: ChoiceId[] = [
    ...(kept > 0 ? (['done'] as const) : slot === 'further' ? (['skip'] as const) : []),
    ...(forPerson.length > 0 ? (['let_person_check'] as const) : []),
  ];
  return ids.map((id) => words.choice(id));
}
