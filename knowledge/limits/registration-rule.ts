/** Accounts registered from this moment on must be verified before they can use anything (facts R04, R08). */
const RULE_BEGINS = Date.UTC(2023, 7, 31);

/** Takes RFC 3339. Throws RangeError when it is no date: nobody may be judged by a date that we cannot read. */
export function registeredSinceRule(registeredAt: string): boolean {
  const moment = Date.parse(registeredAt);
  if (Number.isNaN(moment)) throw new RangeError('registeredAt is no date');
  return moment >= RULE_BEGINS;
}
