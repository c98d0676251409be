import type { EnrolledFace } from './enrolment.ts';

/** A face in a third of the room: two bytes for each number, base64. */
export interface PackedFace {
  readonly net: string;
  readonly numbers: string;
}

/** Descriptors are rounded to four places when they are measured: as whole numbers nothing is lost. */
const PARTS = 10_000;

export function packFace({ net, descriptor }: EnrolledFace): PackedFace {
  const bytes = Buffer.alloc(descriptor.length * 2);
  descriptor.forEach((value, index) => {
    const whole = Math.max(-32_768, Math.min(32_767, Math.round(value * PARTS)));
    bytes.writeInt16LE(whole, index * 2);
  });
  return { net, numbers: bytes.toString('base64') };
}

export function unpackFace({ net, numbers }: PackedFace): EnrolledFace {
  const bytes = Buffer.from(numbers, 'base64');
  const descriptor = Array.from(
    { length: bytes.length / 2 },
    (_, index) => bytes.readInt16LE(index * 2) / PARTS,
  );
  return { net, descriptor };
}
