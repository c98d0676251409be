import type { Reason } from '../../knowledge/verdict.ts';
import type { Judged } from './judge.ts';

const MARKS = { yes: '', unsure: '?', no: 'x' } as const;

/** For people: the verdict with its reasons, then each measurement beside its criterion. */
export function asTables(all: readonly Judged[]): string {
  return all.map(asTable).join('\n\n');
}

function asTable({ name, measurements, verdict, lines }: Judged): string {
  const reasons =
    verdict.outcome === 'pass' ? [] : verdict.reasons.map((reason) => `  ${reasonText(reason)}`);
  const rows = lines.map(({ label, measured, criterion, holds }) => [
    MARKS[holds],
    label,
    measured,
    criterion,
  ]);
  const head = `${name} (${measurements.kind}, ${measurements.engine}): ${verdict.outcome}`;
  return [head, ...reasons, ...aligned([['', 'Measured', '', 'Criterion'], ...rows])].join('\n');
}

function reasonText({ code, details }: Reason): string {
  const told = Object.entries(details ?? {}).map(([name, value]) => `${name}: ${value}`);
  return told.length > 0 ? `${code} (${told.join(', ')})` : code;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}

/** For programs: everything measured, to be judged again with `--measurements`. */
export function asJson(all: readonly Judged[], withDescriptors: boolean): string {
  const shown = all.map(({ name, measurements, verdict }) => ({ file: name, verdict, measurements }));
  const json = JSON.stringify(
    shown,
    (key, value: unknown) => (key === 'descriptor' && !withDescriptors ? undefined : value),
    2,
  );
  return json;
}
