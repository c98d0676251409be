import type { TurnContext } from 'botbuilder';
import {
  ComponentDialog,
  WaterfallDialog,
  type DialogContext,
  type DialogInstance,
  type DialogReason,
  type DialogTurnResult,
  type WaterfallStepContext,
} from 'botbuilder-dialogs';

import type { Means } from './means.ts';
import { BACK, isWish } from './navigation.ts';
import { message } from './replies/message.ts';
import { openQuestion } from './open-question.ts';
import { turnIn, turnOf, type Turn } from './turn.ts';

/** What a flow does next. */
export type Next<State> =
  | { readonly kind: 'ask'; readonly question: string; readonly options?: object; readonly state: State }
  | After<State>;

/** What an answer leads to. */
export type After<State> =
  /** Finds the next question, knowing this. */
  | { readonly kind: 'on'; readonly state: State }
  | { readonly kind: 'end' }
  /** Another flow takes this one's place. */
  | { readonly kind: 'become'; readonly flow: string; readonly state: object };

interface Asked<State> {
  asked?: string;
  state?: State;
}

const STEPS = 'steps';

/**
 * A conversation with one aim: finds the next question, takes its answer, and so on until it ends.
 * The customer may leave it, start it over, or have another flow in between; then it asks again where it was.
 */
export abstract class Flow<State extends object, Answer> extends ComponentDialog<State> {
  protected readonly means: Means;

  // A flow composes questions of many types; each ends with a member of Answer.
  constructor(id: string, means: Means, questions: readonly ComponentDialog<never>[]) {
    super(id);
    this.means = means;
    this.addDialog(new WaterfallDialog<State>(STEPS, [this.#askNext, this.#takeAnswer]));
    for (const question of questions) this.addDialog(question);
  }

  protected abstract next(turn: Turn, state: State): Promise<Next<State>>;
  protected abstract take(turn: Turn, state: State, answer: Answer): Promise<After<State>>;
  /** The state that asks the question before; undefined at the first. */
  protected abstract back(turn: Turn, state: State, asked: string): Promise<State | undefined>;
  /** The state to begin anew with; sets aside what was given. */
  protected abstract restart(turn: Turn): Promise<State>;
  /** Said when the customer leaves. */
  protected abstract farewell(): string;
  /** Said before the question that an interruption cut off. */
  protected abstract welcomeBack(): string;

  readonly #askNext = async (step: WaterfallStepContext<State>): Promise<DialogTurnResult> => {
    const turn = turnOf(step);
    let next = await this.next(turn, step.options);
    while (next.kind === 'on') next = await this.next(turn, next.state);
    if (next.kind !== 'ask') return step.endDialog(next);
    const values = step.values as Asked<State>;
    values.asked = next.question;
    values.state = next.state;
    return step.beginDialog(next.question, next.options);
  };

  readonly #takeAnswer = async (step: WaterfallStepContext<State>): Promise<DialogTurnResult> => {
    const turn = turnOf(step);
    const { state = step.options, asked = '' } = step.values as Asked<State>;
    if (step.result === BACK) {
      const before = await this.back(turn, state, asked);
      if (!before) await turn.context.sendActivity(message(this.means.words.say('flow.nothing_before')));
      return step.replaceDialog(STEPS, before ?? state);
    }
    // The framework gives `any`; every question of a flow ends with one of its answers.
    const next = await this.take(turn, state, step.result as Answer);
    return next.kind === 'on' ? step.replaceDialog(STEPS, next.state) : step.endDialog(next);
  };

  protected override async endComponent(
    outer: DialogContext,
    result: After<State> | undefined,
  ): Promise<DialogTurnResult> {
    return result?.kind === 'become' ? outer.replaceDialog(result.flow, result.state) : outer.endDialog();
  }

  override async resumeDialog(
    outer: DialogContext,
    reason: DialogReason,
    result?: unknown,
  ): Promise<DialogTurnResult> {
    if (isWish(result)) {
      if (result.wish === 'leave') return this.leave(outer);
      if (result.wish === 'start_over') return this.startOver(outer);
    } else {
      await outer.context.sendActivity(message(this.welcomeBack()));
    }
    return super.resumeDialog(outer, reason, result);
  }

  /** Whoever changed the language meanwhile is asked in it: knowledge in the options of a question is read anew. */
  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const open = openQuestion<State>(instance);
    if (open && open.locale !== this.means.words.locale) {
      Object.assign(open.options, await this.reworded?.(turnIn(context), open.state));
    }
    await super.repromptDialog(context, instance);
  }

  /** Options of the open question that hold words, in the language of now. */
  protected readonly reworded?: (turn: Turn, state: State) => Promise<object>;

  async leave(outer: DialogContext): Promise<DialogTurnResult> {
    await outer.context.sendActivity(message(this.farewell()));
    return outer.endDialog();
  }

  async startOver(outer: DialogContext): Promise<DialogTurnResult> {
    return outer.replaceDialog(this.id, await this.restart(turnOf(outer)));
  }
}
