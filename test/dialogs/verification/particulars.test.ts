import { describe, expect, it } from '@jest/globals';

import { checkField, checkForm, type FormField } from '../../../dialogs/verification/particulars.ts';
import { readDay } from '../../../dialogs/verification/read-day.ts';

const TODAY = new Date('2026-11-23T12:00:00Z');

describe('fields', () => {
  it.each<[FormField, string, string]>([
    ['surname', "  O'Brien-Müller ", "O'Brien-Müller"],
    ['surname', '"Back"', 'Back'],
    ['surname', '张', '张'],
    ['surname', 'Nguyễn Thị', 'Nguyễn Thị'],
    ['given_names', '', ''],
    ['birth_date', '3 April 1990', '1990-04-03'],
    ['birth_date', '2026-11-23', '2026-11-23'],
    ['document_number', 'l898 902-c3', 'L898902C3'],
    ['document_number', 'ABC', 'ABC'],
    ['document_number', 'A'.repeat(24), 'A'.repeat(24)],
    ['email', '', ''],
    ['email', 'a.b@example.com', 'a.b@example.com'],
  ])('%s takes "%s"', (field, typed, value) => {
    expect(checkField(field, typed, TODAY)).toEqual({ value });
  });

  it.each<[FormField, string, string]>([
    ['surname', '', 'missing'],
    ['surname', 'R2D2', 'name_characters'],
    ['surname', '---', 'name_characters'],
    ['surname', 'a'.repeat(121), 'too_long'],
    ['given_names', 'Anna@home', 'name_characters'],
    ['birth_date', '', 'missing'],
    ['birth_date', 'yesterday', 'date_unreadable'],
    ['birth_date', '03/04/1990', 'date_ambiguous'],
    ['birth_date', '2026-11-24', 'date_future'],
    ['birth_date', '1890-01-01', 'date_too_old'],
    ['document_number', 'AB', 'number_length'],
    ['document_number', 'A'.repeat(25), 'number_length'],
    ['document_number', 'AB_123', 'number_characters'],
    ['email', 'nobody', 'email'],
  ])('%s refuses "%s" as %s', (field, typed, fault) => {
    expect(checkField(field, typed, TODAY)).toEqual({ fault: `invalid.${fault}` });
  });

  it('names every fault of a form at once', () => {
    expect(checkForm({ surname: '1', birth_date: 'x', document_number: 'L898902C3' }, TODAY)).toEqual({
      kind: 'faulty',
      faults: { surname: 'invalid.name_characters', birth_date: 'invalid.date_unreadable' },
    });
  });
});

describe('days', () => {
  it.each([
    ['1990-04-03', '1990-04-03'],
    ['3 April 1990', '1990-04-03'],
    ['April 3rd, 1990', '1990-04-03'],
    ['the 3rd of apr 1990', '1990-04-03'],
    ['03.04.1990', '1990-04-03'],
    ['23/4/1990', '1990-04-23'],
    ['4/23/1990', '1990-04-23'],
    ['4/4/1990', '1990-04-04'],
    ['29 February 2000', '2000-02-29'],
  ])('reads "%s"', (text, day) => {
    expect(readDay(text)).toEqual({ kind: 'day', day });
  });

  it.each(['31 April 1990', '29 February 2001', '3 April 90', '13/13/1990', 'April 1990', '1990', ''])(
    'does not read "%s"',
    (text) => {
      expect(readDay(text)).toEqual({ kind: 'unreadable' });
    },
  );

  it('does not guess which one is the month', () => {
    expect(readDay('3/4/1990')).toEqual({ kind: 'ambiguous' });
  });
});
