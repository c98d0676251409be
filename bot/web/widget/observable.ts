/** As much of an observable as Web Chat uses of its connection. */
export interface Observable<T> {
  subscribe(observer: Partial<Observer<T>> | ((value: T) => void)): { unsubscribe(): void };
}

export interface Observer<T> {
  next(value: T): void;
  error(reason: unknown): void;
  complete(): void;
}

/** Gives every subscriber what came before it, then what comes. */
export class Replay<T> implements Observable<T> {
  readonly #observers = new Set<Partial<Observer<T>>>();
  readonly #mostKept: number;
  #kept: T[] = [];

  constructor(mostKept = Number.POSITIVE_INFINITY) {
    this.#mostKept = mostKept;
  }

  next(value: T, { keep = true } = {}): void {
    if (keep) this.#kept = [...this.#kept, value].slice(-this.#mostKept);
    for (const observer of this.#observers) observer.next?.(value);
  }

  subscribe(observer: Partial<Observer<T>> | ((value: T) => void)): { unsubscribe(): void } {
    const listening = typeof observer === 'function' ? { next: observer } : observer;
    this.#observers.add(listening);
    for (const value of this.#kept) listening.next?.(value);
    return { unsubscribe: () => void this.#observers.delete(listening) };
  }
}
