import { countryName } from '../countries/match-country.ts';
import { isEea } from '../countries/eea.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Cell } from '../limits/limit.ts';
import { sectionsOf } from './sections.ts';
import { fill } from './wording.ts';

/** A cell of the table in words: the verdict, further paragraphs, and the facts that those rest on. */
export interface CellWords {
  readonly text: string;
  readonly more: readonly string[];
  readonly facts: readonly string[];
}

export function cellOf(knowledge: Knowledge, cell: Cell, residence?: string): CellWords {
  const words = knowledge.wording.limit;
  const inferredFrom = cell.inferredFrom ?? [];
  const more =
    cell.lines.length > 0 && cell.allowed !== 'eea' ? [cell.lines.map((line) => `- ${line}`).join('\n')] : [];
  if (inferredFrom.length > 0) {
    more.push(fill(words.inferred, { sections: sectionsOf(knowledge, inferredFrom).join(', ') }));
  }
  const text =
    cell.allowed === 'eea' && residence !== undefined
      ? fill(isEea(residence) ? words.eeaResident : words.notEeaResident, {
          country: countryName(residence, knowledge.locale),
        })
      : words.allowed[cell.allowed];
  return { text, more, facts: inferredFrom };
}

/** The same on one line, as in a table. */
export function tableCellOf(knowledge: Pick<Knowledge, 'wording'>, cell: Cell, residence?: string): string {
  const words = knowledge.wording.table.allowed;
  if (cell.allowed === 'eea' && residence !== undefined) {
    return isEea(residence) ? words.eeaResident : words.notEeaResident;
  }
  const lines = cell.lines.join('; ');
  const text = fill(words[cell.allowed], { lines });
  const whole = cell.allowed === 'yes' && lines ? `${text} (${lines})` : text;
  return cell.inferredFrom ? fill(knowledge.wording.table.inferredMark, { cell: whole }) : whole;
}
