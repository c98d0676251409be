import type { EvalArguments } from './arguments.ts';

/** Prints a table for people and one line of JSON for programs; with `--json` the line alone. */
export function report(
  { json }: Pick<EvalArguments, 'json'>,
  rows: readonly Readonly<Record<string, string | number>>[],
  figures: Readonly<Record<string, unknown>>,
): void {
  if (!json) console.table(rows);
  console.log(JSON.stringify(figures));
}
