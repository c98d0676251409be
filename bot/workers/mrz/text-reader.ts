import { createRequire } from 'node:module';
import path from 'node:path';

import { createWorker, OEM, PSM } from 'tesseract.js';

import { Failure } from '../../failure.ts';
import { toPng, type GreyPicture } from '../picture.ts';

/** Reads lines of A-Z, 0-9 and `<`. One thread of tesseract stands behind it and is used again and again. */
export interface TextReader {
  readLines(picture: GreyPicture): Promise<readonly string[]>;
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);

/**
 * Opens tesseract's older engine, which reads runs of `<` far better than the newer one. Its data comes from
 * an npm package; nothing is fetched or cached. It is given pictures of our own making only: it would fetch
 * what a string names, and a bad file can end the process.
 */
export async function openTextReader(): Promise<TextReader> {
  const data = path.dirname(require.resolve('@tesseract.js-data/eng/package.json'));
  let broken: Error | undefined;
  const worker = await createWorker('eng', OEM.TESSERACT_ONLY, {
    langPath: path.join(data, '4.0.0'),
    gzip: true,
    cacheMethod: 'none',
    legacyCore: true,
    legacyLang: true,
    // Without a handler tesseract.js throws in its message listener, outside of any promise.
    errorHandler: (error: unknown) => {
      broken = new Error(String(error));
    },
  });
  await worker.setParameters({
    tessedit_char_whitelist: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<',
    tessedit_pageseg_mode: PSM.SINGLE_BLOCK,
    // Our strips carry no resolution; without one tesseract guesses and says so for each.
    user_defined_dpi: '300',
  });
  return {
    async readLines(picture) {
      try {
        const { data: page } = await worker.recognize(await toPng(picture), {}, { text: true });
        return page.text.split('\n').map((line) => line.replace(/\s+/g, ''));
      } catch (cause) {
        throw new Failure('worker_failed', 'the text reader broke', { cause: broken ?? cause });
      }
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
