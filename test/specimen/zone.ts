import countries from 'i18n-iso-countries/index.js';

/** What a specimen says about its fictitious holder. Days are YYYY-MM-DD, the country ISO 3166-1 alpha-2. */
export interface Holder {
  readonly surname: string;
  readonly givenNames: string;
  readonly number: string;
  readonly birthDate: string;
  readonly expiry: string;
  readonly country: string;
  readonly sex: 'F' | 'M' | 'X';
}

export type ZoneFault = 'number' | 'birth' | 'expiry' | 'composite';

/** Written apart from the product's own check digits, so that one mistake cannot hide in both. */
export function zoneDigit(text: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const sum = Array.from(text).reduce(
    (total, c, i) => total + Math.max(0, alphabet.indexOf(c)) * ([7, 3, 1][i % 3] ?? 0),
    0,
  );
  return `${sum % 10}`;
}

const next = (check: string) => `${(Number(check) + 1) % 10}`;
const yymmdd = (day: string) => day.slice(2).replaceAll('-', '');
const fill = (text: string, width: number) => text.slice(0, width).padEnd(width, '<');
const bare = (name: string) =>
  name
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/['’]/g, '')
    .replace(/[^A-Z]+/g, '<');

function issuer(country: string): string {
  return country === 'DE' ? 'D<<' : fill(countries.alpha2ToAlpha3(country) ?? 'UTO', 3);
}

const names = (holder: Holder) =>
  holder.givenNames ? `${bare(holder.surname)}<<${bare(holder.givenNames)}` : bare(holder.surname);

/** The two lines of a passport. Each named fault gives a wrong check digit. */
export function passportZone(holder: Holder, faults: readonly ZoneFault[] = []): readonly string[] {
  const check = (text: string, name: ZoneFault) =>
    faults.includes(name) ? next(zoneDigit(text)) : zoneDigit(text);
  const [number, birth, expiry] = [fill(holder.number, 9), yymmdd(holder.birthDate), yymmdd(holder.expiry)];
  const optional = '<'.repeat(14);
  const parts = [
    number + check(number, 'number'),
    birth + check(birth, 'birth'),
    expiry + check(expiry, 'expiry'),
    `${optional}0`,
  ];
  const sex = holder.sex === 'X' ? '<' : holder.sex;
  return [
    fill(`P<${issuer(holder.country)}${names(holder)}`, 44),
    `${parts[0]}${issuer(holder.country)}${parts[1]}${sex}${parts[2]}${parts[3]}${check(parts.join(''), 'composite')}`,
  ];
}

/** The three lines of an ID card. */
export function cardZone(holder: Holder, faults: readonly ZoneFault[] = []): readonly string[] {
  const check = (text: string, name: ZoneFault) =>
    faults.includes(name) ? next(zoneDigit(text)) : zoneDigit(text);
  const [number, birth, expiry] = [fill(holder.number, 9), yymmdd(holder.birthDate), yymmdd(holder.expiry)];
  const first = number + check(number, 'number') + '<'.repeat(15);
  const [second, third] = [birth + check(birth, 'birth'), expiry + check(expiry, 'expiry')];
  const rest = '<'.repeat(11);
  const sex = holder.sex === 'X' ? '<' : holder.sex;
  return [
    `ID${issuer(holder.country)}${first}`,
    `${second}${sex}${third}${issuer(holder.country)}${rest}${check(first + second + third + rest, 'composite')}`,
    fill(names(holder), 30),
  ];
}
