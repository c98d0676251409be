/** Puts values in the places that `{name}` marks. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (mark, name: string) => String(values[name] ?? mark));
}

/** Bytes as people say them, rounded so that a file over a limit never looks like one at it. */
export function megabytes(bytes: number): string {
  const value = bytes / (1024 * 1024);
  return Number.isInteger(value) ? String(value) : (Math.ceil(value * 10) / 10).toFixed(1);
}
