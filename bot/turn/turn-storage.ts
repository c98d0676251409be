import type { Storage, StoreItems } from 'botbuilder';

import type { StateChange, Turns } from '../conversations/conversations.ts';

/** What the dialogs remember, for one turn: read from the ledger, written only by the turn's commit. */
export class TurnStorage implements Storage {
  readonly #turns: Pick<Turns, 'readState'>;
  readonly #versions = new Map<string, number>();
  readonly #changed = new Map<string, unknown>();

  constructor(turns: Pick<Turns, 'readState'>) {
    this.#turns = turns;
  }

  get changes(): readonly StateChange[] {
    return [...this.#changed].map(([key, value]) => ({ key, value, version: this.#versions.get(key) ?? 0 }));
  }

  async read(keys: string[]): Promise<StoreItems> {
    const unread = keys.filter((key) => !this.#changed.has(key));
    const rows = await this.#turns.readState(unread);
    const items: StoreItems = {};
    for (const key of keys) {
      const row = rows.get(key);
      if (row) this.#versions.set(key, row.version);
      const value = this.#changed.has(key) ? structuredClone(this.#changed.get(key)) : row?.value;
      if (value !== undefined) items[key] = value;
    }
    return items;
  }

  write(changes: StoreItems): Promise<void> {
    for (const [key, item] of Object.entries(changes)) {
      // As it will be when it is read again: JSON. The ledger has versions of its own.
      const value = { ...(item as object), eTag: undefined };
      this.#changed.set(key, JSON.parse(JSON.stringify(value)) as unknown);
    }
    return Promise.resolve();
  }

  delete(keys: string[]): Promise<void> {
    for (const key of keys) this.#changed.set(key, undefined);
    return Promise.resolve();
  }
}
