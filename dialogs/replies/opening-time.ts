import type { Staffing } from '../services.ts';
import type { Words } from './words.ts';

/** When the desk opens next, by the clock of its opening hours; undefined when that is not known. */
export function openingTime(
  { locale }: Pick<Words, 'locale'>,
  { opensAt, timeZone }: Staffing,
): string | undefined {
  if (opensAt === undefined) return undefined;
  return new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
    ...{ timeZone, timeZoneName: 'short' },
  }).format(new Date(opensAt));
}
