import type { Wording } from './answer/wording.ts';
import type { Article } from './articles/article.ts';
import type { Criteria } from './checks/criteria.ts';
import type { BrowserVersions } from './diagnose/browser-age.ts';
import type { Tree } from './diagnosis/tree.ts';
import type { Fact } from './facts/fact.ts';
import type { Intent } from './intents/intent.ts';
import type { Concepts } from './limits/concepts.ts';
import type { Limit } from './limits/limit.ts';
import type { ProblemEntry, StepList } from './problems/problem.ts';
import type { ReasonCode } from './reasons/reason-code.ts';
import type { ReasonEntry } from './reasons/reason-entry.ts';
import type { Language } from './recognise/language.ts';

/** Everything that the bot knows, validated, each kind by id. */
export interface Knowledge {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly articles: ReadonlyMap<string, Article>;
  readonly limits: ReadonlyMap<string, Limit>;
  readonly concepts: Concepts;
  readonly problems: ReadonlyMap<string, ProblemEntry>;
  readonly steps: ReadonlyMap<string, StepList>;
  /** How to get from a symptom to its cause, by the id of the problem that is the symptom. */
  readonly trees: ReadonlyMap<string, Tree>;
  readonly browserVersions: BrowserVersions;
  /** Those of intents/ and one `article:<id>` for each article that brings its own examples. */
  readonly intents: ReadonlyMap<string, Intent>;
  readonly language: Language;
  readonly wording: Wording;
  readonly reasons: ReadonlyMap<ReasonCode, ReasonEntry>;
  readonly criteria: Criteria;
}

/** The article that answers an intent, if one does. */
export function articleOf(knowledge: Pick<Knowledge, 'intents'>, intentId: string): string | undefined {
  return knowledge.intents.get(intentId)?.article;
}
