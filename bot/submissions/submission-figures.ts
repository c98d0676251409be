import type { Database } from '../storage/database.ts';
import { DAYS_OF_PERIOD, valuesOf, type Period } from '../storage/period.ts';

export interface SubmissionDay {
  readonly day: string;
  readonly sentIn: number;
  readonly approved: number;
  readonly rejected: number;
}

/** How far verifications came that were begun in a period, each step with how many reached it. */
export const FUNNEL_STEPS = [
  'started',
  'answers_given',
  'photo_kept',
  'liveness_settled',
  'submitted',
  'approved',
] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];

/** How often a reason stood in the way: a photo or movement that the checks refused, a rejection by a reviewer. */
export interface ReasonCount {
  readonly name: string;
  readonly byChecks: number;
  readonly byReviewers: number;
}

/** Counts over many verifications; nothing of a single one. */
export interface SubmissionFigures {
  byDay(period: Period): Promise<readonly SubmissionDay[]>;
  funnel(period: Period): Promise<readonly { readonly step: FunnelStep; readonly count: number }[]>;
  /** Codes with which something was not taken in the period, the most frequent first. */
  reasons(period: Period): Promise<readonly ReasonCount[]>;
}

export function createSubmissionFigures({ database }: { database: Database }): SubmissionFigures {
  const decided = (outcome: 'approved' | 'rejected'): string =>
    `(select count(*) from submission where state = '${outcome}' and decided_at >= begins and decided_at < ends)::int`;
  const inPeriod = (column: string): string =>
    `${column} >= (select min(begins) from days) and ${column} < (select max(ends) from days)`;
  return {
    byDay: (period) =>
      database.query<{ day: string; sentIn: number; approved: number; rejected: number }>(
        `with ${DAYS_OF_PERIOD}
         select day,
           (select count(*) from submission where submitted_at >= begins and submitted_at < ends)::int as "sentIn",
           ${decided('approved')} as approved, ${decided('rejected')} as rejected
         from days order by day`,
        valuesOf(period),
      ),

    async funnel(period) {
      const rows = await database.query<{ kind: FunnelStep; count: number }>(
        `with ${DAYS_OF_PERIOD},
         begun as (select submission_id from submission_event where kind = 'started' and ${inPeriod('at')})
         select kind, count(distinct submission_id)::int as count
         from submission_event join begun using (submission_id) where kind = any($4) group by kind`,
        [...valuesOf(period), FUNNEL_STEPS],
      );
      const counts = new Map(rows.map(({ kind, count }) => [kind, count]));
      return FUNNEL_STEPS.map((step) => ({ step, count: counts.get(step) ?? 0 }));
    },

    reasons: (period) =>
      database.query<{ name: string; byChecks: number; byReviewers: number }>(
        `with ${DAYS_OF_PERIOD},
         stood_in_the_way as (
           select reason, true as by_checks from submission_event, unnest(codes) as reason
           where kind in ('photo_refused', 'movement_refused') and ${inPeriod('at')}
           union all
           select reason, false from submission, unnest(reasons) as reason
           where state = 'rejected' and ${inPeriod('decided_at')}
         )
         select reason as name, count(*) filter (where by_checks)::int as "byChecks",
           count(*) filter (where not by_checks)::int as "byReviewers"
         from stood_in_the_way group by reason order by count(*) desc, reason limit 12`,
        valuesOf(period),
      ),
  };
}
