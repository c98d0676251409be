import type { Wording } from './answer/wording.ts';
import type { Article } from './articles/article.ts';
import type { Criteria } from './checks/criteria.ts';
import type { BrowserVersions } from './diagnose/browser-age.ts';
import type { Tree } from './diagnosis/tree.ts';
import type { Fact } from './facts/fact.ts';
import type { Intent } from './intents/intent.ts';
import type { Concepts } from './limits/concepts.ts';
import type { RegistrationWords, SecretWords } from './languages/how-people-write.ts';
import type { Limit } from './limits/limit.ts';
import type { ProblemEntry, StepList } from './problems/problem.ts';
import type { ReasonCode } from './reasons/reason-code.ts';
import type { ReasonEntry } from './reasons/reason-entry.ts';
import type { ScreenConcepts, ScreenSign } from './screens/sign.ts';
import type { Kin } from './recognise/kin.ts';
import type { Language } from './recognise/language.ts';

/** Everything that the bot knows, in one language, validated, each kind by id. */
export interface Knowledge {
  /** ISO 639-1. */
  readonly locale: string;
  readonly facts: ReadonlyMap<string, Fact>;
  readonly articles: ReadonlyMap<string, Article>;
  readonly limits: ReadonlyMap<string, Limit>;
  readonly concepts: Concepts;
  readonly problems: ReadonlyMap<string, ProblemEntry>;
  readonly steps: ReadonlyMap<string, StepList>;
  /** How to get from a symptom to its cause, by the id of the problem that is the symptom. */
  readonly trees: ReadonlyMap<string, Tree>;
  readonly browserVersions: BrowserVersions;
  /** What error messages are made of, and which problem they mean together. */
  readonly screenConcepts: ScreenConcepts;
  readonly screenSigns: readonly ScreenSign[];
  /** Those of intents/ and one `article:<id>` for each article that brings its own examples. */
  readonly intents: ReadonlyMap<string, Intent>;
  readonly language: Language;
  /** Meanings that one answer serves. */
  readonly kin: Kin;
  /** How people say when they registered; English is read by rules of its own. */
  readonly registration?: RegistrationWords;
  /** How secrets are called in that language; English names are known everywhere. */
  readonly secrets?: SecretWords;
  readonly wording: Wording;
  readonly reasons: ReadonlyMap<ReasonCode, ReasonEntry>;
  readonly criteria: Criteria;
  /** Sections of the guide that have a name and no number, where it is not the English one. */
  readonly sectionNames?: ReadonlyMap<string, string>;
}

/** The article that answers an intent, if one does. */
export function articleOf(knowledge: Pick<Knowledge, 'intents'>, intentId: string): string | undefined {
  return knowledge.intents.get(intentId)?.article;
}

/** The error codes of the problems that we know. */
export function errorCodesOf({ problems }: Pick<Knowledge, 'problems'>): ReadonlySet<string> {
  return new Set([...problems.values()].flatMap(({ code }) => code ?? []));
}

/** Without examples a language is understood by keywords only. */
export function hasExamples({ intents }: Pick<Knowledge, 'intents'>): boolean {
  return [...intents.values()].some(({ examples }) => examples.length > 0);
}
