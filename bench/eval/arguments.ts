import { parseArgs } from 'node:util';

/** What every `eval:*` understands. */
export interface EvalArguments {
  /** The data folder, then whatever else the command takes. */
  readonly positionals: readonly string[];
  /** Put the figures into docs/accuracy.md. */
  readonly write: boolean;
  /** Print the line of JSON alone. */
  readonly json: boolean;
  /** Measure the first so many only. */
  readonly limit: number;
  /** The command's own options, as texts; a flag that was given reads 'true'. */
  readonly options: Readonly<Record<string, string | undefined>>;
}

export interface EvalUsage {
  /** How it is called, like `npm run eval:mrz -- DIR`. */
  readonly call: string;
  /** How many positional arguments it needs. */
  readonly needs: number;
  readonly options?: Readonly<Record<string, 'string' | 'boolean'>>;
}

/** Throws an Error that says how the command is called. */
export function parseEvalArguments(argv: readonly string[], usage: EvalUsage): EvalArguments {
  const own = Object.entries(usage.options ?? {}).map(([name, type]) => [name, { type }] as const);
  const help = `${usage.call} [--write] [--json] [--limit N]${own.map(([name]) => ` [--${name}]`).join('')}`;
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(own),
        write: { type: 'boolean' },
        json: { type: 'boolean' },
        limit: { type: 'string' },
      },
    });
    if (positionals.length < usage.needs) throw new Error('An argument is missing.');
    const given = values as Readonly<Record<string, string | boolean | undefined>>;
    return {
      positionals,
      write: given['write'] === true,
      json: given['json'] === true,
      limit: given['limit'] === undefined ? Infinity : atLeastOne(String(given['limit'])),
      options: Object.fromEntries(own.map(([name]) => [name, given[name]?.toString()])),
    };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nUse: ${help}`, {
      cause: error,
    });
  }
}

function atLeastOne(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error('--limit takes a whole number from 1 on.');
  return Number(text);
}
