import { z } from 'zod';

import type { DocumentMeasurements } from '../../knowledge/checks/document-measurements.ts';
import { PHOTO_FORMATS } from '../../knowledge/checks/photo-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import { faultsOf, readJson } from './options.ts';
import { Refused } from './refused.ts';

export type Measurements = DocumentMeasurements | SelfieMeasurements;

const Face = z.looseObject({
  score: z.number(),
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  chip: z.looseObject({ brightness: z.number() }),
  descriptor: z.array(z.number()).optional(),
});

const common = {
  file: z.looseObject({
    bytes: z.number(),
    format: z.enum(PHOTO_FORMATS),
    decodes: z.boolean(),
    digest: z.string(),
  }),
  faces: z.array(Face),
};

/** What every release stored; the rest is taken as it is. */
const Stored = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('document'), mrz: z.looseObject({ found: z.boolean() }), ...common }),
  z.looseObject({ kind: z.literal('selfie'), ...common }),
]);

/**
 * Measurements as the database keeps them or as `--json` printed them: one or a list. Throws Refused when they
 * are no measurements, or lack the descriptors that a comparison needs.
 */
export function readMeasurements(file: string): readonly Measurements[] {
  const content = readJson(file);
  const all = (Array.isArray(content) ? content : [content]).map(inner).map((item) => {
    if (isMeasured(item)) return item;
    const { error } = Stored.safeParse(item);
    throw new Refused(`${file} holds no measurements.${error ? `\n${faultsOf(error, '  ')}` : ''}`);
  });
  const compares = all.some(({ kind }) => kind === 'selfie') && all.some(({ kind }) => kind === 'document');
  if (compares && all.some(({ faces }) => faces.some((face) => !('descriptor' in face)))) {
    throw new Refused(
      `${file} has no descriptors, so faces cannot be compared. Print it with --json --descriptors.`,
    );
  }
  return all;
}

function inner(item: unknown): unknown {
  const holder = z.object({ measurements: z.unknown() }).safeParse(item);
  return holder.data?.measurements ?? item;
}

/** As far as judging would fail without; what only some releases measured is theirs. */
function isMeasured(item: unknown): item is Measurements {
  return Stored.safeParse(item).success;
}
