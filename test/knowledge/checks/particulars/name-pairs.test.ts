/**
 * How often two persons are taken for one, and one for two, over common names of many countries. A wrong "differs"
 * annoys an honest person, a wrong "agrees" lets a stranger's document through.
 */
import { describe, expect, it } from '@jest/globals';

import { compareNames } from '../../../../knowledge/checks/particulars/compare-names.ts';
import { COMMON_NAMES, type Name } from '../../../specimen/common-names.ts';
import { createRandom } from '../../../specimen/random.ts';

interface Person {
  readonly surname: Name;
  readonly given: Name;
}

const words = (text: string) => text.split(' ').filter(Boolean);
const zoneOf = ({ surname, given }: Person) => ({
  primary: words(surname.printed),
  secondary: words(given.printed),
  truncated: false,
});
const people = COMMON_NAMES.map(({ country, surnames, given }) => ({
  country,
  people: surnames.flatMap((surname) => given.map((name): Person => ({ surname, given: name }))),
}));

type Counts = Record<'agrees' | 'unsure' | 'differs', number>;
const count = (results: readonly (keyof Counts)[]): Counts => ({
  agrees: results.filter((result) => result === 'agrees').length,
  unsure: results.filter((result) => result === 'unsure').length,
  differs: results.filter((result) => result === 'differs').length,
});

/** What people make of their name. */
const WAYS: readonly (readonly [string, (surname: string, given: string) => readonly [string, string]])[] = [
  ['as it is', (surname, given) => [surname, given]],
  ['in capitals', (surname, given) => [surname.toUpperCase(), given.toUpperCase()]],
  [
    'in small letters, with blanks',
    (surname, given) => [` ${surname.toLowerCase()}`, `${given.toLowerCase()} `],
  ],
  ['the other way round', (surname, given) => [given, surname]],
  ['in decomposed letters', (surname, given) => [surname.normalize('NFD'), given.normalize('NFD')]],
  ['with a title', (surname, given) => [surname, `Dr. ${given}`]],
];

describe('the names of one person, over many countries', () => {
  it.each(WAYS)('agree, typed %s', (_, write) => {
    const results = people.flatMap((group) =>
      group.people.map((person) =>
        compareNames(zoneOf(person), ...write(person.surname.typed, person.given.typed)),
      ),
    );
    const { agrees, unsure, differs } = count(results);
    expect({ differs, unsure, all: agrees + unsure + differs }).toEqual({
      differs: 0,
      unsure: 0,
      all: results.length,
    });
  });

  it('agree when the zone has no room for all of it', () => {
    const results = people.flatMap((group) =>
      group.people.flatMap((person) => {
        const whole = zoneOf(person);
        const cut = whole.secondary.join(' ').slice(0, 3).trim();
        return cut.length < 3
          ? []
          : [
              compareNames(
                { ...whole, secondary: words(cut), truncated: true },
                person.surname.typed,
                person.given.typed,
              ),
            ];
      }),
    );
    expect(count(results)).toMatchObject({ differs: 0 });
    expect(count(results).unsure / results.length).toBeLessThan(0.02);
  });

  it('never differ for one letter misread', () => {
    const random = createRandom(7);
    const results = people.flatMap((group) =>
      group.people.map((person) => {
        const zone = zoneOf(person);
        const [word = '', ...rest] = zone.primary;
        const at = Math.floor(random() * word.length);
        const spoilt = [`${word.slice(0, at)}${word[at] === 'X' ? 'K' : 'X'}${word.slice(at + 1)}`, ...rest];
        return compareNames({ ...zone, primary: spoilt }, person.surname.typed, person.given.typed);
      }),
    );
    expect(count(results).differs).toBe(0);
  });
});

/** Seo Jun and Seojun are one name, and who is called María del Carmen may give Carmen. */
const isPartOf = (one: Name, other: Name) => {
  const [a, b] = [one.printed.replaceAll(' ', ''), other.printed.replaceAll(' ', '')];
  return a.includes(b) || b.includes(a);
};

describe('the names of two persons, over many countries', () => {
  /** Every pair within a country would take long: a part of them, the same ones each time. */
  const random = createRandom(3);
  const pairs = people.flatMap((group) =>
    group.people.flatMap((one) =>
      group.people
        .filter(() => random() < 0.05)
        .map((other) => [one, other] as const)
        .filter(([a, b]) => !isPartOf(a.surname, b.surname) || !isPartOf(a.given, b.given)),
    ),
  );
  const compare = (kind: 'strangers' | 'same surname' | 'same given name') => {
    const chosen = pairs.filter(([a, b]) => {
      const surname = isPartOf(a.surname, b.surname);
      const given = isPartOf(a.given, b.given);
      return kind === 'strangers' ? !surname && !given : kind === 'same surname' ? surname : given;
    });
    const results = chosen.map(([one, other]) =>
      compareNames(zoneOf(one), other.surname.typed, other.given.typed),
    );
    return { ...count(results), all: results.length };
  };

  it.each([
    ['strangers', 0.02],
    ['same surname', 0.12],
    ['same given name', 0.12],
  ] as const)('never agree (%s), and are seldom unsure', (kind, mostUnsure) => {
    const { agrees, unsure, all } = compare(kind);
    expect(all).toBeGreaterThan(500);
    expect(agrees).toBe(0);
    expect(unsure / all).toBeLessThan(mostUnsure);
  });
});
