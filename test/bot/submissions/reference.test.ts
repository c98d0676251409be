import { describe, expect, it } from '@jest/globals';

import { createReference, readReference } from '../../../bot/submissions/reference.ts';

describe('references', () => {
  it('look like VG-7K3M-Q2XW, use no misreadable letter, and differ', () => {
    const many = Array.from({ length: 2_000 }, createReference);
    for (const reference of many)
      expect(reference).toMatch(/^VG-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(many).size).toBe(many.length);
  });

  it.each([
    ['VG-7K3M-Q2XW', 'VG-7K3M-Q2XW'],
    ['vg 7k3m q2xw', 'VG-7K3M-Q2XW'],
    ['7k3mq2xw', 'VG-7K3M-Q2XW'],
    ['VG-OK3M-Q2LI', 'VG-0K3M-Q211'],
    ['VG-7K3M-Q2X', undefined],
    ['VG-7K3M-Q2XU', undefined],
    ['1042', undefined],
    ['', undefined],
  ])('reads %j as %j', (typed, read) => {
    expect(readReference(typed)).toBe(read);
  });
});
