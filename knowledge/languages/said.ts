/** Notes what is wrong with a translation, at which key. */
export type OnFault = (at: string, fault: string) => void;

/** What a translation says instead of an English value; where it says nothing usable, the English value. */
export type Rule = (english: unknown, local: unknown, at: string, onFault: OnFault) => unknown;

/** One text, with the same `{places}` as in English. */
export const text: Rule = (english, local, at, onFault) => {
  if (english === undefined && local === undefined) return undefined;
  if (english === undefined) return (onFault(at, 'is not in English'), undefined);
  if (local === undefined) return (onFault(at, 'is missing'), english);
  if (typeof local !== 'string' || local.trim() === '') return (onFault(at, 'is no text'), english);
  const [wanted, given] = [placesIn(english as string), placesIn(local)];
  for (const place of wanted) if (!given.includes(place)) onFault(at, `${place} is missing`);
  for (const place of given) if (!wanted.includes(place)) onFault(at, `${place} is unknown`);
  // A place that nobody fills would stop the answer.
  return given.every((place) => wanted.includes(place)) ? local.trim() : english;
};

/**
 * A text that states something: in the same figures as in English, so that no date, limit or error code gets lost
 * or changed on the way. A month may be a figure where English has its name. English where they differ.
 */
export const statement: Rule = (english, local, at, onFault) => {
  const said = text(english, local, at, onFault);
  if (typeof english !== 'string' || typeof said !== 'string') return said;
  const [wanted, given] = [figuresIn(english), figuresIn(said)];
  const months = MONTHS.flatMap((month, index) => (english.includes(month) ? [index + 1] : []));
  const missing = wanted.filter((figure) => !given.includes(figure));
  const unknown = given.filter((figure) => ![...wanted, ...months].includes(figure));
  for (const figure of missing) onFault(at, `the figure ${figure} is missing`);
  for (const figure of unknown) onFault(at, `the figure ${figure} is unknown`);
  return missing.length + unknown.length === 0 ? said : english;
};

/** As many texts as in English, in the same order. */
export const texts: Rule = (english, local, at, onFault) => {
  const [wanted, given] = [listOf(english), listOf(local)];
  if (wanted.length !== given.length) {
    onFault(at, `has ${given.length} texts where English has ${wanted.length}`);
    return english;
  }
  return english === undefined
    ? undefined
    : wanted.map((each, n) => text(each, given[n], `${at}.${n + 1}`, onFault));
};

/** For a list whose items may have a `text`: as many texts as there are items with one, in the same order. */
export const textOfEach: Rule = (english, local, at, onFault) => {
  const items = listOf(english) as { readonly text?: string }[];
  const own = texts(
    items.flatMap((item) => item.text ?? []),
    local,
    at,
    onFault,
  ) as string[];
  const next = own.values();
  return (
    english && items.map((item) => (item.text === undefined ? item : { ...item, text: next.next().value }))
  );
};

/** An object of which these keys are said; the others stay as they are. `unsaid` keys are allowed in a translation. */
export function group(rules: Readonly<Record<string, Rule>>, unsaid: readonly string[] = []): Rule {
  return (english, local, at, onFault) => {
    if (english === undefined && local === undefined) return undefined;
    const [before, given] = [fieldsOf(english), fieldsOf(local)];
    for (const key of Object.keys(given)) {
      if (!(key in rules) && !unsaid.includes(key)) onFault(`${at}.${key}`, 'is unknown');
    }
    const said = Object.entries(rules).flatMap(([key, rule]) => {
      const value = rule(before[key], given[key], `${at}.${key}`, onFault);
      return value === undefined ? [] : [[key, value] as const];
    });
    return { ...before, ...Object.fromEntries(said) };
  };
}

/** Whatever a record holds, each by the same rule. */
export const each =
  (rule: Rule): Rule =>
  (english, local, at, onFault) => {
    const [before, given] = [fieldsOf(english), fieldsOf(local)];
    for (const key of Object.keys(given)) if (!(key in before)) onFault(`${at}.${key}`, 'is unknown');
    return Object.fromEntries(
      Object.entries(before).map(([key, value]) => [key, rule(value, given[key], `${at}.${key}`, onFault)]),
    );
  };

/** A list of items with ids, which a translation gives by id. */
export const byId =
  (rule: Rule): Rule =>
  (english, local, at, onFault) => {
    const items = listOf(english) as { readonly id: string }[];
    const said = each(rule)(Object.fromEntries(items.map((item) => [item.id, item])), local, at, onFault);
    return items.map(({ id }) => fieldsOf(said)[id]);
  };

/** A language's own ways to say something, as many as it likes. */
export const phrases: Rule = (english, local, at, onFault) => {
  const own = phrasesOf(local);
  if (own.length === 0 && listOf(english).length > 0) onFault(at, 'is missing');
  return own.length > 0 ? own : english;
};

/** Every text of a tree of any depth. */
export const tree: Rule = (english, local, at, onFault) => {
  if (typeof english === 'string') return text(english, local, at, onFault);
  if (Array.isArray(english)) {
    const given = listOf(local);
    if (given.length !== english.length) {
      onFault(at, `has ${given.length} items where English has ${english.length}`);
      return english as unknown;
    }
    return english.map((each, n) => tree(each, given[n], `${at}.${n + 1}`, onFault));
  }
  const [before, given] = [fieldsOf(english), fieldsOf(local)];
  for (const key of Object.keys(given)) if (!(key in before)) onFault(`${at}.${key}`, 'is unknown');
  return Object.fromEntries(
    Object.entries(before).map(([key, value]) => [key, tree(value, given[key], `${at}.${key}`, onFault)]),
  );
};

/** Entries by id, each said by the same rule. */
export function entries<Id extends string, Entry>(
  english: ReadonlyMap<Id, Entry>,
  local: unknown,
  rule: Rule,
  at: string,
  onFault: OnFault,
): Map<Id, Entry> {
  const given = fieldsOf(local);
  for (const id of Object.keys(given)) {
    if (!english.has(id as Id)) onFault(`${at}: ${id}`, 'is unknown');
  }
  return new Map(
    [...english].map(([id, entry]) => {
      if (given[id] !== undefined) return [id, rule(entry, given[id], `${at}: ${id}`, onFault) as Entry];
      onFault(`${at}: ${id}`, 'is missing');
      return [id, entry];
    }),
  );
}

/** What an entry gives as a list of texts, without faults: examples, phrases. */
export function phrasesOf(local: unknown): string[] {
  return listOf(local).filter((each): each is string => typeof each === 'string' && each.trim() !== '');
}

export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const MONTHS = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, month)),
);

/** Each once, without leading zeros: `31/08` and `August 31` are the same day. */
const figuresIn = (said: string): number[] => [...new Set((said.match(/\d+/g) ?? []).map(Number))];

const placesIn = (said: string): string[] => [...new Set(said.match(/\{\w+\}/g) ?? [])];
