import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

export type Priority = 'low' | 'normal' | 'high';

const Priorities = z.strictObject({ high: z.array(z.string()), low: z.array(z.string()) });

const PRIORITIES = Priorities.parse(
  parse(readFileSync(new URL('./priorities.yaml', import.meta.url), 'utf8')),
);

/** How urgent a ticket of this category is. */
export function priorityOf(category: string): Priority {
  if (PRIORITIES.high.includes(category)) return 'high';
  return PRIORITIES.low.includes(category) ? 'low' : 'normal';
}
