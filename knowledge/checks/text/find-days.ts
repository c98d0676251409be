/** Words of two letters and more that begin a month's name on documents, by month, in ten languages. */
const MONTHS: readonly string[] = [
  'JAN|JÄN|JANV|ENE|GEN|STY|OCAK|OCA|ЯНВ|СІЧ', // en de fr es/pt it pl tr ru uk
  'FEB|FEV|FÉV|LUT|SUB|ŞUB|ФЕВ|ЛЮТ',
  'MAR|MÄR|MRZ|MRT|MAART|МАР|БЕР',
  'APR|AVR|ABR|KWI|NIS|АПР|КВІ',
  'MAY|MAI|MAJ|MEI|MAG|МАЙ|МАЯ|ТРА',
  'JUN|JUIN|GIU|CZE|HAZ|ИЮН|ЧЕР',
  'JUL|JUIL|LUG|LIP|TEM|ИЮЛ|ЛИП',
  'AUG|AOU|AOÛ|AGO|SIE|AĞU|AGU|АВГ|СЕР',
  'SEP|SET|WRZ|EYL|СЕН|ВЕР',
  'OCT|OKT|OUT|OTT|PAZ|EKI|ОКТ|ЖОВ',
  'NOV|LIS|KAS|НОЯ|ЛИС',
  'DEC|DEZ|DÉC|DIC|GRU|ARA|ДЕК|ГРУ',
];

const SEPARATOR = '[\\s.,/\\-–·]{1,3}';

/** Whether a line says the day (YYYY-MM-DD) in one of the notations that documents use. */
export function saysDay(line: string, day: string): boolean {
  const [year = '', month = '', date = ''] = day.split('-');
  if (date === '') return false;
  return notations(year, month, date).some((pattern) => pattern.test(asDigits(line)) || pattern.test(line));
}

function notations(year: string, month: string, date: string): RegExp[] {
  const [d, m] = [`0?${Number(date)}`, `0?${Number(month)}`];
  const name = `(?:${MONTHS[Number(month) - 1] ?? ''})\\p{L}*(?:\\s?/\\s?\\p{L}+)?`;
  const short = year.slice(2);
  const patterns = [
    `${d}${SEPARATOR}${m}${SEPARATOR}(?:${year}|${short})`,
    `${m}${SEPARATOR}${d}${SEPARATOR}(?:${year}|${short})`,
    `${year}${SEPARATOR}${m}${SEPARATOR}${d}`,
    `${date}${month}${year}`,
    `${month}${date}${year}`,
    `${year}${month}${date}`,
    `${d}[\\s.\\-]*${name}[\\s.,\\-]*(?:${year}|${short})`,
    `${name}[\\s.\\-]*${d}[\\s.,\\-]+${year}`,
  ];
  return patterns.map((pattern) => new RegExp(`(?<![\\d\\p{L}])${pattern}(?!\\d)`, 'iu'));
}

/** Letters that print confuses with digits, where they stand among digits. */
function asDigits(line: string): string {
  return line.replace(/\S*\d\S*/g, (word) => word.replace(/[OoQ]/g, '0').replace(/[Il|]/g, '1'));
}

/** Every day that a line may say with a year of four digits, as YYYY-MM-DD. Day and month are tried both ways. */
export function daysIn(line: string): readonly string[] {
  const text = asDigits(line);
  const found: string[] = [];
  for (const match of text.matchAll(
    /(?<!\d)(\d{1,2})[\s.,/\-–]{1,2}(\d{1,2})[\s.,/\-–]{1,2}(\d{4})(?!\d)/g,
  )) {
    found.push(...valid(match[3], match[2], match[1]), ...valid(match[3], match[1], match[2]));
  }
  for (const match of text.matchAll(
    /(?<!\d)(\d{4})[\s.,/\-–]{1,2}(\d{1,2})[\s.,/\-–]{1,2}(\d{1,2})(?!\d)/g,
  )) {
    found.push(...valid(match[1], match[2], match[3]));
  }
  for (const [at, names] of MONTHS.entries()) {
    const named = new RegExp(
      `(?<!\\d)(\\d{1,2})[\\s.\\-]*(?:${names})\\p{L}*(?:\\s?/\\s?\\p{L}+)?[\\s.,\\-]*(\\d{4})`,
      'giu',
    );
    for (const match of text.matchAll(named)) found.push(...valid(match[2], `${at + 1}`, match[1]));
  }
  return found;
}

function valid(year = '', month = '', date = ''): string[] {
  const day = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  const exists = day.getUTCMonth() === Number(month) - 1 && day.getUTCDate() === Number(date);
  return exists ? [day.toISOString().slice(0, 10)] : [];
}
