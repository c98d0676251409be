/**
 * What runs inside each thread of the pool. The nets and the text reader are loaded once per thread and used
 * again for every photo.
 */
import type { DocumentMeasurements } from '../../knowledge/checks/document-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import { openFaceEngine, type FaceEngine } from './faces/face-engine.ts';
import { measureDocument } from './measure-document.ts';
import { measureSelfie } from './measure-selfie.ts';
import { openTextReader, type TextReader } from './mrz/text-reader.ts';

export type Task =
  { readonly kind: 'warm_up' } | { readonly kind: 'document' | 'selfie'; readonly photo: Uint8Array };

export type TaskResult = { readonly engine: string } | DocumentMeasurements | SelfieMeasurements;

let tools: Promise<{ engine: FaceEngine; reader: TextReader }> | undefined;

async function openTools(): Promise<{ engine: FaceEngine; reader: TextReader }> {
  return { engine: await openFaceEngine(), reader: await openTextReader() };
}

export default async function run(task: Task): Promise<TaskResult> {
  tools ??= openTools();
  const { engine, reader } = await tools;
  if (task.kind === 'warm_up') return { engine: engine.name };
  const photo = Buffer.from(task.photo.buffer, task.photo.byteOffset, task.photo.byteLength);
  return task.kind === 'document' ? measureDocument(engine, reader, photo) : measureSelfie(engine, photo);
}
