import { randomUUID } from 'node:crypto';
import type { Activity, TurnContext } from 'botbuilder';
import {
  ComponentDialog,
  WaterfallDialog,
  type DialogInstance,
  type DialogTurnResult,
  type WaterfallStepContext,
} from 'botbuilder-dialogs';

import { AnswerPrompt, type AnswerPromptState } from './answer-prompt.ts';
import { BACK, isGoingBack } from './navigation.ts';
import { message } from './replies/message.ts';
import { wayOut } from './replies/way-out.ts';
import type { MessageKey, Words } from './replies/words.ts';
import { turnIn, turnOf, type Turn } from './turn.ts';

/**
 * What a question waits for. It decides how easily a message counts as an interruption: a `choice`, `photo`
 * or `files` leaves words free for talk, a `value` may be any word, `prose` may be any sentence.
 */
export type Expected = 'choice' | 'value' | 'prose' | 'photo' | 'files' | 'form';

export type Judged<Options, Value> =
  | { readonly kind: 'answer'; readonly value: Value; readonly say?: readonly string[] }
  /** Asks again, after saying why. */
  | { readonly kind: 'again'; readonly say: readonly string[]; readonly options?: Options }
  /** Not an answer at all: counted, and after the second one a person is offered. */
  | { readonly kind: 'unclear'; readonly say: string };

/** Options that every question takes. */
export interface Asking {
  /** Leaving here would lose something or end something long: confirm first. */
  readonly confirmLeaving?: boolean;
}

/** One question: how to ask it and how to judge what comes back. */
export interface Question<Options extends Asking, Value> {
  readonly id: string;
  readonly expects: Expected;
  /** Files are an answer, or part of one. Elsewhere they are kept for later. */
  readonly takesFiles?: boolean;
  help(options: Options): string;
  /** "Skip" is one of its answers. */
  readonly skippable?: boolean;
  /** What answers "why do you need this?" here: an article, or the help text. Otherwise why there is KYC at all. */
  readonly why?: 'help' | `article:${string}`;
  /** The answer, when it is already there: a photo that was sent too early. */
  early?(turn: Turn, options: Options): Promise<Judged<Options, Value> | undefined>;
  ask(turn: Turn, options: Options, token: string): Partial<Activity> | Promise<Partial<Activity>>;
  judge(turn: Turn, options: Options): Judged<Options, Value> | Promise<Judged<Options, Value>>;
  /** Whether these words may be an answer, so that they are not taken for talk. */
  plausible(text: string, options: Options): boolean;
}

const PROMPT = 'answer';
const STEPS = 'steps';

/** Asks until it can end with a value, or with BACK. */
export class QuestionDialog<
  Options extends Asking = Asking,
  Value = unknown,
> extends ComponentDialog<Options> {
  readonly question: Question<Options, Value>;
  readonly #words: Words;

  constructor(words: Words, question: Question<Options, Value>) {
    super(question.id);
    this.question = question;
    this.#words = words;
    this.addDialog(new WaterfallDialog<Options>(STEPS, [this.#ask, this.#judge]));
    this.addDialog(new AnswerPrompt(PROMPT));
  }

  readonly #ask = async (step: WaterfallStepContext<Options>): Promise<DialogTurnResult> => {
    const turn = turnOf(step);
    const early = await this.question.early?.(turn, step.options);
    if (early) return this.#follow(step, turn, early);
    const token = randomUUID().slice(0, 8);
    const prompt = await this.question.ask(turn, step.options, token);
    const { locale } = this.#words;
    return step.beginDialog(PROMPT, { prompt, token, locale } satisfies AnswerPromptState);
  };

  /** Whoever changed the language meanwhile is asked the same question in that language. */
  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const asked = askedIn<Options>(instance);
    if (asked && asked.prompt.state.locale !== this.#words.locale) {
      const { token } = asked.prompt.state;
      const prompt = await this.question.ask(turnIn(context), asked.steps.state.options, token);
      asked.prompt.state = { prompt, token, locale: this.#words.locale };
    }
    await super.repromptDialog(context, instance);
  }

  readonly #judge = async (step: WaterfallStepContext<Options>): Promise<DialogTurnResult> => {
    const turn = turnOf(step);
    if (isGoingBack(turn.context)) return step.endDialog(BACK);
    return this.#follow(step, turn, await this.question.judge(turn, step.options));
  };

  async #follow(
    step: WaterfallStepContext<Options>,
    turn: Turn,
    judged: Judged<Options, Value>,
  ): Promise<DialogTurnResult> {
    if (judged.kind === 'unclear') {
      await this.#ownUp(turn, judged.say);
      return step.replaceDialog(STEPS, step.options);
    }
    turn.memory.misunderstood = 0;
    for (const text of judged.say ?? []) await turn.context.sendActivity(message(text));
    if (judged.kind === 'answer') return step.endDialog(judged.value);
    return step.replaceDialog(STEPS, judged.options ?? step.options);
  }

  async #ownUp(turn: Turn, why: string): Promise<void> {
    turn.memory.misunderstood += 1;
    await turn.context.sendActivity(turn.memory.misunderstood < 2 ? message(why) : wayOut(this.#words));
  }
}

interface Asked<Options> {
  readonly steps: { readonly state: { readonly options: Options } };
  readonly prompt: { state: AnswerPromptState };
}

/** The question's own two dialogs in what is stored of it. */
function askedIn<Options>({ state }: DialogInstance): Asked<Options> | undefined {
  const { dialogs } = state as { dialogs?: { dialogStack?: readonly unknown[] } };
  // The stack's last is the prompt that waits, its first the steps around it.
  const [prompt, steps] = [...(dialogs?.dialogStack ?? [])].reverse();
  return prompt && steps ? ({ steps, prompt } as Asked<Options>) : undefined;
}

/** A help text that does not depend on the question's options. */
export const helpOf = (words: Words, key: Extract<MessageKey, `help.${string}`>) => (): string =>
  words.say(key as 'help.general');
