import type { Rows } from '../classifier/rows.ts';

/** From so many numbers to so many others: a row of weights for each that comes out. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly rows: Rows;
  readonly bias: Float32Array;
}

/** What scripts/train-sentences has learnt. */
export interface SentenceWeights {
  /** Numbers that a word is inside the net. */
  readonly width: number;
  readonly heads: number;
  /** Words that it reads at once. */
  readonly longest: number;
  /** What it knows of the so many commonest words besides their vectors; three rows for others follow. */
  readonly ownCount: number;
  readonly own: Rows;
  /** Added by where the word stands. */
  readonly places: Float32Array;
  readonly projection: Layer;
  /** What a word asks, offers and tells. */
  readonly look: Layer;
  readonly gather: Layer;
  readonly fire: Layer;
  /** What the sentence means by the units that fired, and by its words alone. */
  readonly say: Layer;
  readonly skip: Layer;
}

interface Header {
  readonly width: number;
  readonly heads: number;
  readonly longest: number;
  readonly ownCount: number;
  readonly vector: number;
  readonly units: number;
  readonly size: number;
}

/** The file: the length of a header (32-bit), the header as JSON, then each table: its bytes, scales and biases. */
export function readSentenceWeights(bytes: Uint8Array): SentenceWeights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  const { width, heads, longest, ownCount, vector, units, size } = header;
  let at = 4 + length;
  const take = (count: number) => {
    const part = Uint8Array.from(bytes.subarray(at, at + count));
    if (part.length !== count) throw new Error('The file of the sentence encoder is cut off.');
    at += count;
    return part.buffer;
  };
  const floats = (count: number) => new Float32Array(take(count * 4));
  const rows = (count: number, each: number): Rows => ({
    width: each,
    bytes: new Int8Array(take(count * each)),
    scales: floats(count),
  });
  const layer = (inputs: number, outputs: number): Layer => ({
    inputs,
    outputs,
    rows: rows(outputs, inputs),
    bias: floats(outputs),
  });
  return {
    width,
    heads,
    longest,
    ownCount,
    own: rows(ownCount + 3, width),
    places: floats(longest * width),
    projection: layer(vector, width),
    look: layer(width, 3 * width),
    gather: layer(width, width),
    fire: layer(width, units),
    say: layer(units, size),
    skip: layer(width, size),
  };
}
