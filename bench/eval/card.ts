import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { format, resolveConfig } from 'prettier';

import { errorCode } from '../../bot/storage/error-code.ts';

/** The sections of the accuracy card, in the order in which it shows them. */
const SECTIONS = [
  'mrz',
  'particulars',
  'quality',
  'faces',
  'liveness',
  'duplicates',
  'understanding',
  'understanding_compared',
  'screenshots',
  'speed_faces',
  'speed_documents',
  'memory',
  'desk',
] as const;

export type SectionId = (typeof SECTIONS)[number];

const PAGE = path.resolve('docs', 'accuracy.md');

const INTRODUCTION = `# How accurate the checks are

This page says how often the checks of Veriguide are right and wrong, measured, and what they cost.

- **On what.** Every section names its data. The data folders themselves are not part of this project:
  pictures of people and documents belong to who published them, and only figures and curves are kept
  here. Where specimens were drawn by the project itself, the section says so; such pictures are easier
  than life.
- **How to repeat it.** Every section names its command, which takes a folder of yours, prints a table and
  one line of JSON, and rewrites its section here only with \`--write\`. The same data gives the same
  figures; times depend on the machine.
- **How to read it.** A share stands with its count and its 95 % confidence interval (Wilson). No error in a
  small sample does not mean that there is none. FMR is the share of comparisons of two different people
  that are taken for one person; FNMR the share of comparisons of one person that are not.
- **What it does not say.** It is no certification and promises nothing for other data: other cameras,
  other documents, other people. The checks decide nothing alone; in doubt a person does.
`;

const opening = (id: SectionId) => `<!-- section: ${id} -->`;
const closing = (id: SectionId) => `<!-- end: ${id} -->`;

/** Replaces one section of the accuracy card, or adds it in its place. Makes the page when there is none. */
export async function writeSection(
  id: SectionId,
  title: string,
  markdown: string,
  page = PAGE,
): Promise<void> {
  const before = await readFile(page, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  const sections = new Map(SECTIONS.map((known) => [known, sectionOf(before, known)]));
  sections.set(id, `${opening(id)}\n\n## ${title}\n\n${markdown.trim()}\n\n${closing(id)}`);
  const text = [INTRODUCTION, ...[...sections.values()].filter((section) => section !== undefined)];
  const options = await resolveConfig(page);
  await writeFile(page, await format(`${text.join('\n\n')}\n`, { ...options, parser: 'markdown' }));
}

function sectionOf(page: string, id: SectionId): string | undefined {
  const [from, end] = [page.indexOf(opening(id)), page.indexOf(closing(id))];
  if (from === -1 && end === -1) return undefined;
  if (from === -1 || end < from) throw new Error(`The markers of the section ${id} do not match.`);
  return page.slice(from, end + closing(id).length);
}

/** A table in Markdown; a pipe in a cell is escaped. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A picture of `docs/accuracy/` for the card, with words for who does not see it. */
export const plotLink = (file: string, words: string): string => `![${words}](accuracy/${file})`;
