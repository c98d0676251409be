import type { DialogContext } from 'botbuilder-dialogs';

import { Flow, type After, type Next } from '../flow.ts';
import type { Means } from '../means.ts';
import { helpOf, QuestionDialog, type Asking } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { offering, prompt, withChoices } from '../replies/message.ts';
import type { Turn } from '../turn.ts';

const RATING = 'rating';
const WORD = 'word';

export interface RatingState {
  readonly number: string;
  readonly score: number;
  /** Null: skipped. */
  readonly word?: string | null;
}

interface RatingAnswer {
  readonly word: string | null;
}

/** What a customer thought of the help: the number is kept at once, a word about it may follow. */
export class RatingFlow extends Flow<RatingState, RatingAnswer> {
  constructor(means: Means) {
    super(RATING, means, [wordQuestion(means)]);
  }

  protected override async next(turn: Turn, state: RatingState): Promise<Next<RatingState>> {
    const { number, score, word } = state;
    const { words, services } = this.means;
    if (word === undefined) {
      await services.tickets.rate(number, turn.customerId, { score });
      return { kind: 'ask', question: WORD, options: { score }, state };
    }
    if (word !== null) await services.tickets.rate(number, turn.customerId, { score, word });
    const done = offering(words, words.say('rating.done'), ['status', 'wrong', 'person'], turn.rich);
    await turn.context.sendActivity(done);
    return { kind: 'end' };
  }

  protected override take(
    _turn: Turn,
    state: RatingState,
    { word }: RatingAnswer,
  ): Promise<After<RatingState>> {
    return Promise.resolve({ kind: 'on', state: { ...state, word } });
  }

  protected override back(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  protected override restart(): Promise<RatingState> {
    return Promise.reject(new Error('a rating is given anew, not started over'));
  }

  protected override farewell(): string {
    return this.means.words.say('flow.left_rating');
  }

  protected override welcomeBack(): string {
    return this.means.words.say('flow.back_to_rating');
  }
}

function wordQuestion({ words }: Means): QuestionDialog<Asking & { readonly score: number }, RatingAnswer> {
  const skips = (text: string) => choose(text, [words.choice('skip')]) !== undefined;
  return new QuestionDialog<Asking & { readonly score: number }, RatingAnswer>(words, {
    id: WORD,
    expects: 'prose',
    skippable: true,
    why: 'help',
    help: helpOf(words, 'help.rating'),
    plausible: skips,
    ask: (turn, { score }) =>
      withChoices(prompt(words.say('rating.thanks', { score })), [words.choice('skip')], turn.rich),
    judge: ({ reply: { text } }) => ({
      kind: 'answer',
      value: { word: text === '' || skips(text) ? null : text },
    }),
  });
}

/** As on the buttons, in every language; a number alone where nothing else is asked. */
const SCORE = /^\W*([1-5])\s*(?:★|\/\s*5)\W*$/;
const NUMBER = /^\s*([1-5])\s*$/;

/** Takes a number for the ticket that was solved here of late. False when the message is none, or there is no ticket. */
export async function takeRating(
  { services }: Means,
  dialogs: DialogContext,
  turn: Turn,
  isAsked: boolean,
): Promise<boolean> {
  const { text } = turn.reply;
  const full = SCORE.exec(text)?.[1];
  const alone = isAsked ? undefined : NUMBER.exec(text)?.[1];
  const score = Number(full ?? alone);
  if (!score) return false;
  const ticket = await services.tickets.toRate(turn.conversationId);
  // A number alone is no second thought about an earlier rating.
  if (!ticket || (full === undefined && ticket.score !== undefined && ticket.score !== score)) return false;
  await dialogs.beginDialog(RATING, { number: ticket.number, score } satisfies RatingState);
  return true;
}
