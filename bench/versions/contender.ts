import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import type { Measured, Photo, Ready, Request, Watched } from './requests.ts';

/** A version of the checks that runs in a process of its own. */
export interface Contender extends Ready {
  readonly name: string;
  measure(photos: readonly Photo[]): Promise<Measured>;
  /** Nothing but the faces of pairs of photos; times are of one pair. */
  compare(photos: readonly Photo[]): Promise<Measured>;
  watch(photos: readonly Photo[], ms: number): Promise<Watched>;
  stop(): Promise<void>;
}

export interface Entry {
  readonly name: string;
  /** The folder that has its `dist`. */
  readonly root: string;
  /** Default: its own choice. */
  readonly engine?: string;
  /** Default: its own choice. */
  readonly threads?: number;
}

export async function startContender({ name, root, engine = '', threads = 0 }: Entry): Promise<Contender> {
  const child = fork(new URL('./measuring-process.js', import.meta.url), [root, String(threads), engine]);
  const ready = await answerOf<Ready>(child, name);
  const ask = <Answer>(request: Request): Promise<Answer> => {
    child.send(request);
    return answerOf<Answer>(child, name);
  };
  return {
    ...ready,
    name,
    measure: (photos) => ask({ do: 'measure', photos }),
    compare: (photos) => ask({ do: 'compare', photos }),
    watch: (photos, ms) => ask({ do: 'watch', photos, ms }),
    async stop() {
      child.send({ do: 'stop' } satisfies Request);
      await once(child, 'exit');
    },
  };
}

async function answerOf<Answer>(child: ChildProcess, name: string): Promise<Answer> {
  const over = new AbortController();
  const exited = once(child, 'exit', { signal: over.signal }).then(() => {
    throw new Error(`${name} has ended`);
  });
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal: over.signal }), exited])) as [
      Answer,
    ];
    return message;
  } finally {
    exited.catch(() => undefined);
    over.abort();
  }
}
