// Web Chat forgets where a file came from as soon as it shows it as "sending". Kept here, a message
// can be sent again after the line was down, and nothing needs to be fetched from a blob: address.
const kept = new Map<string, readonly File[]>();
let count = 0;

/** Returns the key under which the files can be had until they are dropped. */
export function keepFiles(files: readonly File[]): string {
  const key = String(++count);
  kept.set(key, files);
  return key;
}

export function keptFiles(key: string | undefined): readonly File[] {
  return (key !== undefined && kept.get(key)) || [];
}

/** The server has them. */
export function dropFiles(key: string | undefined): void {
  if (key !== undefined) kept.delete(key);
}
