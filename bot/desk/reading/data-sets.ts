import type { Period } from '../../storage/period.ts';
import type { FunnelStep } from '../../submissions/submission-figures.ts';
import type { DeskParts } from '../desk.ts';
import { categoryWords } from './categories.ts';

/** Rows of figures with how they are drawn; the same rows are the table below the chart and the download. */
export interface DataSet {
  readonly id: string;
  readonly title: string;
  /** What one number counts: "tickets", "minutes". */
  readonly unit: string;
  readonly kind: 'days' | 'bars';
  /** First what a row is about, then its numbers. */
  readonly heads: readonly string[];
  readonly rows: readonly (readonly [string, ...(number | undefined)[]])[];
}

export const DATA_SET_IDS = [
  'tickets',
  'verifications',
  'funnel',
  'waiting',
  'solving',
  'ratings',
  'reasons',
  'categories',
] as const;
export type DataSetId = (typeof DATA_SET_IDS)[number];

const STEP_WORDS: Readonly<Record<FunnelStep, string>> = {
  started: 'Begun',
  answers_given: 'Answers given',
  photo_kept: 'A photo passed',
  liveness_settled: 'Movements settled',
  submitted: 'Sent in',
  approved: 'Approved',
};

type Parts = Pick<DeskParts, 'ticketFigures' | 'submissionFigures' | 'knowledge'>;

/** Every set that the dashboard shows, for one period. */
export const DATA_SETS: Readonly<Record<DataSetId, (parts: Parts, period: Period) => Promise<DataSet>>> = {
  tickets: async ({ ticketFigures }, period) => ({
    ...{ id: 'tickets', title: 'Tickets by day', unit: 'tickets', kind: 'days' },
    heads: ['Day', 'Opened', 'Solved'],
    rows: (await ticketFigures.byDay(period)).map(({ day, opened, finished }) => [day, opened, finished]),
  }),
  verifications: async ({ submissionFigures }, period) => ({
    ...{ id: 'verifications', title: 'Verifications by day', unit: 'verifications', kind: 'days' },
    heads: ['Day', 'Sent in', 'Approved', 'Rejected'],
    rows: (await submissionFigures.byDay(period)).map(({ day, sentIn, approved, rejected }) => [
      ...([day, sentIn, approved, rejected] as const),
    ]),
  }),
  funnel: async ({ submissionFigures }, period) => ({
    ...{ id: 'funnel', title: 'How far verifications come', unit: 'verifications', kind: 'bars' },
    heads: ['Step', 'Reached'],
    rows: (await submissionFigures.funnel(period)).map(({ step, count }) => [STEP_WORDS[step], count]),
  }),
  waiting: async ({ ticketFigures }, period) => ({
    ...{ id: 'waiting', title: 'Minutes to the first answer', unit: 'minutes', kind: 'days' },
    heads: ['Day', 'Half wait up to', 'Nine of ten wait up to'],
    rows: (await ticketFigures.waiting(period)).map(({ day, answerP50, answerP90 }) => [
      ...([day, rounded(answerP50), rounded(answerP90)] as const),
    ]),
  }),
  solving: async ({ ticketFigures }, period) => ({
    ...{ id: 'solving', title: 'Minutes to the solution', unit: 'minutes', kind: 'days' },
    heads: ['Day', 'Half take up to', 'Nine of ten take up to'],
    rows: (await ticketFigures.waiting(period)).map(({ day, solutionP50, solutionP90 }) => [
      ...([day, rounded(solutionP50), rounded(solutionP90)] as const),
    ]),
  }),
  ratings: async ({ ticketFigures }, period) => ({
    ...{ id: 'ratings', title: 'What customers thought of the help', unit: 'answers', kind: 'bars' },
    heads: ['Mark', 'Customers'],
    rows: (await ticketFigures.ratings(period)).map(({ score, count }) => [
      ...([`${score} of 5`, count] as const),
    ]),
  }),
  reasons: async ({ submissionFigures, knowledge }, period) => ({
    ...{ id: 'reasons', title: 'Why photos and verifications fail', unit: 'times', kind: 'bars' },
    heads: ['Reason', 'Refused by the checks', 'Rejected by reviewers'],
    rows: (await submissionFigures.reasons(period)).map(({ name, byChecks, byReviewers }) => [
      [...knowledge.reasons].find(([code]) => code === name)?.[1].title ?? name,
      ...([byChecks, byReviewers] as const),
    ]),
  }),
  categories: async ({ ticketFigures, knowledge }, period) => ({
    ...{ id: 'categories', title: 'What tickets are about', unit: 'tickets', kind: 'bars' },
    heads: ['About', 'Tickets'],
    rows: (await ticketFigures.categories(period)).map(({ name, count }) => [
      categoryWords(knowledge, name),
      count,
    ]),
  }),
};

const rounded = (minutes: number | undefined): number | undefined =>
  minutes === undefined ? undefined : Math.round(minutes * 10) / 10;
