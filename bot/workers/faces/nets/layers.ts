/** Numbers with their shape; the last axis runs fastest. */
export interface Weights {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

export interface Edges {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A layer names those that it takes from by their place in the list. Pictures are rows of pixels, channels last. */
export type Layer =
  | { readonly kind: 'input' }
  /** (value − mean of the channel) × scale. */
  | {
      readonly kind: 'normalise';
      readonly from: number;
      readonly mean: readonly number[];
      readonly scale: number;
    }
  | {
      readonly kind: 'convolve';
      readonly from: number;
      /** Height, width, channels in, channels out; for one filter per channel height, width, channels, 1. */
      readonly filters: Weights;
      readonly bias: Float32Array;
      readonly perChannel: boolean;
      readonly stride: number;
      readonly dilation: number;
      readonly padding: Edges;
      readonly relu: boolean;
    }
  | { readonly kind: 'add'; readonly from: readonly number[]; readonly relu: boolean }
  | { readonly kind: 'concatenate'; readonly from: readonly number[] }
  | {
      readonly kind: 'max_pool' | 'average_pool';
      readonly from: number;
      readonly size: number;
      readonly stride: number;
    }
  /** Zeros below, to the right and as further channels. */
  | {
      readonly kind: 'pad';
      readonly from: number;
      readonly rows: number;
      readonly columns: number;
      readonly channels: number;
    }
  /** Mean over all pixels: one number per channel. */
  | { readonly kind: 'average'; readonly from: number }
  | {
      readonly kind: 'dense';
      readonly from: number;
      /** Numbers in, numbers out. */
      readonly weights: Weights;
      readonly bias: Float32Array;
    };

/** A net as a list of layers, whatever runs it. */
export interface Net {
  readonly layers: readonly Layer[];
  /** Places of the layers whose results are wanted. */
  readonly outputs: readonly number[];
}

export const NET_NAMES = ['detector', 'landmarks', 'expression', 'recognition'] as const;
export type NetName = (typeof NET_NAMES)[number];
