import {
  answerLimit,
  answerLimits,
  type Answer,
  type LimitAnswer,
  type Standing,
} from '../../knowledge/answer/answer.ts';
import { Flow, type After, type Next } from '../flow.ts';
import type { Means } from '../means.ts';
import { message, offering } from '../replies/message.ts';
import { sourced } from '../replies/sourced.ts';
import type { Turn } from '../turn.ts';
import {
  registeredQuestion,
  residenceQuestion,
  verifiedQuestion,
  type StandingAnswer,
} from './standing-questions.ts';

export interface LimitsState {
  /** Rows of the table that were asked for; none: all of them. */
  readonly limitIds: readonly string[];
  /** What the question itself said about the account. */
  readonly standing: Standing;
}

export const LIMITS = 'limits';

/** More rows than this at once is not an answer but the table. */
const MAX_ROWS = 3;

/** "What can my account do?": asks once for what the answer depends on, and answers with its source. */
export class LimitsFlow extends Flow<LimitsState, StandingAnswer> {
  constructor(means: Means) {
    super(LIMITS, means, [verifiedQuestion(means), registeredQuestion(means), residenceQuestion(means)]);
  }

  protected override async next(turn: Turn, state: LimitsState): Promise<Next<LimitsState>> {
    const standing = await this.#standingOf(turn, state);
    const { knowledge, words } = this.means;
    const rows = state.limitIds.slice(0, MAX_ROWS);
    const results: LimitAnswer[] =
      rows.length > 0
        ? rows.map((id) => answerLimit(knowledge, id, standing))
        : [answerLimits(knowledge, standing)];
    const answers: Answer[] = [];
    for (const result of results) {
      if (result.kind === 'ask') {
        turn.memory.limitIds = state.limitIds;
        return { kind: 'ask', question: result.missing, options: {}, state };
      }
      answers.push(result.answer);
    }
    delete turn.memory.limitIds;
    const texts = answers.map((answer) => sourced(words, answer));
    turn.memory.lastAnswer = texts.join('\n\n');
    const last = texts.pop() ?? '';
    for (const text of texts) await turn.context.sendActivity(message(text));
    await turn.context.sendActivity(offering(words, last, ['verify', 'account', 'person'], turn.rich));
    return { kind: 'end' };
  }

  protected override async take(
    turn: Turn,
    state: LimitsState,
    answer: StandingAnswer,
  ): Promise<After<LimitsState>> {
    const { customers } = this.means.services;
    turn.memory.standing = { ...turn.memory.standing, ...answer.standing };
    if (answer.remember) await customers.remember(turn.customerId, answer.remember);
    return { kind: 'on', state };
  }

  protected override back(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  protected override restart(): Promise<LimitsState> {
    return Promise.resolve({ limitIds: [], standing: {} });
  }

  protected override farewell(): string {
    return this.means.words.say('flow.left_other');
  }

  protected override welcomeBack(): string {
    return this.means.words.say('flow.back_to_limits');
  }

  /** The question's own words win over what was said before, and that over what the account says. */
  async #standingOf(turn: Turn, state: LimitsState): Promise<Standing> {
    const { verified, registeredAt, residence } = await this.means.services.customers.find(turn.customerId);
    return {
      verified,
      ...(registeredAt !== undefined && { registeredAt }),
      ...(residence !== undefined && { residence }),
      ...turn.memory.standing,
      ...state.standing,
    };
  }
}
