import type { Knowledge } from '../knowledge.ts';
import type { Cell, Limit } from '../limits/limit.ts';
import { isEea } from '../countries/eea.ts';
import { tableCellOf } from './cells.ts';
import type { Standing } from './standing.ts';

/** Which rows of the table are wanted. A filter that is absent lets everything through. */
export interface TableFilter {
  readonly group?: Limit['group'];
  /** By the column that is looked at, both of them when none is chosen. */
  readonly allowed?: 'yes' | 'partly' | 'no';
  readonly column?: 'unverified' | 'verified';
}

export interface TableRow {
  readonly id: string;
  readonly action: string;
  readonly unverified: string;
  readonly verified: string;
}

export interface TablePart {
  readonly title: string;
  readonly rows: readonly TableRow[];
}

/** The guide's table in its groups, as far as it passes the filter; groups without a row are left out. */
export function filterTable(
  knowledge: Knowledge,
  filter: TableFilter,
  { residence }: Pick<Standing, 'residence'> = {},
): TablePart[] {
  const passes = (limit: Limit) =>
    filter.allowed === undefined ||
    columnsOf(filter).some((column) => verdictOf(limit[column], residence) === filter.allowed);
  return Object.entries(knowledge.wording.table.groups).flatMap(([group, title]) => {
    if (filter.group !== undefined && filter.group !== group) return [];
    const limits = [...knowledge.limits.values()].filter((limit) => limit.group === group && passes(limit));
    const rows = limits.map((limit) => ({
      id: limit.id,
      action: limit.action,
      unverified: tableCellOf(knowledge, limit.unverified),
      verified: tableCellOf(knowledge, limit.verified, residence),
    }));
    return rows.length === 0 ? [] : [{ title, rows }];
  });
}

function columnsOf({ column }: TableFilter): readonly ('unverified' | 'verified')[] {
  return column === undefined ? ['unverified', 'verified'] : [column];
}

/** What is possible within limits, or in some countries, counts as possible in part. */
function verdictOf({ allowed }: Cell, residence: string | undefined): 'yes' | 'partly' | 'no' {
  if (allowed === 'elsewhere') return 'partly';
  if (allowed !== 'eea') return allowed;
  if (residence === undefined) return 'partly';
  return isEea(residence) ? 'yes' : 'no';
}
