/** Letters that are typed, or read by a program, for digits. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  o: '0',
  q: '0',
  i: '1',
  l: '1',
  '|': '1',
  s: '5',
  b: '8',
};
/** Four characters that may be digits, with anything small between them: "98O1", "98 01", "9-8-0-1", "9801". */
const CODE =
  /(?<![\p{L}\d.,$€£])([\doqilsb|])[ .-]?([\doqilsb|])[ .-]?([\doqilsb|])[ .-]?([\doqilsb|])(?![\p{L}\d]|[.,]\d)/giu;
const ERROR_WORD =
  /\b(?:e+r+o*r+|err|eror|fehler|code|number|nr|no)[\s.:#(-]*(?:code|number|nr|no)?[\s.:#(is-]*$/iu;
const AMOUNT_AFTER = /^\s*(?:usd|eur|usdt|btc|eth|gbp|dollars?|euros?|coins?|mb|kb|px|[$€£%])/iu;

/** The error code in a text, in whatever writing: one that we know, or another four-digit one after "error". */
export function findErrorCode(text: string, known: ReadonlySet<string>): string | undefined {
  let other: string | undefined;
  const apart = text.replace(/(?<=\berr\w*|\bcode)(?=\d)/giu, ' ');
  for (const match of apart.matchAll(CODE)) {
    const written = match.slice(1, 5).join('');
    if ((written.match(/\d/g)?.length ?? 0) < 2) continue;
    const after = apart.slice(match.index + match[0].length);
    if (AMOUNT_AFTER.test(after)) continue;
    const code = written.toLowerCase().replace(/[oqilsb|]/g, (letter) => LOOKALIKES[letter] ?? letter);
    if (known.has(code)) return code;
    if (ERROR_WORD.test(apart.slice(0, match.index))) other ??= code;
  }
  return other;
}
