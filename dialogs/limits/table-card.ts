import type { Activity } from 'botbuilder';

import { filterTable, type TableFilter, type TablePart } from '../../knowledge/answer/table.ts';
import type { Standing } from '../../knowledge/answer/standing.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { LIMIT_GROUPS } from '../../knowledge/limits/limit.ts';
import { submitAction, withCard, type CardPart } from '../cards/card.ts';
import { message } from '../replies/message.ts';
import type { Words } from '../replies/words.ts';

/** The table's card belongs to no question: it answers whenever somebody filters it. */
export const TABLE_TOKEN = 'limits-table';

const ANY = 'any';

export interface TableView {
  readonly filter: TableFilter;
  readonly standing: Standing;
  /** Channels without cards get the table in words. */
  readonly rich: boolean;
}

/** The guide's table with filters for the group, what is allowed, and before or after verification. */
export function tableCard(words: Words, knowledge: Knowledge, view: TableView): Partial<Activity> {
  const { filter, standing, rich } = view;
  const parts = filterTable(knowledge, filter, standing);
  const count = parts.reduce((sum, { rows }) => sum + rows.length, 0);
  const isWhole = filter.group === undefined && filter.allowed === undefined;
  const summary = words.say(isWhole ? 'table.all' : 'table.filtered', { count });
  const notes = filter.column === 'verified' ? [] : [words.say('table.rule')];
  const twin = [
    words.say('table.title'),
    summary,
    ...notes,
    ...parts.map(({ title, rows }) =>
      [
        `**${title}**`,
        '',
        ...rows.map((row) =>
          words.say('table.line', {
            action: row.action,
            cells: columnsOf(filter)
              .map((column) => `${words.say(`table.${column}`)}: ${row[column]}`)
              .join('; '),
          }),
        ),
      ].join('\n'),
    ),
  ].join('\n\n');
  if (!rich) return message(twin);
  const body: CardPart[] = [
    { type: 'TextBlock', text: words.say('table.title'), weight: 'bolder', size: 'medium', wrap: true },
    ...filterInputs(words, knowledge, filter),
    {
      type: 'ActionSet',
      actions: [submitAction(words.say('table.show'), TABLE_TOKEN)],
    },
    { type: 'TextBlock', text: [summary, ...notes].join(' '), isSubtle: true, size: 'small', wrap: true },
    ...parts.flatMap((part) => partElements(words, part, filter)),
  ];
  return withCard(message(summary), { body, actions: [] }, twin);
}

/** What the card's inputs say; anything unknown lets everything through. */
export function readTableFilter(fields: Readonly<Record<string, string>>): TableFilter {
  const { group, allowed, column } = fields;
  const known = LIMIT_GROUPS.find((name) => name === group);
  return {
    ...(known !== undefined && { group: known }),
    ...((allowed === 'yes' || allowed === 'partly' || allowed === 'no') && { allowed }),
    ...((column === 'unverified' || column === 'verified') && { column }),
  };
}

function columnsOf({ column }: TableFilter): readonly ('unverified' | 'verified')[] {
  return column === undefined ? ['unverified', 'verified'] : [column];
}

function filterInputs(words: Words, { wording }: Knowledge, filter: TableFilter): CardPart[] {
  const input = (
    id: string,
    label: string,
    value: string,
    choices: readonly [string, string][],
  ): CardPart => ({
    type: 'Input.ChoiceSet',
    id,
    label,
    value,
    style: 'compact',
    choices: choices.map(([choice, title]) => ({ title, value: choice })),
  });
  return [
    input('group', words.say('table.group'), filter.group ?? ANY, [
      [ANY, words.say('table.every_group')],
      ...Object.entries(wording.table.groups),
    ]),
    input('allowed', words.say('table.allowed'), filter.allowed ?? ANY, [
      [ANY, words.say('table.any')],
      ['yes', words.say('table.allowed_yes')],
      ['partly', words.say('table.allowed_partly')],
      ['no', words.say('table.allowed_no')],
    ]),
    input('column', words.say('table.column'), filter.column ?? ANY, [
      [ANY, words.say('table.both')],
      ['unverified', words.say('table.unverified')],
      ['verified', words.say('table.verified')],
    ]),
  ];
}

/** A heading and a row of columns for each action: the action on top, its cells below, so that a phone has room. */
function partElements(words: Words, { title, rows }: TablePart, filter: TableFilter): CardPart[] {
  const columns = columnsOf(filter);
  const heading: CardPart = {
    type: 'TextBlock',
    text: title,
    weight: 'bolder',
    spacing: 'large',
    separator: true,
    wrap: true,
  };
  const elements = rows.map((row): CardPart => {
    const cells = columns.map((column): CardPart => ({
      type: 'Column',
      width: 'stretch',
      items: [
        { type: 'TextBlock', text: words.say(`table.${column}`), isSubtle: true, size: 'small', wrap: true },
        { type: 'TextBlock', text: row[column], wrap: true, spacing: 'none' },
      ],
    }));
    return {
      type: 'Container',
      spacing: 'medium',
      items: [
        { type: 'TextBlock', text: row.action, weight: 'bolder', size: 'small', wrap: true },
        { type: 'ColumnSet', columns: cells, spacing: 'small' },
      ],
    };
  });
  return [heading, ...elements];
}
