import { Failure } from '../failure.ts';
import { WaitingLine, type Priority, type Waiting } from './waiting-line.ts';

export interface Request extends Waiting {
  /** How long it may wait for a place. */
  readonly waitMs: number;
  /** Whoever asked does not want it any more. */
  readonly signal?: AbortSignal | undefined;
}

interface Claim extends Waiting {
  readonly admit: () => void;
  readonly refuse: (why: unknown) => void;
}

/** As many places as threads, and a bounded line before them. */
export class Places {
  readonly #count: number;
  readonly #maxWaiting: number;
  readonly #line = new WaitingLine<Claim>();
  readonly #claims = new Set<Claim>();
  #free: number;
  #closed = false;

  constructor(count: number, maxWaiting: number) {
    this.#count = count;
    this.#free = count;
    this.#maxWaiting = maxWaiting;
  }

  get taken(): number {
    return this.#count - this.#free;
  }

  waiting(priority: Priority): number {
    return this.#line.count(priority);
  }

  /**
   * Resolves with a place; `giveBack` must follow. Throws Failure('worker_busy') when too many wait already,
   * when none comes free in time, or after `close`; the signal's reason when it is aborted.
   */
  async take({ waitMs, signal, ...waiting }: Request): Promise<void> {
    if (this.#closed) throw new Failure('worker_busy', 'measuring was stopped');
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    if (this.#line.count(waiting.priority) >= this.#maxWaiting) {
      throw new Failure('worker_busy', `${this.#maxWaiting} photos are waiting already`);
    }
    await this.#wait(waiting, waitMs, signal);
  }

  giveBack(): void {
    const next = this.#line.next();
    if (next) next.admit();
    else this.#free += 1;
  }

  /** Whoever waits is refused, and whoever comes. */
  close(): void {
    this.#closed = true;
    for (const claim of this.#claims) claim.refuse(new Failure('worker_busy', 'measuring was stopped'));
  }

  #wait(waiting: Waiting, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#claims.delete(claim);
      };
      const claim: Claim = {
        ...waiting,
        admit: () => {
          settle();
          resolve();
        },
        refuse: (why) => {
          settle();
          this.#line.leave(claim);
          reject(why instanceof Error ? why : new Error('Not wanted any more', { cause: why }));
        },
      };
      const onAbort = () => claim.refuse(signal?.reason);
      const timer = Number.isFinite(waitMs)
        ? setTimeout(() => {
            claim.refuse(new Failure('worker_busy', `no thread came free within ${waitMs} ms`));
          }, waitMs)
        : undefined;
      signal?.addEventListener('abort', onAbort);
      this.#claims.add(claim);
      this.#line.join(claim);
    });
  }
}
