/** How many conversations are worked on at once; each waits mostly for the database or a worker. */
const MOST_AT_ONCE = 64;

/** Runs work for many keys at once, but for one key never twice at the same time. */
export class TurnQueue {
  readonly #work: (key: string) => Promise<void>;
  readonly #onError: (key: string, error: unknown) => void;
  readonly #again = new Set<string>();
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  #stopped = false;

  constructor(work: (key: string) => Promise<void>, onError: (key: string, error: unknown) => void) {
    this.#work = work;
    this.#onError = onError;
  }

  /** There is work for this key: now, or once more after the present run. */
  enqueue(key: string): void {
    if (this.#stopped) return;
    if (this.#running.has(key)) this.#again.add(key);
    else {
      this.#waiting.add(key);
      this.#startNext();
    }
  }

  /** Starts nothing more and waits for what runs, but not longer than `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    this.#waiting.clear();
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([Promise.all(this.#running.values()), grace]);
    clearTimeout(timer);
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  #startNext(): void {
    for (const key of this.#waiting) {
      if (this.#running.size >= MOST_AT_ONCE) return;
      this.#waiting.delete(key);
      this.#running.set(
        key,
        this.#work(key)
          .catch((error: unknown) => this.#onError(key, error))
          .finally(() => this.#ended(key)),
      );
    }
  }

  #ended(key: string): void {
    this.#running.delete(key);
    if (this.#again.delete(key) && !this.#stopped) this.#waiting.add(key);
    this.#startNext();
  }
}
