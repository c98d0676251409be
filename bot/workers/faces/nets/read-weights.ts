import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { z } from 'zod';

import type { Weights } from './layers.ts';

const Manifest = z.array(
  z.object({
    paths: z.array(z.string()),
    weights: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.int()),
        quantization: z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }).optional(),
      }),
    ),
  }),
);

/** The weights of one of face-api's nets by name; those that are stored in one byte are spread out. */
export function readFaceApiWeights(net: string): (name: string) => Weights {
  const entry = createRequire(import.meta.url).resolve('@vladmandic/face-api');
  const folder = path.resolve(path.dirname(entry), '..', 'model');
  const manifest = Manifest.parse(
    JSON.parse(readFileSync(path.join(folder, `${net}-weights_manifest.json`), 'utf8')),
  );
  const found = new Map<string, Weights>();
  for (const group of manifest) {
    const bytes = Buffer.concat(group.paths.map((file) => readFileSync(path.join(folder, file))));
    let at = 0;
    for (const { name, shape, quantization } of group.weights) {
      const count = shape.reduce((product, size) => product * size, 1);
      const data = new Float32Array(count);
      for (let i = 0; i < count; i++) {
        data[i] = quantization
          ? (bytes[at + i] ?? 0) * quantization.scale + quantization.min
          : bytes.readFloatLE(at + 4 * i);
      }
      at += quantization ? count : 4 * count;
      found.set(name, { data, shape });
    }
  }
  return (name) => {
    const weights = found.get(name);
    if (!weights) throw new Error(`face-api's ${net} has no weights ${name}`);
    return weights;
  };
}
