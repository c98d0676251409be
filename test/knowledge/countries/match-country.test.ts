import { describe, expect, it } from '@jest/globals';
import iso from 'i18n-iso-countries';

import { codes } from '../../../knowledge/countries/countries.ts';
import { isEea } from '../../../knowledge/countries/eea.ts';
import { countryName, findCountries, matchCountry } from '../../../knowledge/countries/match-country.ts';

/** What a text comes to: a code, choices in brackets, or nothing. */
function outcome(text: string): string {
  const match = matchCountry(text);
  if (match.kind === 'match') return match.code;
  return match.kind === 'none' ? '-' : `[${match.choices.map(({ code }) => code).join(' ')}]`;
}

const TYPED: Readonly<Record<string, readonly string[]>> = {
  DE: [
    'Germany',
    'germany',
    'GERMANY',
    'Germny',
    'germnay',
    'Gemany',
    'jermany',
    'DE',
    'de',
    'DEU',
    'Deutschland',
    'german',
    'I live in Germany',
    'im from germany',
    'my country is germany.',
    '  germany!! ',
    'Alemania',
    'Allemagne',
  ],
  US: [
    'USA',
    'usa',
    'U.S.A.',
    'US',
    'us',
    'u.s.',
    'United States',
    'untied states',
    'unites states of america',
    'the united states',
    'America',
    'american',
    'i am from the us',
    'in the US',
    'United Sates',
    'the states',
  ],
  GB: [
    'UK',
    'uk',
    'U.K.',
    'United Kingdom',
    'united kindom',
    'untied kingdom',
    'Great Britain',
    'great britan',
    'england',
    'Scotland',
    'wales',
    'northern ireland',
    'i live in the uk',
    'british',
    'GBR',
  ],
  NL: ['Netherlands', 'the netherlands', 'Holland', 'holand', 'netherland', 'Nederland', 'dutch', 'NLD'],
  TR: ['Turkey', 'Türkiye', 'turkiye', 'Turkiye', 'turkish', 'turky', 'TUR'],
  VN: ['Vietnam', 'viet nam', 'vietnm', 'veitnam', 'Việt Nam', 'vietnamese'],
  BR: ['Brazil', 'brasil', 'i live in brazil', 'brazl', 'Brzil', 'brazilian', 'BR'],
  KR: ['South Korea', 'south-korea', 's. korea', 'Republic of Korea', 'sout korea', 'south corea', 'KOR'],
  KP: ['North Korea', 'DPRK', 'nort korea'],
  CD: [
    'DRC',
    'DR Congo',
    'Democratic Republic of the Congo',
    'democratic republic of congo',
    'Congo Kinshasa',
    'Demcratic Republic of the Congo',
  ],
  CG: ['Republic of the Congo', 'congo brazzaville', 'Congo-Brazzaville'],
  GW: ['Guinea-Bissau', 'guinea bissau', 'guinea bisau'],
  GQ: ['Equatorial Guinea', 'equitorial guinea'],
  PG: ['Papua New Guinea', 'papua new guniea'],
  CI: ["Côte d'Ivoire", 'Cote dIvoire', 'Ivory Coast', 'ivory cost', 'cote d’ivoire'],
  CZ: ['Czech Republic', 'Czechia', 'czech', 'chech republic', 'Česko'],
  CH: ['Switzerland', 'swizerland', 'switzerlnd', 'swiss', 'Schweiz', 'Suisse'],
  PH: ['Philippines', 'phillipines', 'the philippines', 'filipino', 'Philipines'],
  AE: ['UAE', 'United Arab Emirates', 'united arab emirate', 'Emirates', 'dubai'],
  ZA: ['South Africa', 'sowth africa', 'south afrika', 'RSA'],
  SS: ['South Sudan', 'Soth Sudan'],
  AS: ['American Samoa', 'american samao'],
  VG: ['British Virgin Islands', 'british virgn islands', 'BVI'],
  VI: ['US Virgin Islands', 'U.S. Virgin Islands'],
  GF: ['French Guiana', 'french guyana'],
  SZ: ['Eswatini', 'Swaziland'],
  MM: ['Myanmar', 'Burma', 'myanmr'],
  MK: ['North Macedonia', 'Macedonia'],
  RU: ['Russia', 'Russian Federation', 'rusia', 'Россия'],
  CN: ['China', 'china', 'chian', 'chinese', '中国'],
  UA: ['Ukraine', 'the ukraine', 'ukrane', 'Україна'],
  LC: ['Saint Lucia', 'St. Lucia', 'st lucia'],
  BA: ['Bosnia and Herzegovina', 'bosnia & herzegovina', 'Bosnia'],
  HK: ['Hong Kong', 'hongkong'],
  TW: ['Taiwan', 'taiwn'],
  XK: ['Kosovo', 'kosova'],
  IE: ['Ireland', 'Republic of Ireland', 'irish', 'irland'],
  AT: ['Austria', 'austrian', 'Österreich', 'austira'],
  AU: ['Australia', 'australi', 'aussie', 'austrailia'],
  NE: ['Niger'],
  NG: ['Nigeria', 'nigerian'],
  IR: ['Iran', 'persia', 'IRN'],
  IQ: ['Iraq', 'irak'],
};

describe('a country that somebody typed', () => {
  it.each(Object.entries(TYPED).flatMap(([code, texts]) => texts.map((text) => [text, code] as const)))(
    '%s is %s',
    (text, code) => {
      expect(outcome(text)).toBe(code);
    },
  );

  it.each([
    ['Korea', '[KR KP]'],
    ['korean', '[KR KP]'],
    ['i live in korea', '[KR KP]'],
    ['Congo', '[CD CG]'],
    ['Guinea', '[GN GW GQ PG]'],
    ['Virgin Islands', '[VG VI]'],
    ['dominican', '[DO DM]'],
    ['St Martin', '[MF SX]'],
    ['Austrlia', '[AU AT]'],
    ['Nigera', '[NE NG]'],
    ['brazil or argentina', '[BR AR]'],
    ['born in poland, living in germany', '[PL DE]'],
  ])('%s could be several: %s', (text, choices) => {
    expect(
      outcome(text)
        .split(/[[\] ]/)
        .sort(),
    ).toEqual(choices.split(/[[\] ]/).sort());
  });

  it.each(['not germany', 'I do not live in france', 'roman', 'mail', 'switz', 'NO', 'ID', 'japn'])(
    '%s is asked about first',
    (text) => {
      expect(matchCountry(text).kind).toBe('choices');
    },
  );

  it.each([
    '',
    '  ',
    '🇩🇪',
    '12345',
    'no',
    'me',
    'it',
    'is',
    'hello',
    'yes',
    'back',
    'help',
    'can i withdraw',
    'i dont know',
    'south america',
    'Europe',
    'africa',
    'european union',
    'island',
    'constructor',
    '__proto__',
    'x'.repeat(100_000),
  ])('%.20s is none', (text) => {
    expect(outcome(text)).toBe('-');
  });

  it('is never silently mistaken for another, whatever the slip of the finger', () => {
    const slips = codes.flatMap((code) => slipsOf(countryName(code)).map((text) => ({ code, text })));
    const results = slips.map(({ code, text }) => ({ code, text, match: matchCountry(text) }));
    const mistaken = results.filter(({ code, match }) => match.kind === 'match' && match.code !== code);
    const found = results.filter(
      ({ code, match }) =>
        match.kind === 'match' ||
        (match.kind === 'choices' && match.choices.some((choice) => choice.code === code)),
    );
    expect(slips.length).toBeGreaterThan(1_500);
    expect(mistaken.map(({ text, match }) => ({ text, match }))).toEqual([]);
    expect(found.length / slips.length).toBeGreaterThan(0.98);
  });

  it('is found by its codes and by its name in ISO 3166-1, all 250 of them', () => {
    const alpha3 = iso.getAlpha3Codes();
    expect(codes.length).toBe(250);
    for (const [three, two] of Object.entries(alpha3)) {
      expect({ three, outcome: outcome(three).replace(/[[\]]/g, '') }).toEqual({ three, outcome: two });
      expect({ two, outcome: outcome(two).replace(/[[\]]/g, '') }).toEqual({ two, outcome: two });
    }
    for (const code of codes) {
      expect({ code, outcome: outcome(countryName(code)) }).toEqual({
        code,
        outcome: code === 'WS' || code === 'GN' ? expect.stringContaining(code) : code,
      });
    }
  });
});

describe('the countries in a message', () => {
  it.each([
    ['I have a German passport and live in the UK', ['DE', 'GB']],
    ['i am from the us', ['US']],
    ['contact us', []],
    ['my ID card as PNG, and some ETH', []],
    ['can you help me with it', []],
    ['South American passport', []],
  ])('%s', (text, found) => {
    expect(findCountries(text)).toEqual(found);
  });
});

describe('the European Economic Area', () => {
  it('has the 27 of the Union and Iceland, Liechtenstein and Norway', () => {
    const members = codes.filter(isEea);
    expect(members.length).toBe(30);
    expect(['DE', 'IE', 'HR', 'IS', 'LI', 'NO'].every(isEea)).toBe(true);
    expect(['GB', 'CH', 'TR', 'UA', 'US', 'RS'].some(isEea)).toBe(false);
  });
});

/** A letter left out, doubled, changed, and two swapped, at several places; never the first letter. */
function slipsOf(name: string): string[] {
  const places = [1, Math.floor(name.length / 2), name.length - 2].filter((place) => place > 0);
  return [...new Set(places)].flatMap((at) => [
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + name.charAt(at) + name.slice(at),
    name.slice(0, at) + 'x' + name.slice(at + 1),
    name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2),
  ]);
}
