/**
 * What runs inside each thread of the pool. The nets are loaded once per thread and used
 * again for every photo.
 */
import { workerData } from 'node:worker_threads';

import type { DocumentMeasurements, ExpectedDocument } from '../../knowledge/checks/document-measurements.ts';
import type { PaperMeasurements } from '../../knowledge/checks/paper-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import { openBarcodeReader } from './barcode/barcode-reader.ts';
import type { EngineName } from './faces/face-engine.ts';
import { openFaceEngine } from './faces/open-face-engine.ts';
import { measureDocument, type DocumentTools } from './measure-document.ts';
import { measureSelfie } from './measure-selfie.ts';
import { openZoneNet } from './mrz/zone-net.ts';
import { measurePaper } from './paper/measure-paper.ts';
import { renderPage } from './paper/open-pdf.ts';
import { readScreen, type ReadScreen } from './screen/read-screen.ts';
import { openScreenTools, type ScreenTools } from './screen/screen-tools.ts';
import { openTesseract } from './text/tesseract.ts';
import { openWordReader } from './text/word-reader.ts';

/** What a photo of a verification is to be measured as. */
export type PhotoSubject =
  { readonly kind: 'selfie' } | { readonly kind: 'document'; readonly expected?: ExpectedDocument };

/** `onlyScreens`: what no screen made itself is not read. */
export type Subject =
  | PhotoSubject
  | { readonly kind: 'screen'; readonly onlyScreens: boolean }
  | { readonly kind: 'paper' }
  /** Counted from 1. */
  | { readonly kind: 'page'; readonly page: number };

export type Task = { readonly kind: 'warm_up' } | (Subject & { readonly photo: Uint8Array });

/** A page of a PDF as a picture. */
export interface DrawnPage {
  /** Undefined when there is no such page. */
  readonly jpeg: Uint8Array | undefined;
}

export type TaskResult =
  | { readonly engine: string }
  | DocumentMeasurements
  | SelfieMeasurements
  | ReadScreen
  | PaperMeasurements
  | DrawnPage;

/** What the pool gives each of its threads. */
export interface ThreadData {
  /** The engine to run the nets on. Undefined: the quickest one that works here. */
  readonly engine: EngineName | undefined;
}

const { engine } = workerData as ThreadData;
const engines = engine === undefined ? undefined : [engine];

interface Tools extends DocumentTools {
  readonly screens: () => ScreenTools;
}

let opened: Promise<Tools> | undefined;

/** Once for all photos; anew when it failed, so that a bad moment does not spoil the thread for good. */
function openTools(): Promise<Tools> {
  opened ??= open().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function open(): Promise<Tools> {
  const tesseract = openTesseract();
  const print = { barcode: await openBarcodeReader(), words: openWordReader(tesseract) };
  const faces = await openFaceEngine(engines);
  let screens: ScreenTools | undefined;
  return {
    ...{ engine: faces, zoneNet: await openZoneNet(), print },
    // What is known of screens is read with the first one.
    screens: () => (screens ??= openScreenTools(tesseract, faces)),
  };
}

// Begun at once: a thread that comes in another's place is soon as ready as the others.
openTools().catch(() => undefined);

export default async function run(task: Task): Promise<TaskResult> {
  // Papers need neither nets nor readers.
  if (task.kind === 'paper') return measurePaper(bufferOf(task.photo));
  if (task.kind === 'page') return { jpeg: await renderPage(task.photo, task.page) };
  const tools = await openTools();
  if (task.kind === 'warm_up') return { engine: tools.engine.name };
  const photo = bufferOf(task.photo);
  if (task.kind === 'screen') return readScreen(tools.screens(), photo, task.onlyScreens);
  return task.kind === 'document'
    ? measureDocument(tools, photo, task.expected)
    : measureSelfie(tools.engine, photo);
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
