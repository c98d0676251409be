import { createRequire } from 'node:module';
import path from 'node:path';

import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';

import type { TextLine } from '../../../knowledge/checks/document-measurements.ts';
import { Failure } from '../../failure.ts';
import { toGrey, toPng, type Picture } from '../picture.ts';

/** Reads the print of a document that is no zone: names, dates, numbers. */
export interface WordReader {
  read(upright: Picture): Promise<readonly TextLine[]>;
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);

/** Letters of 2 mm on a card are 30 px high at this size; more pixels cost time and read no better. */
const READ_EDGE_PX = 1500;
/**
 * As a page with columns, then as words strewn about: neither finds all fields of a card, and both together find
 * 78 % of the surnames of public specimens where the second alone finds 70 %.
 */
const LAYOUTS = [PSM.AUTO, PSM.SPARSE_TEXT] as const;
/** A page full of print has fewer; more is a picture of noise, and all of it would be stored. */
const MAX_LINES = 200;
const MAX_LINE_LENGTH = 120;

/**
 * Opens tesseract's LSTM. Its data comes from an npm package; nothing is fetched or cached. It is given pictures
 * of our own making only: it would fetch what a string names, and a bad file can end the process. The engine
 * starts with the first page, for many photos never need it.
 */
export function openWordReader(): WordReader {
  const failures: Error[] = [];
  let opened: Promise<Worker> | undefined;
  return {
    async read(upright) {
      opened ??= openWorker(failures);
      try {
        const worker = await opened;
        const grey = await toGrey(upright, READ_EDGE_PX);
        const png = await toPng(grey);
        const scale = Math.max(upright.width, upright.height) / Math.max(grey.width, grey.height);
        const lines: TextLine[] = [];
        for (const layout of LAYOUTS) lines.push(...(await readLines(worker, png, layout, scale)));
        return withoutRepeats(lines).slice(0, MAX_LINES);
      } catch (cause) {
        opened = undefined;
        throw new Failure('worker_failed', 'the word reader broke', { cause: failures.pop() ?? cause });
      }
    },
    close: async () => {
      await (await opened)?.terminate();
    },
  };
}

function openWorker(failures: Error[]): Promise<Worker> {
  const data = path.dirname(require.resolve('@tesseract.js-data/eng/package.json'));
  return createWorker('eng', OEM.LSTM_ONLY, {
    langPath: path.join(data, '4.0.0_best_int'),
    gzip: true,
    cacheMethod: 'none',
    // Without a handler tesseract.js throws in its message listener, outside of any promise.
    errorHandler: (error: unknown) => failures.push(new Error(String(error))),
  });
}

async function readLines(worker: Worker, png: Buffer, layout: PSM, scale: number): Promise<TextLine[]> {
  // Our pictures carry no resolution; without one tesseract guesses and says so for each.
  await worker.setParameters({ tessedit_pageseg_mode: layout, user_defined_dpi: '300' });
  const { data } = await worker.recognize(png, {}, { blocks: true, text: false });
  const lines = (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((part) => part.lines));
  return lines.flatMap(({ text, confidence, bbox }) => {
    const tidy = text.replace(/\s+/g, ' ').trim().slice(0, MAX_LINE_LENGTH);
    // A line with fewer than two letters or digits side by side is a speck or a rule.
    if (!/[\p{L}\p{N}]{2}/u.test(tidy)) return [];
    const box = {
      x: Math.round(bbox.x0 * scale),
      y: Math.round(bbox.y0 * scale),
      width: Math.round((bbox.x1 - bbox.x0) * scale),
      height: Math.round((bbox.y1 - bbox.y0) * scale),
    };
    return [{ text: tidy, confidence: Math.round(confidence), box }];
  });
}

/** The two passes agree on most lines. */
function withoutRepeats(lines: readonly TextLine[]): TextLine[] {
  const seen = new Set<string>();
  return lines.filter(({ text }) => !seen.has(text) && seen.add(text));
}
