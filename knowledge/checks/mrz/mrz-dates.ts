/**
 * The day (YYYY-MM-DD) on which a document runs out, from the zone's YYMMDD. The zone leaves the century
 * out: a document runs out within fifty years of today, before or after. Undefined when the digits are not
 * a date or parts are unknown (`<`).
 */
export function expiryDay(yymmdd: string, today: Date): string | undefined {
  if (!/^\d{6}$/.test(yymmdd)) return undefined;
  const [yearOfCentury, month, day] = [yymmdd.slice(0, 2), yymmdd.slice(2, 4), yymmdd.slice(4, 6)].map(
    Number,
  ) as [number, number, number];
  const thisYear = today.getUTCFullYear();
  const near = Math.floor(thisYear / 100) * 100 + yearOfCentury;
  const year = near - thisYear > 50 ? near - 100 : thisYear - near > 50 ? near + 100 : near;
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : undefined;
}
