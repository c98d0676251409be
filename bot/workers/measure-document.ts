import type { DocumentMeasurements, ExpectedDocument } from '../../knowledge/checks/document-measurements.ts';
import type { FaceMeasurements } from '../../knowledge/checks/photo-measurements.ts';
import type { FaceEngine } from './faces/face-engine.ts';
import { findPortraits, findUprightTurns } from './faces/find-faces.ts';
import { measureFaces } from './faces/measure-face.ts';
import { fingerprintOf } from './fingerprint.ts';
import { measureQuality } from './measure-quality.ts';
import type { ZoneNet } from './mrz/zone-net.ts';
import { inspectPhoto } from './photo-file.ts';
import { facesInPhoto, isPortrait, readPage, type PageReading } from './page/read-page.ts';
import { turn, type Picture } from './picture.ts';
import { readPrint, type PrintReaders } from './read-print.ts';
import { readZoneOfPhoto } from './read-zone-of-photo.ts';

export interface DocumentTools {
  readonly engine: FaceEngine;
  readonly zoneNet: ZoneNet;
  readonly print: PrintReaders;
}

export async function measureDocument(
  { engine, zoneNet, print }: DocumentTools,
  bytes: Buffer,
  expected?: ExpectedDocument,
): Promise<DocumentMeasurements> {
  const { file, picture } = await inspectPhoto(bytes);
  if (!picture) {
    const mrz = { found: false, why: 'not_looked' } as const;
    return { kind: 'document', file, quarterTurns: 0, faces: [], mrz, engine: engine.name };
  }
  const zone = await readZoneOfPhoto(zoneNet, picture);
  // Lines of text tell surer than a portrait which way up is, and are there more often on a card's back.
  const quarterTurns = zone.quarterTurns ?? (await findUprightTurns(engine, picture));
  const upright = await turn(picture, quarterTurns);
  const seen = await readPage(upright, quarterTurns === 0 ? zone.pages : undefined);
  const faces = await findFaces(engine, upright, seen, expected);
  const { page, rectified, other, faults } =
    seen.page && isPortrait(seen.page, faces) ? withoutPage(seen) : seen;
  const otherDocument = other !== undefined && (await findPortraits(engine, other)).length > 0;
  return {
    kind: 'document',
    file,
    quality: await measureQuality(rectified ?? upright),
    fingerprint: await fingerprintOf(upright),
    quarterTurns,
    ...(page && { page }),
    faults: { ...faults, ...(otherDocument && { otherDocument }) },
    faces,
    mrz: zone.mrz,
    ...(!zone.mrz.found && (await readPrint(print, { upright, page: rectified }, expected))),
    engine: engine.name,
  };
}

const withoutPage = ({ faults }: PageReading): PageReading => ({ faults });

/** The portraits, on the straight page where it was found: they are larger there, and never aslant. */
async function findFaces(
  engine: FaceEngine,
  upright: Picture,
  { page, rectified }: PageReading,
  expected: ExpectedDocument | undefined,
): Promise<readonly FaceMeasurements[]> {
  if (page && rectified) {
    const found = await measureFaces(engine, rectified, await findPortraits(engine, rectified), 'printed');
    if (found.length > 0 || expected?.side === 'back') return facesInPhoto(found, rectified, page);
  }
  return measureFaces(engine, upright, await findPortraits(engine, upright), 'printed');
}
