import type { Article } from './articles/article.ts';
import type { Criteria } from './checks/criteria.ts';
import type { Fact } from './facts/fact.ts';
import type { Intent } from './intents/intent.ts';
import type { Concepts, Limit } from './limits/limit.ts';
import type { ProblemEntry } from './problems/problem.ts';
import type { ReasonCode } from './reasons/reason-code.ts';
import type { ReasonEntry } from './reasons/reason-entry.ts';

/** Everything that the bot knows, validated, each kind by id. */
export interface Knowledge {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly articles: ReadonlyMap<string, Article>;
  readonly limits: ReadonlyMap<string, Limit>;
  readonly problems: ReadonlyMap<string, ProblemEntry>;
  /** Those of intents/ and one `article:<id>` for each article that has examples. */
  readonly intents: ReadonlyMap<string, Intent>;
  readonly concepts: Concepts;
  readonly reasons: ReadonlyMap<ReasonCode, ReasonEntry>;
  readonly criteria: Criteria;
}
