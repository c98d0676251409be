import { describe, expect, it } from '@jest/globals';

import { WaitingLine, type Waiting } from '../../../bot/workers/waiting-line.ts';

const selfie = (askedMs: number): Waiting => ({ kind: 'selfie', priority: 'chat', askedMs });
const document = (askedMs: number): Waiting => ({ kind: 'document', priority: 'chat', askedMs });
const background = (askedMs: number): Waiting => ({ kind: 'document', priority: 'background', askedMs });

function order(...all: Waiting[]): Waiting[] {
  const line = new WaitingLine<Waiting>();
  for (const waiting of all) line.join(waiting);
  return Array.from(all, () => line.next()).filter((next) => next !== undefined);
}

describe('the line before the measuring threads', () => {
  it('is first come, first served among equals', () => {
    expect(order(selfie(1), selfie(2), selfie(2), selfie(3))).toEqual([
      selfie(1),
      selfie(2),
      selfie(2),
      selfie(3),
    ]);
  });

  it.each([
    ['just inside', 1_999, [selfie(1_999), document(0)]],
    ['at', 2_000, [document(0), selfie(2_000)]],
    ['beyond', 9_000, [document(0), selfie(9_000)]],
  ])('lets a selfie pass a document %s its head start', (_where, askedMs, expected) =>
    expect(order(document(0), selfie(askedMs))).toEqual(expected),
  );

  it('never lets a document starve, however many selfies come', () => {
    const line = new WaitingLine<Waiting>();
    line.join(document(0));
    let served = 0;
    for (let now = 0; ; now += 100) {
      line.join(selfie(now));
      const next = line.next();
      if (next?.kind === 'document') break;
      served += 1;
    }
    expect(served).toBe(20);
  });

  it('serves the chat before the background, yet gives the background every eighth thread', () => {
    const line = new WaitingLine<Waiting>();
    for (let i = 0; i < 3; i++) line.join(background(i));
    const served = Array.from({ length: 24 }, (_, i) => {
      line.join(selfie(i));
      line.join(selfie(i));
      return line.next()?.priority;
    });
    expect(served.flatMap((priority, i) => (priority === 'background' ? [i + 1] : []))).toEqual([8, 16, 24]);
    expect(line.count('background')).toBe(0);
  });

  it('serves the background at once when nobody else is there', () => {
    expect(order(background(5), background(6))).toEqual([background(5), background(6)]);
  });

  it('forgets who left', () => {
    const line = new WaitingLine<Waiting>();
    const [first, second] = [selfie(1), selfie(2)];
    line.join(first);
    line.join(second);
    line.leave(first);
    line.leave(first);
    expect(line.count('chat')).toBe(1);
    expect(line.next()).toBe(second);
    expect(line.next()).toBeUndefined();
  });
});
