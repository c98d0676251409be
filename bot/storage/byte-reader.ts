/** Reads a stream of chunks in pieces of the reader's choosing, holding no more than one chunk and one piece. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#held = this.#held.length === 0 ? Buffer.from(next.value) : Buffer.concat([this.#held, next.value]);
    return true;
  }

  /** The next bytes without moving on; fewer when the stream ends before. */
  async peek(bytes: number): Promise<Buffer> {
    while (this.#held.length < bytes && (await this.#more()));
    return this.#held.subarray(0, bytes);
  }

  /** The next bytes; fewer when the stream ends before. */
  async take(bytes: number): Promise<Buffer> {
    const taken = await this.peek(bytes);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }

  /** Passes on as many bytes, in whatever pieces they come; any number of them. */
  async *pass(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0;) {
      if (this.#held.length === 0 && !(await this.#more())) return;
      const part = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(part.length);
      left -= part.length;
      if (part.length > 0) yield part;
    }
  }

  /** Passes on what comes before the next byte of this value; that byte stays. */
  async *passUntil(value: number): AsyncGenerator<Buffer> {
    for (;;) {
      if (this.#held.length === 0 && !(await this.#more())) return;
      const at = this.#held.indexOf(value);
      const part = at < 0 ? this.#held : this.#held.subarray(0, at);
      this.#held = this.#held.subarray(part.length);
      if (part.length > 0) yield part;
      if (at >= 0) return;
    }
  }

  async skip(bytes: number): Promise<void> {
    const parts = this.pass(bytes);
    while (!(await parts.next()).done);
  }

  /** Forgets what comes before the next byte of this value; that byte stays. */
  async skipUntil(value: number): Promise<void> {
    const parts = this.passUntil(value);
    while (!(await parts.next()).done);
  }

  /** Reads to the end and forgets it. */
  async skipRest(): Promise<void> {
    do this.#held = Buffer.alloc(0);
    while (await this.#more());
  }
}
