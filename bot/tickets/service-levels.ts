import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

import { Failure } from '../failure.ts';
import { addBusinessTime, businessMsBetween, isTimeZone, type BusinessHours } from './business-time.ts';

/** The most pressing first; the place is what the database keeps. */
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const priorityRank = (priority: Priority): number => PRIORITIES.indexOf(priority);
export const priorityOfRank = (rank: number): Priority => PRIORITIES[rank] ?? 'normal';
export const isPriority = (text: string): text is Priority => PRIORITIES.some((one) => one === text);

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const MINUTE_MS = 60_000;

const timeZone = z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin');

const span = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be like 09:00-17:30')
  .transform((text) => ({ from: text.slice(0, 5), to: text.slice(6) }))
  .refine(({ from, to }) => from < to, 'must end after it begins');

const spans = z
  .array(span)
  .refine(
    (all) => all.every(({ from }, index) => index === 0 || from >= (all[index - 1]?.to ?? '')),
    'must be in order and not overlap',
  );

const minutes = z.int().positive();
const promise = z.strictObject({ answerMinutes: minutes, solutionMinutes: minutes });

const File = z
  .strictObject({
    timeZone,
    week: z.strictObject(
      Object.fromEntries(DAYS.map((day) => [day, spans])) as Record<(typeof DAYS)[number], typeof spans>,
    ),
    holidays: z.array(z.iso.date()),
    promises: z.strictObject({ urgent: promise, high: promise, normal: promise, low: promise }),
    priorities: z.record(z.string(), z.enum(PRIORITIES)),
  })
  .refine(
    ({ week }) => DAYS.some((day) => week[day].length > 0),
    'the desk must be open on some day of the week',
  );

/** What the desk promises, and when it works. */
export interface ServiceLevels {
  readonly hours: BusinessHours;
  readonly promises: Readonly<Record<Priority, { readonly answerMs: number; readonly solutionMs: number }>>;
  /** Of a new ticket about this. */
  priorityOf(category: string): Priority;
}

/** Throws Failure('bad_config') naming what is wrong in it. Without a file: what comes with the code. */
export function readServiceLevels(file?: string): ServiceLevels {
  const named = file ?? new URL('./service-levels.yaml', import.meta.url);
  let text: string;
  try {
    text = readFileSync(named, 'utf8');
  } catch (cause) {
    throw new Failure('bad_config', `SERVICE_LEVELS: ${file ?? 'the file'} cannot be read.`, { cause });
  }
  return parseServiceLevels(text, file ?? 'service-levels.yaml');
}

export function parseServiceLevels(text: string, name: string): ServiceLevels {
  let plain: unknown;
  try {
    plain = parse(text);
  } catch (cause) {
    throw new Failure('bad_config', `SERVICE_LEVELS: ${name} is not valid YAML.`, { cause });
  }
  const parsed = File.safeParse(plain);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new Failure('bad_config', `SERVICE_LEVELS: ${name} is not usable:\n${faults.join('\n')}`);
  }
  const { week, holidays, promises, priorities } = parsed.data;
  const inMs = ({ answerMinutes, solutionMinutes }: z.infer<typeof promise>) => ({
    answerMs: answerMinutes * MINUTE_MS,
    solutionMs: solutionMinutes * MINUTE_MS,
  });
  return {
    hours: {
      timeZone: parsed.data.timeZone,
      week: DAYS.map((day) => week[day]),
      holidays: new Set(holidays),
    },
    promises: {
      urgent: inMs(promises.urgent),
      high: inMs(promises.high),
      normal: inMs(promises.normal),
      low: inMs(promises.low),
    },
    priorityOf: (category) =>
      (Object.hasOwn(priorities, category) ? priorities[category] : undefined) ?? 'normal',
  };
}

/** What happened to a ticket, as far as promises turn on it. Oldest first. */
export interface TicketMoment {
  readonly at: Date;
  readonly kind: string;
}

export interface Deadlines {
  readonly answerDueAt?: Date;
  readonly solutionDueAt?: Date;
  readonly firstAnsweredAt?: Date;
  readonly finishedAt?: Date;
  /** The next promise that is still to be kept. */
  readonly dueAt?: Date;
}

/**
 * When what was promised of a ticket has to be there. Its solution's clock stands still while the customer is
 * asked, and a ticket that is opened again goes on where it was.
 */
export function deadlinesOf(
  openedAt: Date,
  moments: readonly TicketMoment[],
  priority: Priority,
  levels: ServiceLevels,
): Deadlines {
  const { hours, promises } = levels;
  const { answerMs, solutionMs } = promises[priority];
  let firstAnsweredAt: Date | undefined;
  let finishedAt: Date | undefined;
  /** Since when the ball lies elsewhere. */
  let stoppedAt: Date | undefined;
  let stoppedMs = 0;
  for (const { at, kind } of moments) {
    if (kind === 'answer') {
      firstAnsweredAt ??= at;
      finishedAt = undefined;
      stoppedAt ??= at;
    } else if (kind === 'solve') {
      finishedAt = at;
      stoppedAt ??= at;
    } else if (kind === 'reopen' || kind === 'customer_wrote' || kind === 'merge') {
      finishedAt = undefined;
      if (stoppedAt) stoppedMs += businessMsBetween(stoppedAt, at, hours);
      stoppedAt = undefined;
    }
  }
  const answerDueAt = addBusinessTime(openedAt, answerMs, hours);
  const solutionDueAt = addBusinessTime(openedAt, solutionMs + stoppedMs, hours);
  const isAnswered = firstAnsweredAt !== undefined || finishedAt !== undefined;
  const dueAt = stoppedAt ? undefined : isAnswered ? solutionDueAt : earlier(answerDueAt, solutionDueAt);
  return {
    ...(answerDueAt && { answerDueAt }),
    ...(solutionDueAt && { solutionDueAt }),
    ...(firstAnsweredAt && { firstAnsweredAt }),
    ...(finishedAt && { finishedAt }),
    ...(dueAt && { dueAt }),
  };
}

function earlier(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (!one || !other) return one ?? other;
  return one <= other ? one : other;
}
