import { createRequire } from 'node:module';
import path from 'node:path';

import { createWorker, OEM, type Line, type PSM, type Worker } from 'tesseract.js';

import { Failure } from '../../failure.ts';
import { toPng, type GreyPicture } from '../picture.ts';

/**
 * Data of tesseract: `eng` for Latin letters, `tur` and `vie` where these carry marks that it does not know, `kaz` for
 * Cyrillic ones (there is none for Russian on npm, and Kazakh has all of its letters), `chi_sim`.
 */
export type Script = 'eng' | 'tur' | 'vie' | 'kaz' | 'chi_sim';

/** The one engine of a thread, for everybody who reads print. */
export interface Tesseract {
  /** Lines in the order of the engine, with their words; boxes in pixels of the picture. */
  read(picture: GreyPicture, layout: PSM, script?: Script): Promise<readonly Line[]>;
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);

/**
 * Opens tesseract's LSTM. Its data comes from npm packages; nothing is fetched or cached. It is given pictures
 * of our own making only: it would fetch what a string names, and a bad file can end the process. The engine for
 * Latin letters starts with the first page, for many photos never need it, and stays; those for other scripts are
 * rarely wanted and take some 100 MB each, so they end when they have read.
 */
export function openTesseract(): Tesseract {
  const failures: Error[] = [];
  let opened: Promise<Worker> | undefined;

  return {
    async read(picture, layout, script = 'eng') {
      let passing: Worker | undefined;
      try {
        const png = await toPng(picture);
        if (script !== 'eng') passing = await openEngine(script, failures);
        else opened ??= openEngine('eng', failures);
        const worker = passing ?? (await opened);
        if (!worker) throw new Error('an engine was opened');
        return await readLines(worker, png, layout);
      } catch (cause) {
        if (!passing) opened = undefined;
        throw new Failure('worker_failed', 'the reader of print broke', { cause: failures.pop() ?? cause });
      } finally {
        await passing?.terminate();
      }
    },
    close: async () => {
      await (await opened)?.terminate();
    },
  };
}

function openEngine(script: Script, failures: Error[]): Promise<Worker> {
  const data = path.dirname(require.resolve(`@tesseract.js-data/${script}/package.json`));
  return createWorker(script, OEM.LSTM_ONLY, {
    langPath: path.join(data, '4.0.0_best_int'),
    gzip: true,
    cacheMethod: 'none',
    // Without a handler tesseract.js throws in its message listener, outside of any promise.
    errorHandler: (error: unknown) => failures.push(new Error(String(error))),
  });
}

async function readLines(worker: Worker, png: Buffer, layout: PSM): Promise<readonly Line[]> {
  // Our pictures carry no resolution; without one tesseract guesses and says so for each.
  await worker.setParameters({ tessedit_pageseg_mode: layout, user_defined_dpi: '300' });
  const { data } = await worker.recognize(png, {}, { blocks: true, text: false });
  return (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((part) => part.lines));
}
