import {
  answerLimit,
  type Answer,
  type AskedAbout,
  type LimitAnswer,
} from '../../knowledge/answer/answer.ts';
import type { Standing } from '../../knowledge/answer/standing.ts';
import { answerLimits } from '../../knowledge/answer/summary.ts';
import { Flow, type After, type Next } from '../flow.ts';
import type { Means } from '../means.ts';
import { FEEDBACK, sayAnswers } from '../replies/say-answers.ts';
import { message } from '../replies/message.ts';
import type { ChoiceId } from '../replies/words.ts';
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
  /** What a question that goes on with this one counts on; `standing` when absent. */
  readonly spoken?: Standing;
  /** What the customer said wrong before: it holds for the whole conversation. */
  readonly corrects?: Standing;
  /** In the customer's words. */
  readonly question?: string;
  /** The word families that name the rows. */
  readonly concepts?: readonly string[];
  readonly asked?: AskedAbout;
}

export const LIMITS = 'limits';

/** More rows than this at once is not an answer but the table. */
const MAX_ROWS = 3;

/** "What can my account do?": asks once for what the answer depends on, and answers with its source. */
export class LimitsFlow extends Flow<LimitsState, StandingAnswer> {
  constructor(means: Means) {
    super(LIMITS, means, [verifiedQuestion(means), registeredQuestion(means), residenceQuestion(means)]);
  }

  protected override async next(turn: Turn, before: LimitsState): Promise<Next<LimitsState>> {
    const state = await this.#putRight(turn, before);
    const standing = await standingOf(this.means, turn, state.standing);
    const { knowledge } = this.means;
    const rows = state.limitIds.slice(0, MAX_ROWS);
    const results: LimitAnswer[] =
      rows.length > 0
        ? rows.map((id) => answerLimit(knowledge, id, standing, state.asked))
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
    turn.memory.topic = {
      question: state.question ?? turn.reply.text,
      shown: rows.length > 0 ? rows.map((id) => `limit:${id}`) : ['limits'],
      limitIds: rows,
      ...(state.concepts && { concepts: state.concepts }),
      standing: state.spoken ?? state.standing,
      unhelpful: 0,
    };
    await sayAnswers(this.means, turn, answers, offersFor(standing, rows));
    return { kind: 'end' };
  }

  /** What was said wrong is said right from now on; exact enough, it is kept with the customer. */
  async #putRight(turn: Turn, state: LimitsState): Promise<LimitsState> {
    const { corrects, ...rest } = state;
    if (!corrects) return state;
    turn.memory.standing = { ...turn.memory.standing, ...corrects };
    const { registeredAt, residence } = corrects;
    const told = {
      ...(registeredAt !== undefined && { registeredAt }),
      ...(residence !== undefined && { residence }),
    };
    if (Object.keys(told).length > 0) await this.means.services.customers.remember(turn.customerId, told);
    if (Object.keys(corrects).length > 0)
      await turn.context.sendActivity(message(this.means.words.say('repair.standing')));
    return rest;
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
}

/** The question's own words win over what was said before, and that over what the account says. */
export async function standingOf(means: Means, turn: Turn, spoken: Standing): Promise<Standing> {
  const { verified, registeredAt, residence } = await means.services.customers.find(turn.customerId);
  return {
    verified,
    ...(registeredAt !== undefined && { registeredAt }),
    ...(residence !== undefined && { residence }),
    ...turn.memory.standing,
    ...spoken,
  };
}

function offersFor({ verified }: Standing, rows: readonly string[]): readonly ChoiceId[] {
  const table: readonly ChoiceId[] = rows.length > 0 ? ['account'] : ['whole_table'];
  return verified ? [...FEEDBACK, ...table] : [...FEEDBACK, 'compare', ...table, 'verify'];
}
