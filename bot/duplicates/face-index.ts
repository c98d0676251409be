import { scanOver } from './scan-faces.ts';

const NUMBERS = 128;
/** A row's unit: descriptors stay within ±0.5, so that nothing is cut off at ±127 of these. */
const UNIT = 1 / 200;
/** The query is finer than the rows, see scan-faces.wat. */
const FINER = 8;
/**
 * How much too far a rounded row can seem, and to spare: rounding moves a distance by 0.0014 (standard
 * deviation), so one row in 10^11 would be missed.
 */
const ROUNDING = 0.01;

/** Rows that are searched in one go. */
const GO_ROWS = 16_384;
const QUERY_AT = 0;
const OUT_AT = NUMBERS * 2;
const ROWS_AT = OUT_AT + GO_ROWS * 8;
const PAGE_BYTES = 65_536;
const GROW_BYTES = 1024 * 1024;

/**
 * Descriptors of many faces, 132 bytes each, compared with all of them. Rounded: what it names has to be
 * measured exactly afterwards, and within the distance asked for nothing is missed.
 */
export class FaceIndex {
  readonly #memory = new WebAssembly.Memory({ initial: Math.ceil(ROWS_AT / PAGE_BYTES) });
  readonly #scan = scanOver(this.#memory);
  #ids = new Uint32Array(1024);
  #rows = 0;
  #removed = 0;

  get size(): number {
    return this.#rows - this.#removed;
  }

  get bytes(): number {
    return this.#memory.buffer.byteLength + this.#ids.byteLength;
  }

  /** Ids come in ascending order. */
  add(id: number, descriptor: readonly number[]): void {
    this.#makeRoom();
    const row = new Int8Array(this.#memory.buffer, ROWS_AT + this.#rows * NUMBERS, NUMBERS);
    for (let i = 0; i < NUMBERS; i++) {
      row[i] = Math.max(-127, Math.min(127, Math.round((descriptor[i] ?? 0) / UNIT)));
    }
    this.#ids[this.#rows] = id;
    this.#rows++;
  }

  /** What is left of the row is a face of zeros, which is near to nobody. */
  remove(id: number): void {
    const row = this.#find(id);
    if (row === undefined) return;
    new Int8Array(this.#memory.buffer, ROWS_AT + row * NUMBERS, NUMBERS).fill(0);
    this.#removed++;
  }

  /** Ids of the faces that may be within the distance, the nearest first and at most so many. */
  near(descriptor: readonly number[], maxDistance: number, atMost: number): number[] {
    const query = new Int16Array(this.#memory.buffer, QUERY_AT, NUMBERS);
    for (let i = 0; i < NUMBERS; i++) {
      const value = Math.round(((descriptor[i] ?? 0) / UNIT) * FINER);
      query[i] = Math.max(-127 * FINER, Math.min(127 * FINER, value));
    }
    const limit = Math.floor((((maxDistance + ROUNDING) / UNIT) * FINER) ** 2);
    const found: { id: number; squared: number }[] = [];
    for (let first = 0; first < this.#rows; first += GO_ROWS) {
      const rows = Math.min(GO_ROWS, this.#rows - first);
      const count = this.#scan(ROWS_AT + first * NUMBERS, rows, QUERY_AT, limit, OUT_AT);
      const out = new Uint32Array(this.#memory.buffer, OUT_AT, count * 2);
      for (let i = 0; i < out.length; i += 2) {
        found.push({ id: this.#ids[first + (out[i] ?? 0)] ?? 0, squared: out[i + 1] ?? 0 });
      }
    }
    found.sort((a, b) => a.squared - b.squared);
    return found.slice(0, atMost).map(({ id }) => id);
  }

  #makeRoom(): void {
    const free = this.#memory.buffer.byteLength - ROWS_AT - this.#rows * NUMBERS;
    if (free < NUMBERS) this.#memory.grow(GROW_BYTES / PAGE_BYTES);
    if (this.#rows < this.#ids.length) return;
    const ids = new Uint32Array(this.#ids.length * 2);
    ids.set(this.#ids);
    this.#ids = ids;
  }

  #find(id: number): number | undefined {
    let [low, high] = [0, this.#rows - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const here = this.#ids[middle] ?? 0;
      if (here === id) return middle;
      if (here < id) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }
}
