/** Perceptual hashes of many pictures, 12 bytes each, compared with all of them by counting bits. */
export class PictureIndex {
  #ids = new Uint32Array(1024);
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  #rows = 0;

  get bytes(): number {
    return this.#ids.byteLength * 3;
  }

  get size(): number {
    return this.#rows;
  }

  /** `fingerprint`: 16 hexadecimal digits. Ids come in ascending order, and may come more than once. */
  add(id: number, fingerprint: string): void {
    if (this.#rows === this.#ids.length) this.#grow();
    this.#ids[this.#rows] = id;
    this.#high[this.#rows] = Number.parseInt(fingerprint.slice(0, 8), 16);
    this.#low[this.#rows] = Number.parseInt(fingerprint.slice(8), 16);
    this.#rows++;
  }

  remove(id: number): void {
    for (let row = this.#ids.indexOf(id); row >= 0 && this.#ids[row] === id; row++) {
      // No picture has this id.
      this.#ids[row] = 0;
      this.#high[row] = 0;
      this.#low[row] = 0;
    }
  }

  /** Ids of pictures that differ in at most so many bits. */
  near(fingerprint: string, maxBits: number): number[] {
    const high = Number.parseInt(fingerprint.slice(0, 8), 16);
    const low = Number.parseInt(fingerprint.slice(8), 16);
    const [ids, highs, lows] = [this.#ids, this.#high, this.#low];
    const found: number[] = [];
    for (let row = 0; row < this.#rows; row++) {
      const bits = countBits((highs[row] ?? 0) ^ high) + countBits((lows[row] ?? 0) ^ low);
      if (bits <= maxBits && ids[row] !== 0) found.push(ids[row] ?? 0);
    }
    return found;
  }

  #grow(): void {
    const widen = (from: Uint32Array): Uint32Array<ArrayBuffer> => {
      const to = new Uint32Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.#ids = widen(this.#ids);
    this.#high = widen(this.#high);
    this.#low = widen(this.#low);
  }
}

/** Bits that are 1 in a word of 32, counted in pairs, fours and bytes at once. */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
