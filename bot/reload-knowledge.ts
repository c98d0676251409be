import { spawn } from 'node:child_process';

/** Why not: words for the operator, such as each fault with its file. */
export type Reloaded = { readonly ok: true } | { readonly ok: false; readonly why: string };

export interface ReloadParts {
  /** Validates what the editors changed and trains on it, without standing in anybody's way. */
  readonly prepare: () => Promise<Reloaded>;
  /** Takes the new knowledge up, all at once. Throws, having changed nothing, when it is not usable. */
  readonly takeUp: () => void;
}

/**
 * Loads changed knowledge while the bot runs. What is not usable leaves the old in place and says why. Who asks
 * while it is at it is answered after another round: files may have changed meanwhile.
 */
export function createReload({ prepare, takeUp }: ReloadParts): () => Promise<Reloaded> {
  let last: Promise<Reloaded> = Promise.resolve({ ok: true });
  let waiting: Promise<Reloaded> | undefined;

  async function reload(): Promise<Reloaded> {
    try {
      const prepared = await prepare();
      if (prepared.ok) takeUp();
      return prepared;
    } catch (error) {
      return { ok: false, why: error instanceof Error ? error.message : String(error) };
    }
  }

  return () => {
    waiting ??= last.then(() => {
      waiting = undefined;
      last = reload();
      return last;
    });
    return waiting;
  };
}

const MOST_WORDS = 20_000;

/** Runs a trainer (train-models.ts) on a folder; what it complains of is why not. */
export function prepareInProcess(command: readonly string[]): Promise<Reloaded> {
  const [program = process.execPath, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(0, MOST_WORDS);
    });
    child.once('error', (error) => resolve({ ok: false, why: error.message }));
    child.once('close', (code) => {
      resolve(code === 0 ? { ok: true } : { ok: false, why: complaint.trim() || `it ended with ${code}` });
    });
  });
}
