import type { Message, Reader } from './message.ts';

/** A place where one of the phrases stands in a message. */
export interface Finding<Name extends string> {
  readonly names: readonly Name[];
  readonly start: number;
  readonly length: number;
}

export interface PhraseFinder<Name extends string> {
  /** From left to right; the longest phrase wins and uses its words up. */
  find(message: Pick<Message, 'words' | 'stems'>): Finding<Name>[];
}

/**
 * Finds phrases by the stems of their words, or by the words themselves where the ending matters
 * ("verify", "verified"). A phrase may belong to several names.
 */
export function createPhraseFinder<Name extends string>(
  reader: Reader,
  phrases: Iterable<readonly [Name, readonly string[]]>,
  by: 'stems' | 'words' = 'stems',
): PhraseFinder<Name> {
  const namesByPhrase = new Map<string, Name[]>();
  const beginnings = new Set<string>();
  let longest = 0;
  for (const [name, several] of phrases) {
    for (const phrase of several) {
      const parts = reader.read(phrase)[by];
      const key = parts.join(' ');
      const names = namesByPhrase.get(key) ?? [];
      if (!names.includes(name)) names.push(name);
      namesByPhrase.set(key, names);
      longest = Math.max(longest, parts.length);
      if (parts[0] !== undefined) beginnings.add(parts[0]);
    }
  }
  return {
    find(message) {
      const parts = message[by];
      const findings: Finding<Name>[] = [];
      for (let start = 0; start < parts.length;) {
        if (!beginnings.has(parts[start] ?? '')) {
          start += 1;
          continue;
        }
        let length = Math.min(longest, parts.length - start);
        let names: Name[] | undefined;
        for (; length > 0; length -= 1) {
          names = namesByPhrase.get(parts.slice(start, start + length).join(' '));
          if (names) break;
        }
        if (names) findings.push({ names, start, length });
        start += Math.max(length, 1);
      }
      return findings;
    },
  };
}
