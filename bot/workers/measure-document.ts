import type { DocumentMeasurements, ExpectedDocument } from '../../knowledge/checks/document-measurements.ts';
import type { FaceEngine } from './faces/face-engine.ts';
import { findPortraits, findUprightTurns } from './faces/find-faces.ts';
import { measureFaces } from './faces/measure-face.ts';
import { fingerprintOf } from './fingerprint.ts';
import { measureQuality } from './measure-quality.ts';
import { readZone } from './mrz/read-zone.ts';
import type { TextReader } from './mrz/text-reader.ts';
import { inspectPhoto } from './photo-file.ts';
import { toGrey, turn } from './picture.ts';
import { readPrint, type PrintReaders } from './read-print.ts';

export interface DocumentTools {
  readonly engine: FaceEngine;
  readonly reader: TextReader;
  readonly print: PrintReaders;
}

export async function measureDocument(
  { engine, reader, print }: DocumentTools,
  bytes: Buffer,
  expected?: ExpectedDocument,
): Promise<DocumentMeasurements> {
  const { file, picture } = await inspectPhoto(bytes);
  if (!picture) {
    const mrz = { found: false, why: 'not_looked' } as const;
    return { kind: 'document', file, quarterTurns: 0, faces: [], mrz, engine: engine.name };
  }
  const zone = await readZone(reader, await toGrey(picture));
  // Lines of text tell surer than a portrait which way up is, and are there more often on a card's back.
  const quarterTurns = zone.quarterTurns ?? (await findUprightTurns(engine, picture));
  const upright = await turn(picture, quarterTurns);
  return {
    kind: 'document',
    file,
    quality: await measureQuality(upright),
    fingerprint: await fingerprintOf(upright),
    quarterTurns,
    faces: await measureFaces(engine, upright, await findPortraits(engine, upright)),
    mrz: zone.mrz,
    ...(!zone.mrz.found && (await readPrint(print, upright, expected))),
    engine: engine.name,
  };
}
