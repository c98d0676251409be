import { markdownTable } from './card.ts';
import { rateWords, type Rate } from './rates.ts';

export interface MrzRow {
  readonly set: string;
  readonly pictures: number;
  readonly sure: number;
  readonly invalid: number;
  readonly exact: number;
  readonly rate: Rate;
  readonly 'falsely sure': number;
  readonly 'cpu ms p50': number;
  readonly p90: number;
  readonly p99: number;
}

/** The section of the accuracy card about machine-readable zones. */
export function mrzSection(rows: readonly MrzRow[]): string {
  const table = markdownTable(
    [
      'set',
      'pictures',
      'accepted, every field sure',
      'found wrongly printed',
      'exactly as printed',
      'falsely sure',
      'CPU ms p50 / p90 / p99',
    ],
    rows.map((row) => [
      row.set,
      row.pictures,
      row.sure,
      row.invalid,
      rateWords(row.rate),
      row['falsely sure'],
      `${row['cpu ms p50']} / ${row.p90} / ${row.p99}`,
    ]),
  );
  return `Command: \`npm run eval:mrz -- DIR --specimens N --write\`. DIR holds pictures and, where somebody wrote
down what is printed on them, transcriptions; the formats are described in
[bench/eval/mrz-truth.ts](../bench/eval/mrz-truth.ts). The copies are made by the command; where there is no
transcription they are held against the clean picture's reading.

${table}

- **Exactly as printed**: every character of every line, the names included, which no check digit guards.
- **Accepted**: all check digits fit at a gap below \`mrz.maxGap\`, and no character is in doubt (see
  \`knowledge/criteria.yaml\`). What is in doubt can confirm what a customer said but never contradict it.
- **Falsely sure**: at least one field that was given out as sure is printed differently.
- The specimens are drawn by \`test/specimen/\`: six formats, security print under the zone, 6 to 24 pixels a
  character, any direction, perspective, shade, noise, blur, JPEG. Their typeface is another cut of OCR-B (of
  bwip-js) and another renderer than those that the net was trained with (\`scripts/train-mrz/\`). They are
  easier than life.

### Beside others

PassportEye, the usual open reader, was measured on its own 34 public test pictures, of which 31 carry check
digits that fit: it reads **17 of the 31**, with nothing accepted wrongly, at 2.36 s of CPU a picture in its best
setting. To repeat it: \`pip install PassportEye\` (needs Tesseract), then for each picture
\`mrz FILE --legacy\` and count those whose \`valid_score\` is 100. Seventeen of these pictures are the set called
"pictures" above when the command is given them.
`;
}
