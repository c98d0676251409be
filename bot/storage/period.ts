/** Days as a clock on the wall has them, both included, like 2026-03-01. */
export interface Period {
  readonly from: string;
  readonly to: string;
  /** IANA name. */
  readonly timeZone: string;
}

/**
 * For a `with`: every day of a period, from its midnight to the next one on that clock, also where it is put forward
 * or back. Takes `valuesOf(period)`.
 */
export const DAYS_OF_PERIOD = `
  days as (
    select day::date::text as day, day::timestamp at time zone $3 as begins,
      (day + interval '1 day')::timestamp at time zone $3 as ends
    from generate_series($1::date, $2::date, interval '1 day') as day
  )`;

export const valuesOf = ({ from, to, timeZone }: Period): readonly unknown[] => [from, to, timeZone];
