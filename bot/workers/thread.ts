/**
 * What runs inside each thread of the pool. The nets and the text reader are loaded once per thread and used
 * again for every photo.
 */
import type { DocumentMeasurements, ExpectedDocument } from '../../knowledge/checks/document-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import { openBarcodeReader } from './barcode/barcode-reader.ts';
import { openFaceEngine } from './faces/face-engine.ts';
import { measureDocument, type DocumentTools } from './measure-document.ts';
import { measureSelfie } from './measure-selfie.ts';
import { openTextReader } from './mrz/text-reader.ts';
import { openWordReader } from './text/word-reader.ts';

export type Task =
  | { readonly kind: 'warm_up' }
  | { readonly kind: 'selfie'; readonly photo: Uint8Array }
  | { readonly kind: 'document'; readonly photo: Uint8Array; readonly expected?: ExpectedDocument };

export type TaskResult = { readonly engine: string } | DocumentMeasurements | SelfieMeasurements;

let tools: Promise<DocumentTools> | undefined;

async function openTools(): Promise<DocumentTools> {
  const print = { barcode: await openBarcodeReader(), words: openWordReader() };
  return { engine: await openFaceEngine(), reader: await openTextReader(), print };
}

export default async function run(task: Task): Promise<TaskResult> {
  tools ??= openTools();
  const open = await tools;
  if (task.kind === 'warm_up') return { engine: open.engine.name };
  const photo = Buffer.from(task.photo.buffer, task.photo.byteOffset, task.photo.byteLength);
  return task.kind === 'document'
    ? measureDocument(open, photo, task.expected)
    : measureSelfie(open.engine, photo);
}
