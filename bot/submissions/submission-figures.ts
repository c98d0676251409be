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

/** Counts over many verifications; nothing of a single one. */
export interface SubmissionFigures {
  byDay(period: Period): Promise<readonly SubmissionDay[]>;
  funnel(period: Period): Promise<readonly { readonly step: FunnelStep; readonly count: number }[]>;
  /** Codes of rejections decided in the period, the most frequent first. */
  reasons(period: Period): Promise<readonly { readonly name: string; readonly count: number }[]>;
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
      database.query<{ name: string; count: number }>(
        `with ${DAYS_OF_PERIOD}
         select reason as name, count(*)::int as count from submission, unnest(reasons) as reason
         where state = 'rejected' and ${inPeriod('decided_at')}
         group by reason order by count desc, name limit 12`,
        valuesOf(period),
      ),
  };
}
