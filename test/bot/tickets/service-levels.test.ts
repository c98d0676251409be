import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

import {
  deadlinesOf,
  parseServiceLevels,
  readServiceLevels,
  type TicketMoment,
} from '../../../bot/tickets/service-levels.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const week = (changes: Record<string, string[]> = {}) => ({
  ...Object.fromEntries(WEEK.map((day) => [day, ['09:00-17:00']])),
  ...changes,
});
const file = (changes: Record<string, unknown> = {}): string =>
  JSON.stringify({
    timeZone: 'Europe/Berlin',
    week: week(),
    holidays: [],
    promises: Object.fromEntries(
      ['urgent', 'high', 'normal', 'low'].map((name, place) => [
        name,
        { answerMinutes: 60 * (place + 1), solutionMinutes: 240 * (place + 1) },
      ]),
    ),
    priorities: { account_locked: 'urgent' },
    ...changes,
  });
const levels = parseServiceLevels(file(), 'test');
const at = (time: string): Date => new Date(`2026-03-${time}+01:00`);
const moment = (kind: string, time: string): TicketMoment => ({ kind, at: at(time) });

describe('what is promised', () => {
  it('is the answer first', () => {
    expect(deadlinesOf(at('02T09:00'), [], 'normal', levels)).toEqual({
      answerDueAt: at('02T12:00'),
      solutionDueAt: at('03T13:00'),
      dueAt: at('02T12:00'),
    });
  });

  it('is sooner for what is more pressing', () => {
    expect(levels.priorityOf('account_locked')).toBe('urgent');
    expect(levels.priorityOf('anything_else')).toBe('normal');
    expect(levels.priorityOf('constructor')).toBe('normal');
    expect(deadlinesOf(at('02T09:00'), [], 'urgent', levels).answerDueAt).toEqual(at('02T10:00'));
  });

  it('stands still while the customer is asked, and goes on where it was', () => {
    const answered = [moment('take', '02T09:30'), moment('answer', '02T10:00')];
    expect(deadlinesOf(at('02T09:00'), answered, 'urgent', levels)).toMatchObject({
      firstAnsweredAt: at('02T10:00'),
      solutionDueAt: at('02T13:00'),
    });
    expect(deadlinesOf(at('02T09:00'), answered, 'urgent', levels).dueAt).toBeUndefined();
    // Three working hours with the customer: two on the second, one on the third.
    const back = [...answered, moment('answer', '02T15:00'), moment('customer_wrote', '03T09:00')];
    expect(deadlinesOf(at('02T09:00'), back, 'urgent', levels)).toMatchObject({
      firstAnsweredAt: at('02T10:00'),
      solutionDueAt: at('03T12:00'),
      dueAt: at('03T12:00'),
    });
  });

  it('is over with the solution, and comes back with a ticket that is opened again', () => {
    const solved = [moment('answer', '02T10:00'), moment('solve', '02T11:00')];
    expect(deadlinesOf(at('02T09:00'), solved, 'urgent', levels)).toMatchObject({
      finishedAt: at('02T11:00'),
    });
    expect(deadlinesOf(at('02T09:00'), solved, 'urgent', levels).dueAt).toBeUndefined();
    const reopened = deadlinesOf(at('02T09:00'), [...solved, moment('reopen', '03T09:00')], 'urgent', levels);
    expect(reopened.finishedAt).toBeUndefined();
    expect(reopened.dueAt).toEqual(at('03T12:00'));
  });

  it('needs no answer where the ticket was solved without one', () => {
    const solved = deadlinesOf(at('02T09:00'), [moment('solve', '02T09:30')], 'low', levels);
    expect(solved).toMatchObject({ finishedAt: at('02T09:30') });
    expect(solved.firstAnsweredAt).toBeUndefined();
  });
});

describe('the file', () => {
  it('that comes with the code is right', () => {
    const shipped = readServiceLevels();
    expect(shipped.hours.timeZone).toBe('UTC');
    const { problems } = loadKnowledge();
    const pressing = [...problems.keys()].filter((id) => shipped.priorityOf(id) !== 'normal');
    const named = Object.keys(
      (parse(readFileSync('bot/tickets/service-levels.yaml', 'utf8')) as { priorities: object }).priorities,
    );
    expect(pressing.sort()).toEqual(named.sort());
  });

  it.each([
    ['timeZone', { timeZone: 'Europe/Atlantis' }, /timeZone: must be an IANA time zone/],
    ['a span', { week: week({ monday: ['9-17'] }) }, /week\.monday\.0: must be like 09:00-17:30/],
    ['an order', { week: week({ monday: ['17:00-09:00'] }) }, /must end after it begins/],
    [
      'an overlap',
      { week: week({ monday: ['09:00-12:00', '11:00-17:00'] }) },
      /must be in order and not overlap/,
    ],
    ['a week', { week: Object.fromEntries(WEEK.map((day) => [day, []])) }, /must be open on some day/],
    ['a holiday', { holidays: ['25.12.2026'] }, /holidays\.0/],
    ['a promise', { promises: {} }, /promises\.urgent/],
    ['a priority', { priorities: { account_locked: 'at once' } }, /priorities\.account_locked/],
  ])('with a wrong %s stops the start, which says what is wrong', (_what, changes, words) => {
    expect(() => parseServiceLevels(file(changes), 'levels.yaml')).toThrow(words);
    expect(() => parseServiceLevels(file(changes), 'levels.yaml')).toThrow(/^SERVICE_LEVELS: levels\.yaml/);
  });

  it('can be one of the operator’s', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'vg-levels-'));
    const own = path.join(folder, 'levels.yaml');
    await writeFile(own, file({ timeZone: 'Asia/Tokyo' }));
    expect(readServiceLevels(own).hours.timeZone).toBe('Asia/Tokyo');
    await writeFile(own, 'timeZone: [');
    expect(() => readServiceLevels(own)).toThrow('is not valid YAML');
    await rm(folder, { recursive: true });
    expect(() => readServiceLevels(own)).toThrow('cannot be read');
  });
});
