import type { Edges, Layer, Net, Weights } from './layers.ts';

/** A layer's place in the list and the shape of its result. */
export interface Result {
  readonly place: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface Convolution {
  readonly filters: Weights;
  readonly bias: Float32Array;
  readonly stride?: number;
  readonly dilation?: number;
  readonly padding: Edges | 'same' | 'none';
  readonly relu: boolean;
}

export const evenly = (pixels: number): Edges => ({
  top: pixels,
  left: pixels,
  bottom: pixels,
  right: pixels,
});

/** Writes a net's list of layers down, one call each, and keeps account of the shapes. */
export class NetBuilder {
  readonly #layers: Layer[] = [];

  input(height: number, width: number): Result {
    return this.#push({ kind: 'input' }, height, width, 3);
  }

  normalise(from: Result, mean: readonly number[], scale: number): Result {
    return this.#push(
      { kind: 'normalise', from: from.place, mean, scale },
      from.height,
      from.width,
      from.channels,
    );
  }

  convolve(from: Result, convolution: Convolution): Result {
    return this.#convolve(from, convolution, false);
  }

  /** One filter per channel. */
  convolveChannels(from: Result, convolution: Convolution): Result {
    return this.#convolve(from, convolution, true);
  }

  #convolve(from: Result, convolution: Convolution, perChannel: boolean): Result {
    const { filters, bias, stride = 1, dilation = 1, relu } = convolution;
    const [rows = 1, columns = 1] = filters.shape;
    const reach = { rows: (rows - 1) * dilation + 1, columns: (columns - 1) * dilation + 1 };
    const padding =
      convolution.padding === 'none'
        ? evenly(0)
        : convolution.padding === 'same'
          ? keepSize(from, reach, stride)
          : convolution.padding;
    return this.#push(
      { kind: 'convolve', from: from.place, filters, bias, perChannel, stride, dilation, padding, relu },
      Math.floor((from.height + padding.top + padding.bottom - reach.rows) / stride) + 1,
      Math.floor((from.width + padding.left + padding.right - reach.columns) / stride) + 1,
      bias.length,
    );
  }

  add(from: readonly [Result, ...Result[]], relu = false): Result {
    const [{ height, width, channels }] = from;
    return this.#push({ kind: 'add', from: from.map(({ place }) => place), relu }, height, width, channels);
  }

  concatenate(from: readonly [Result, ...Result[]]): Result {
    const [{ height, width }] = from;
    const channels = from.reduce((sum, result) => sum + result.channels, 0);
    return this.#push({ kind: 'concatenate', from: from.map(({ place }) => place) }, height, width, channels);
  }

  pool(kind: 'max_pool' | 'average_pool', from: Result, size: number, stride: number): Result {
    return this.#push(
      { kind, from: from.place, size, stride },
      Math.floor((from.height - size) / stride) + 1,
      Math.floor((from.width - size) / stride) + 1,
      from.channels,
    );
  }

  padTo(from: Result, height: number, width: number, channels: number): Result {
    if (from.height === height && from.width === width && from.channels === channels) return from;
    const [rows, columns] = [height - from.height, width - from.width];
    return this.#push(
      { kind: 'pad', from: from.place, rows, columns, channels: channels - from.channels },
      height,
      width,
      channels,
    );
  }

  average(from: Result): Result {
    return this.#push({ kind: 'average', from: from.place }, 1, 1, from.channels);
  }

  dense(from: Result, weights: Weights, bias?: Float32Array): Result {
    const numbers = weights.shape[1] ?? 0;
    return this.#push(
      { kind: 'dense', from: from.place, weights, bias: bias ?? new Float32Array(numbers) },
      1,
      1,
      numbers,
    );
  }

  build(...outputs: readonly Result[]): Net {
    return { layers: this.#layers, outputs: outputs.map(({ place }) => place) };
  }

  #push(layer: Layer, height: number, width: number, channels: number): Result {
    return { place: this.#layers.push(layer) - 1, height, width, channels };
  }
}

/** TensorFlow's way of keeping the size: what is odd goes below and to the right. */
function keepSize(
  from: Result,
  reach: { readonly rows: number; readonly columns: number },
  stride: number,
): Edges {
  const missing = (size: number, reached: number) =>
    Math.max((Math.ceil(size / stride) - 1) * stride + reached - size, 0);
  const [rows, columns] = [missing(from.height, reach.rows), missing(from.width, reach.columns)];
  const [top, left] = [rows >> 1, columns >> 1];
  return { top, left, bottom: rows - top, right: columns - left };
}
