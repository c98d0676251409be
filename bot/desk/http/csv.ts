import type { Response } from 'restify';

export type Cell = string | number | undefined;

/** What a spreadsheet would run as a formula, wherever the text came from. */
const FORMULA = /^[=+\-@\t\r]/;

/** RFC 4180. Text that a spreadsheet would take for a formula begins with an apostrophe; numbers are left alone. */
export function csvOf(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${[heads, ...rows].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** As a download, with the mark by which spreadsheets know UTF-8. */
export function sendCsv(res: Response, name: string, text: string): void {
  res.writeHead(200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  res.end(`\uFEFF${text}`);
}
