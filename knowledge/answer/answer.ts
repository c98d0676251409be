import type { Knowledge } from '../knowledge.ts';

export interface Answer {
  /** Markdown. */
  readonly text: string;
  /** Ids of the facts and limits that it rests on; empty for what we say about ourselves. */
  readonly facts: readonly string[];
  /** Parts of the guide in its own order, such as `introduction`, `1.1 (ii)`, `3.1`. */
  readonly sections: readonly string[];
  /** False: the guide does not say, and the text says so. */
  readonly known: boolean;
}

/** What is known about the account that a question is about. */
export interface Standing {
  readonly verified?: boolean;
  /** RFC 3339, UTC. */
  readonly registeredAt?: string;
  /** ISO 3166-1 alpha-2. */
  readonly residence?: string;
}

export type LimitAnswer =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'ask'; readonly missing: 'verified' | 'registeredAt' | 'residence' };

export interface AnswerSettings {
  readonly officialKycEmail?: string | undefined;
}

export declare function answerArticle(knowledge: Knowledge, articleId: string, settings?: AnswerSettings): Answer;
export declare function answerLimit(knowledge: Knowledge, limitId: string, standing: Standing): LimitAnswer;
export declare function answerLimits(knowledge: Knowledge, standing: Standing): LimitAnswer;
export declare function unknownAnswer(knowledge: Knowledge): Answer;
/** The article that answers an intent: of its own, or by its name `article:<id>`. */
export declare function articleOf(knowledge: Knowledge, intentId: string): string | undefined;
