import { readFile } from 'node:fs/promises';

import { describe, expect, it } from '@jest/globals';
import wabt from 'wabt';

import { FaceIndex } from '../../../bot/duplicates/face-index.ts';
import { PictureIndex } from '../../../bot/duplicates/picture-index.ts';
import { assembled } from '../../../bot/duplicates/scan-faces.ts';
import { openEnrolment, sealEnrolment } from '../../../bot/duplicates/sealed-enrolment.ts';
import { createVault } from '../../../bot/storage/vault.ts';
import { differingBits } from '../../../knowledge/checks/compare-pictures.ts';
import { faceDistance } from '../../../knowledge/checks/face-distance.ts';
import { drawFaces, drawHashes, moved } from './crowd.ts';

describe('the index of faces', () => {
  // More than one go of the scan, and more than one growth of its memory.
  const crowd = drawFaces(20_000);
  const index = new FaceIndex();
  crowd.forEach((descriptor, place) => index.add(place * 2 + 1, descriptor));

  it('finds exactly those within a distance that measuring all of them finds, the nearest first', () => {
    for (const place of [0, 16_383, 16_384, 19_999]) {
      const query = moved(crowd[place] ?? [], 0.4);
      const distances = crowd.map((descriptor) => faceDistance(query, descriptor));
      for (const maxDistance of [0.3, 0.45, 0.65]) {
        const found = index.near(query, maxDistance, 20_000);
        const named = new Set(found);
        const missed = distances.filter((distance, at) => distance <= maxDistance && !named.has(at * 2 + 1));
        expect(missed).toEqual([]);
        // Rounding may add some that lie just outside, never more.
        const farthest = Math.max(0, ...found.map((id) => distances[(id - 1) / 2] ?? Infinity));
        expect(farthest).toBeLessThan(maxDistance + 0.02);
        if (maxDistance > 0.4) expect(found[0]).toBe(place * 2 + 1);
      }
    }
  });

  it('gives no more than it is asked for', () => {
    expect(index.near(crowd[0] ?? [], 2, 10)).toHaveLength(10);
  });

  it('forgets a face that is removed, and only that', () => {
    const [one = [], other = []] = [crowd[17], crowd[18]];
    const before = index.size;
    index.remove(35);
    index.remove(36); // nobody
    expect(index.near(one, 0.2, 10)).toEqual([]);
    expect(index.near(other, 0.2, 10)).toEqual([37]);
    expect(index.size).toBe(before - 1);
  });

  it('takes 132 bytes for a face, and room for more', () => {
    expect(index.bytes / 20_000).toBeLessThan(132 * 2);
  });

  it('runs what its source says', async () => {
    const source = new URL('../../../bot/duplicates/scan-faces.wat', import.meta.url);
    const assembler = await wabt();
    const module = assembler.parseWat('scan-faces.wat', await readFile(source, 'utf8'), { simd: true });
    module.validate();
    expect(Buffer.from(module.toBinary({}).buffer).equals(assembled())).toBe(true);
  });
});

describe('a face that is kept', () => {
  it('comes back as it was measured, for its own submission only', () => {
    const vault = createVault(Buffer.alloc(32, 1));
    const rest = { pictures: [], birthDate: '', surname: '', givenNames: '' };
    for (const descriptor of drawFaces(50)) {
      const enrolment = { ...rest, selfie: { net: 'a', descriptor }, portrait: { net: 'b', descriptor } };
      const sealed = sealEnrolment(vault, enrolment, 'one');
      expect(openEnrolment(vault, sealed, 'one')).toEqual(enrolment);
      expect(() => openEnrolment(vault, sealed, 'two')).toThrow();
    }
  });
});

describe('the index of pictures', () => {
  const hashes = drawHashes(1_000);
  const index = new PictureIndex();
  hashes.forEach((hash, place) => index.add(place + 1, hash));

  it('finds what counting the bits of all of them finds', () => {
    for (const hash of hashes.slice(0, 10)) {
      const near = hashes.flatMap((other, place) => (differingBits(hash, other) <= 20 ? [place + 1] : []));
      expect(index.near(hash, 20)).toEqual(near);
    }
  });

  it('forgets all pictures of an id', () => {
    const two = new PictureIndex();
    two.add(1, 'ffffffff00000000');
    two.add(2, 'ffffffff00000001');
    two.add(2, 'ffffffff00000003');
    two.add(3, 'ffffffff00000000');
    two.remove(2);
    expect(two.near('ffffffff00000000', 2)).toEqual([1, 3]);
    expect(two.near('0000000000000000', 2)).toEqual([]);
  });
});
