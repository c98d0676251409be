import type { Vault } from '../storage/vault.ts';
import type { EnrolledFace, Enrolment } from './enrolment.ts';

/** As it stands in the column `enrolment.content`: it opens for this submission only. */
export function sealEnrolment(vault: Vault, enrolment: Enrolment, submissionId: string): Buffer {
  const { selfie, portrait, ...rest } = enrolment;
  const content: Content = {
    ...rest,
    ...(selfie && { selfie: packFace(selfie) }),
    ...(portrait && { portrait: packFace(portrait) }),
  };
  return vault.seal(content, place(submissionId));
}

/** Throws Failure('file_damaged') for another submission, another key or a changed byte. */
export function openEnrolment(vault: Vault, sealed: Buffer, submissionId: string): Enrolment {
  const { selfie, portrait, ...rest } = vault.open<Content>(sealed, place(submissionId));
  return {
    ...rest,
    ...(selfie && { selfie: unpackFace(selfie) }),
    ...(portrait && { portrait: unpackFace(portrait) }),
  };
}

type Content = Omit<Enrolment, 'selfie' | 'portrait'> & {
  readonly selfie?: PackedFace;
  readonly portrait?: PackedFace;
};

/** A face in a third of the room: two bytes for each number, base64. */
interface PackedFace {
  readonly net: string;
  readonly numbers: string;
}

const place = (submissionId: string): string => `enrolment.content:${submissionId}`;

/** Descriptors are rounded to four places when they are measured: as whole numbers nothing is lost. */
const PARTS = 10_000;

function packFace({ net, descriptor }: EnrolledFace): PackedFace {
  const bytes = Buffer.alloc(descriptor.length * 2);
  descriptor.forEach((value, index) => {
    const whole = Math.max(-32_768, Math.min(32_767, Math.round(value * PARTS)));
    bytes.writeInt16LE(whole, index * 2);
  });
  return { net, numbers: bytes.toString('base64') };
}

function unpackFace({ net, numbers }: PackedFace): EnrolledFace {
  const bytes = Buffer.from(numbers, 'base64');
  const descriptor = Array.from(
    { length: bytes.length / 2 },
    (_, index) => bytes.readInt16LE(index * 2) / PARTS,
  );
  return { net, descriptor };
}
