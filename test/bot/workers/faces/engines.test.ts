/** Every engine that is present must give the numbers of face-api's own code. Runs on dist/: build first. */
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Piscina } from 'piscina';
import sharp from 'sharp';

import { selfieOf } from '../../../specimen/portraits.ts';

jest.setTimeout(120_000);

const pool = new Piscina({
  filename: fileURLToPath(new URL('./engine-thread.mjs', import.meta.url)),
  maxThreads: 1,
  idleTimeout: Infinity,
});
const call = <Result>(name: string, task: object = {}) => pool.run(task, { name }) as Promise<Result>;

let present: string[] = [];

beforeAll(async () => {
  present = await call<string[]>('present');
}, 120_000);
afterAll(() => pool.destroy());

async function faceSquare(edge: number): Promise<Float32Array> {
  const { data } = await sharp(await selfieOf('anna'))
    .extract({ left: 150, top: 250, width: 600, height: 600 })
    .resize(edge, edge)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Float32Array.from(data);
}

/** Largest difference of any two numbers at one place. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);

const run = (name: string, net: string, data: Float32Array, count: number, edge: number) =>
  call<Float32Array[]>('run', { name, net, batch: { data, count, height: edge, width: edge } });

describe('the engines of the face nets', () => {
  it('are there, WebAssembly at least', () => {
    expect(present).toContain('tfjs-wasm');
  });

  it.each([
    ['recognition', 150, 128],
    ['landmarks', 112, 136],
  ] as const)('agree with face-api on %s', async (net, edge, numbers) => {
    const data = await faceSquare(edge);
    const expected = await call<number[]>('faceApi', { net, data, edge });
    expect(expected).toHaveLength(numbers);
    for (const name of present) {
      const [result = []] = await run(name, net, data, 1, edge);
      expect({ name, isNear: apart(expected, result) < 1e-5 }).toEqual({ name, isNear: true });
    }
  });

  it('agree with face-api on expressions', async () => {
    const data = await faceSquare(112);
    const expected = await call<{ expression: string; probability: number }[]>('faceApi', {
      net: 'expression',
      data,
      edge: 112,
    });
    const happy = expected.find(({ expression }) => expression === 'happy')?.probability ?? NaN;
    for (const name of present) {
      const [strengths = new Float32Array()] = await run(name, 'expression', data, 1, 112);
      const shares = Array.from(strengths, (strength) => Math.exp(strength));
      const sum = shares.reduce((total, share) => total + share, 0);
      expect((shares[1] ?? NaN) / sum).toBeCloseTo(happy, 4);
    }
  });

  it('agree with each other on the detector, whatever the size', async () => {
    for (const edge of [320, 400]) {
      const data = await faceSquare(edge);
      const [first, ...others] = await Promise.all(
        present.map((name) => run(name, 'detector', data, 1, edge)),
      );
      expect(first).toHaveLength(8);
      for (const other of others) {
        first?.forEach((result, i) => {
          expect(apart(result, other[i] ?? [])).toBeLessThan(1e-4);
        });
      }
    }
  });

  it('give each picture of a batch what they give it alone', async () => {
    const face = await faceSquare(150);
    const darker = face.map((level) => level / 2);
    const both = new Float32Array([...face, ...darker]);
    for (const name of present) {
      const [batch = new Float32Array()] = await run(name, 'recognition', both, 2, 150);
      const [first = []] = await run(name, 'recognition', face, 1, 150);
      const [second = []] = await run(name, 'recognition', darker, 1, 150);
      expect(apart(first, batch.subarray(0, 128))).toBeLessThan(1e-5);
      expect(apart(second, batch.subarray(128))).toBeLessThan(1e-5);
    }
  });

  it('are refused when a number is wrong', async () => {
    for (const name of present) {
      expect(await call('selfTest', { name })).toEqual({
        right: true,
        faulty: false,
        takesTheRightOne: true,
        alone: 'worker_failed',
      });
    }
  });
});
