import type { ReasonCode } from '../../knowledge/reasons/reason-code.ts';
import { MOVEMENTS, type Movement } from '../../knowledge/verification/liveness.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import { rateOf, type Rate } from '../eval/rates.ts';
import { codesOf, type Attempt, type Outcome } from './attempt.ts';
import type { SignalId, Signals } from './signals.ts';

/** One honest answer, and the same one sent when it must not count. */
export interface GenuineResult {
  readonly movement: Movement;
  readonly yaw: number;
  readonly verdict: Verdict;
  readonly early: Verdict;
  readonly late: Verdict;
  readonly repeated: Verdict;
  readonly repeatedAnew: Verdict;
  readonly repeatedMirrored: Verdict;
}

export interface SpoofFigures {
  /** Who were impersonated. */
  readonly people: number;
  readonly pictures: number;
  /** Whether a folder of faces was given. */
  readonly faces: boolean;
  /** Whether people have said which pictures show what. */
  readonly seenByPeople: boolean;
  readonly attacks: readonly {
    readonly id: string;
    readonly name: string;
    readonly attempts: readonly (Attempt & { readonly signals: Signals | undefined })[];
  }[];
  readonly genuine: readonly GenuineResult[];
  /** Where a turn begins to count. */
  readonly marks: readonly { readonly at: number; readonly name: string }[];
  /** Area under the ROC curve of each signal, for each kind of instrument. */
  readonly signals: readonly {
    readonly id: SignalId;
    readonly aucs: readonly { readonly instrument: string; readonly auc: number }[];
  }[];
  readonly screen: {
    readonly live: readonly Signals[];
    readonly attacks: readonly { readonly instrument: string; readonly signals: readonly Signals[] }[];
  };
  readonly samples: readonly {
    readonly file: string;
    readonly kind: 'live' | 'attack';
    readonly outcome: Outcome;
    readonly codes: readonly ReasonCode[];
    readonly signals: Signals | undefined;
  }[];
}

export interface OutcomeRow {
  readonly passed: Rate;
  readonly person: Rate;
  readonly stopped: Rate;
  /** The reasons that were given most. */
  readonly codes: readonly ReasonCode[];
}

/** How an attack came out: whole challenges, and the movements in them that were asked for. */
export interface AttackRow extends OutcomeRow {
  readonly id: string;
  readonly name: string;
  readonly movements: Readonly<Partial<Record<Movement, MovementCount>>>;
}
export interface MovementCount {
  readonly passed: number;
  readonly person: number;
  readonly of: number;
}

type Judged = { readonly outcome: Outcome; readonly codes: readonly ReasonCode[] };
const judged = (verdict: Verdict): Judged => ({ outcome: verdict.outcome, codes: codesOf(verdict) });

function rowOf(all: readonly Judged[]): OutcomeRow {
  const share = (outcome: Outcome) => rateOf(all.filter((one) => one.outcome === outcome).length, all.length);
  const counts = new Map<ReasonCode, number>();
  for (const code of all.flatMap(({ codes }) => codes)) counts.set(code, (counts.get(code) ?? 0) + 1);
  const codes = [...counts].sort(([, a], [, b]) => b - a).map(([code]) => code);
  return {
    passed: share('pass'),
    person: share('review'),
    stopped: share('retake'),
    codes: codes.slice(0, 2),
  };
}

export const attackRows = ({ attacks }: Pick<SpoofFigures, 'attacks'>): readonly AttackRow[] =>
  attacks.map(({ id, name, attempts }) => ({
    ...{ id, name },
    ...rowOf(attempts),
    movements: movementsOf(attempts),
  }));

/** What became of each prompt, whatever became of the challenge. */
function movementsOf(attempts: readonly Attempt[]): AttackRow['movements'] {
  const prompts = attempts.flatMap(({ answers }) =>
    MOVEMENTS.flatMap((movement) => answers.findLast((answer) => answer.movement === movement) ?? []),
  );
  return Object.fromEntries(
    MOVEMENTS.map((movement) => {
      const asked = prompts.filter((answer) => answer.movement === movement);
      const count = (outcome: Outcome) => asked.filter(({ verdict }) => verdict.outcome === outcome).length;
      return [movement, { passed: count('pass'), person: count('review'), of: asked.length }];
    }),
  );
}

/** Honest answers by movement, all of them, and those among the latter that are blamed for being an attack. */
export function genuineRows({
  genuine,
}: Pick<SpoofFigures, 'genuine'>): readonly (OutcomeRow & { readonly what: Movement | 'all' })[] {
  const rows = MOVEMENTS.map((movement) => ({
    what: movement,
    ...rowOf(genuine.filter((one) => one.movement === movement).map(({ verdict }) => judged(verdict))),
  })).filter(({ passed }) => passed.of > 0);
  return [...rows, { what: 'all', ...rowOf(genuine.map(({ verdict }) => judged(verdict))) }];
}

/** Why honest answers were asked for again, most frequent first. */
export function refusals({
  genuine,
}: Pick<SpoofFigures, 'genuine'>): readonly (readonly [ReasonCode, number])[] {
  const counts = new Map<ReasonCode, number>();
  for (const { verdict } of genuine.filter((one) => one.verdict.outcome === 'retake')) {
    for (const code of codesOf(verdict)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

const BLAMED: readonly ReasonCode[] = ['liveness_picture_used', 'liveness_face_differs'];

/** Honest answers that are taken for an attack, by what is said of them. */
export const blamed = ({ genuine }: Pick<SpoofFigures, 'genuine'>) =>
  BLAMED.map((code) => ({
    code,
    rate: rateOf(genuine.filter(({ verdict }) => codesOf(verdict).includes(code)).length, genuine.length),
  }));

/** Answers that would have counted, sent when they must not. */
export function untimelyRows({ genuine }: Pick<SpoofFigures, 'genuine'>) {
  const good = genuine.filter(({ verdict }) => verdict.outcome !== 'retake');
  const row = (name: string, pick: (one: GenuineResult) => Verdict) => ({
    name,
    ...rowOf(good.map((one) => judged(pick(one)))),
  });
  return [
    row('A good answer, one second before it was asked for', ({ early }) => early),
    row('A good answer, one second too late', ({ late }) => late),
    row('A good answer that was sent before, in another challenge', ({ repeated }) => repeated),
    row('… encoded anew', ({ repeatedAnew }) => repeatedAnew),
    row('… whose mirror image was sent before', ({ repeatedMirrored }) => repeatedMirrored),
  ];
}
