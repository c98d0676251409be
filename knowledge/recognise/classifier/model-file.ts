import type { Network } from './network.ts';
import type { Rows } from './rows.ts';
import type { Model } from './text-classifier.ts';

/** Changes whenever the layout or the meaning of what is in it changes: an older file is not read. */
const VERSION = 3;

interface Header {
  readonly version: number;
  readonly fingerprint: string;
  readonly model: Omit<Model, 'networks'>;
  readonly networks: readonly Sizes[];
}

interface Sizes {
  readonly features: number;
  readonly dense: number;
  readonly hidden: number;
  readonly labels: number;
}

/**
 * A model as bytes: the length of a header, the header as JSON, then the networks' weights.
 * `fingerprint` says what it was trained on.
 */
export function writeModel(model: Model, fingerprint: string): Uint8Array {
  const { networks, ...rest } = model;
  const header: Header = {
    version: VERSION,
    fingerprint,
    model: rest,
    networks: networks.map(({ features, dense, hiddenCount, labelCount }) => ({
      features: features.scales.length,
      dense: dense.scales.length,
      hidden: hiddenCount,
      labels: labelCount,
    })),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const size = Uint32Array.of(text.length);
  const parts = [size, text, ...networks.flatMap(arraysOf)].map(bytesOf);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Undefined when the file is of another version or was trained on something else. */
export function readModel(bytes: Uint8Array, fingerprint: string): Model | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  if (header.version !== VERSION || header.fingerprint !== fingerprint) return undefined;
  let at = 4 + length;
  const take = (count: number) => {
    // a copy, so that floats stand where floats may stand, and the file's bytes can be let go
    const part = Uint8Array.from(bytes.subarray(at, at + count));
    if (part.length !== count) throw new Error('The file of the recogniser is cut off.');
    at += count;
    return part.buffer;
  };
  const rows = (count: number, width: number): Rows => ({
    width,
    bytes: new Int8Array(take(count * width)),
    scales: new Float32Array(take(count * 4)),
  });
  const networks = header.networks.map(({ features, dense, hidden, labels }): Network => ({
    hiddenCount: hidden,
    labelCount: labels,
    features: rows(features, hidden),
    dense: rows(dense, hidden),
    hiddenBias: new Float32Array(take(hidden * 4)),
    output: rows(hidden, labels),
    outputBias: new Float32Array(take(labels * 4)),
  }));
  return { ...header.model, networks };
}

/** In the order in which they are read. */
function arraysOf({ features, dense, hiddenBias, output, outputBias }: Network) {
  const of = ({ bytes, scales }: Rows) => [bytes, scales];
  return [...of(features), ...of(dense), hiddenBias, ...of(output), outputBias];
}

function bytesOf(array: Uint8Array | Int8Array | Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
