/** Pairs that readers of print confuse. */
const LOOK_ALIKE: Readonly<Record<string, string>> = { O: '0', I: '1', S: '5', B: '8' };
/** Shorter numbers stand in other print by chance: they must be a word of their own. */
const MIN_LENGTH_INSIDE = 6;

/** Whether a line has the number in it, alike to the share `minLikeness`. */
export function hasNumber(line: string, number: string, minLikeness: number): boolean {
  const wanted = fold(number);
  if (wanted.length < 3) return false;
  if (wanted.length < MIN_LENGTH_INSIDE) return line.split(/\s+/).some((word) => fold(word) === wanted);
  const allowed = Math.floor(wanted.length * (1 - minLikeness) + 1e-9);
  return distanceWithin(wanted, fold(line)) <= allowed;
}

const fold = (text: string) =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/[OISB]/g, (letter) => LOOK_ALIKE[letter] ?? letter);

/** Levenshtein's distance to the part of the text that is nearest. */
function distanceWithin(wanted: string, text: string): number {
  let row = Array.from({ length: text.length + 1 }, () => 0);
  for (let i = 1; i <= wanted.length; i++) {
    const next = [i];
    for (let j = 1; j <= text.length; j++) {
      const change = (row[j - 1] ?? 0) + (wanted[i - 1] === text[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(...row);
}
