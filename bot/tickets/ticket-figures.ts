import type { Database } from '../storage/database.ts';
import { DAYS_OF_PERIOD, valuesOf, type Period } from '../storage/period.ts';

export interface TicketDay {
  readonly day: string;
  readonly opened: number;
  readonly finished: number;
}

/** Minutes; undefined on a day without any. */
export interface WaitingDay {
  readonly day: string;
  readonly answerP50?: number;
  readonly answerP90?: number;
  readonly solutionP50?: number;
  readonly solutionP90?: number;
}

export interface Counted {
  readonly name: string;
  readonly count: number;
}

/** Counts and times over many tickets; nothing of a single one. */
export interface TicketFigures {
  byDay(period: Period): Promise<readonly TicketDay[]>;
  /** From opening to the first answer and to the solution, by the day on which that came. */
  waiting(period: Period): Promise<readonly WaitingDay[]>;
  /** How many customers gave each mark, 5 (the best) first. */
  ratings(period: Period): Promise<readonly { readonly score: number; readonly count: number }[]>;
  /** What tickets of the period are about, the most frequent first. */
  categories(period: Period): Promise<readonly Counted[]>;
}

export function createTicketFigures({ database }: { database: Database }): TicketFigures {
  return {
    byDay: (period) =>
      database.query<{ day: string; opened: number; finished: number }>(
        `with ${DAYS_OF_PERIOD}
         select day,
           (select count(*) from ticket where opened_at >= begins and opened_at < ends)::int as opened,
           (select count(*) from ticket where finished_at >= begins and finished_at < ends)::int as finished
         from days order by day`,
        valuesOf(period),
      ),

    async waiting(period) {
      const part = (share: number, column: string) =>
        `percentile_cont(${share}) within group (order by extract(epoch from ${column} - opened_at) / 60)::float8`;
      const rows = await database.query<{
        day: string;
        a50: number | null;
        a90: number | null;
        s50: number | null;
        s90: number | null;
      }>(
        `with ${DAYS_OF_PERIOD}
         select day, answered.p50 as a50, answered.p90 as a90, solved.p50 as s50, solved.p90 as s90
         from days
         cross join lateral (
           select ${part(0.5, 'first_answered_at')} as p50, ${part(0.9, 'first_answered_at')} as p90
           from ticket where first_answered_at >= begins and first_answered_at < ends
         ) as answered
         cross join lateral (
           select ${part(0.5, 'finished_at')} as p50, ${part(0.9, 'finished_at')} as p90
           from ticket where finished_at >= begins and finished_at < ends
         ) as solved
         order by day`,
        valuesOf(period),
      );
      return rows.map(({ day, a50, a90, s50, s90 }) => ({
        day,
        ...(a50 !== null && { answerP50: a50 }),
        ...(a90 !== null && { answerP90: a90 }),
        ...(s50 !== null && { solutionP50: s50 }),
        ...(s90 !== null && { solutionP90: s90 }),
      }));
    },

    ratings: (period) =>
      database.query<{ score: number; count: number }>(
        `with ${DAYS_OF_PERIOD}
         select score, count(ticket.id)::int as count from generate_series(5, 1, -1) as score
         left join ticket on rating = score
           and rated_at >= (select min(begins) from days) and rated_at < (select max(ends) from days)
         group by score order by score desc`,
        valuesOf(period),
      ),

    categories: (period) =>
      database.query<{ name: string; count: number }>(
        `with ${DAYS_OF_PERIOD}
         select category as name, count(*)::int as count from ticket
         where opened_at >= (select min(begins) from days) and opened_at < (select max(ends) from days)
         group by category order by count desc, name limit 12`,
        valuesOf(period),
      ),
  };
}
