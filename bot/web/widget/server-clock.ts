let aheadMs = 0;

/** Notes what an answer of the server says about its clock, which leaves out the parts of a second: better too late than too early. */
export function noteServerTime(date: string | null): void {
  const at = date === null ? Number.NaN : Date.parse(date);
  if (!Number.isNaN(at)) aheadMs = at + 999 - Date.now();
}

/** Now, as the server sees it: the clocks of phones are often wrong. */
export const serverNow = (): number => Date.now() + aheadMs;
