/** Pictures of screens, drawn by a real browser, through the readers that the threads use. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';

import { decodeUpload } from '../../../bot/workers/picture.ts';
import type { ReadScreen } from '../../../bot/workers/screen/read-screen.ts';
import { openScreenReader } from '../../../bot/workers/text/screen-reader.ts';
import { openTesseract } from '../../../bot/workers/text/tesseract.ts';
import { createWorkers, type Workers } from '../../../bot/workers/workers.ts';
import { loadScreenKnowledge } from '../../../knowledge/load.ts';
import { createScreenRecogniser } from '../../../knowledge/screens/recognise-screen.ts';
import { openBrowser } from '../../kit/browser.ts';
import { silent } from '../../kit/database.ts';
import { drawScreen, type ScreenContent, type ScreenLook } from '../../specimen/screens/draw-screens.ts';
import { photographScreen } from '../../specimen/screens/photograph-screen.ts';
import { portraitOf } from '../../specimen/portraits.ts';

// Each picture is read several times over, and many wait for a core on a busy machine.
jest.setTimeout(240_000);

const LOOK: ScreenLook = {
  ...{ dark: false, width: 640, height: 420, density: 1.5, fontPx: 16, frame: 'web' },
  family: 'Liberation Sans, sans-serif',
};

describe('a picture of a screen', () => {
  const tesseract = openTesseract();
  const recogniser = createScreenRecogniser(loadScreenKnowledge());
  let browser: Browser;
  let workers: Workers;

  beforeAll(async () => {
    browser = await openBrowser();
    const workerFile = new URL('../../../dist/bot/workers/thread.js', import.meta.url);
    workers = createWorkers({ workerFile, log: silent, threads: 1, timeoutMs: 120_000, deadlineMs: 600_000 });
  });
  afterAll(async () => {
    await browser.close();
    await workers.stop();
    await tesseract.close();
  });

  const draw = (html: string, look: Partial<ScreenLook> = {}, problem?: string) => {
    const content: ScreenContent = { problem, language: 'en', html };
    return drawScreen(browser, content, { ...LOOK, ...look });
  };
  const read = (picture: Buffer, onlyScreens = false): Promise<ReadScreen> =>
    workers.readScreen(picture, onlyScreens);
  const verdictOf = async (picture: Buffer) => recogniser.recognise((await read(picture)).reading);

  it.each<[string, string, Partial<ScreenLook>, string]>([
    ['in the light', '<h2>Scan failed</h2><p>Error 9801</p>', {}, 'error_9801'],
    ['in the dark', '<h2>Face scan</h2><p>No face detected</p>', { dark: true }, 'face_not_seen'],
    ['in Spanish', '<h2>KYC</h2><p>La imagen supera los 4 MB</p>', {}, 'file_too_big'],
    ['in Russian', '<h2>Проверка личности</h2><p>Доступ к камере запрещён</p>', {}, 'camera_blocked'],
  ])('is understood %s', async (_how, html, look, problemId) => {
    expect(await verdictOf(await draw(html, look))).toMatchObject({ kind: 'known', problemId });
  });

  it('is understood on a photo of it', async () => {
    const screen = await draw('<h2>Identity Verification</h2><p>Error 9810</p>', { fontPx: 24, density: 1 });
    const verdict = await verdictOf(await photographScreen(screen, 3));
    expect(verdict).toMatchObject({ kind: 'known', problemId: 'error_9810', code: '9810' });
  });

  // Beats behind small print that is pale beside its heading; on a dark screen, whose photo is nearly as flat as a screenshot.
  it.each([
    ['file_format', '<h2>Passport photo</h2><p>This file format is not supported</p>', { pale: true }, 76],
    [
      'photo_blurred',
      '<h2>Passport page</h2><p>Photo out of focus</p>',
      { pale: true, dark: true, banner: 'amber' },
      144,
    ],
  ] as const)('is understood on a hard photo of it: %s', async (problemId, html, look, index) => {
    const screen = await draw(html, { ...look, density: 1, fontPx: 14 });
    const verdict = await verdictOf(await photographScreen(screen, index));
    expect(verdict).toMatchObject({ kind: 'known', problemId });
  });

  it.each([
    '<h2>Invoice 9801</h2><p>Total: $9,810.00 for the camera</p>',
    '<h2>Zoom</h2><p>Zoom cannot access your camera</p>',
    '<h2>Change password</h2><p>The new passwords do not match. Please try again.</p>',
  ])('of something else is not explained: %s', async (html) => {
    expect((await verdictOf(await draw(html))).kind).not.toBe('known');
  });

  it('gives a copy without what is personal, in which the message still stands', async () => {
    const { reading, redacted } = await read(
      await draw(
        `<p>Name: Anna Eriksson</p><p>anna.eriksson@example.com</p><p>4111 1111 1111 1111</p>
         <p>0x71C7656EC7ab88b098defB751B7401B5f6d8976F</p><p>P&lt;UTOERIKSSON&lt;&lt;ANNA&lt;MARIA&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;</p>
         <h2>Error 9801</h2>`,
      ),
    );
    expect(reading.covered).toBeGreaterThan(4);
    const copy = await decodeUpload(Buffer.from(redacted ?? []), 4000);
    const passes = await openScreenReader(tesseract).read(copy, 1, () => ({ kind: 'no_screen' }));
    const text = passes.flatMap((lines) => lines.map((line) => line.text)).join('\n');
    expect(text).toContain('9801');
    // Not any @: a browser's icons are now and then read as one.
    expect(text).not.toMatch(/Eriksson|@\s*example|1111|71C7|Anna/i);
  });

  it('covers faces, and what stands beside a recovery phrase', async () => {
    const face = (
      await sharp(await portraitOf('anna'))
        .resize(220)
        .jpeg()
        .toBuffer()
    ).toString('base64');
    const { reading, redacted } = await read(
      await draw(
        `<img alt="" src="data:image/jpeg;base64,${face}"><p>Your recovery phrase</p><p>ladder orange river window candle</p>`,
        { height: 700 },
      ),
    );
    expect(reading.secrets).toEqual(['seed_phrase']);
    const again = await read(Buffer.from(redacted ?? []));
    const text = again.reading.passes.flatMap((lines) => lines.map((line) => line.text)).join(' ');
    expect(text).not.toMatch(/ladder|candle|river/);
  });

  it('is not looked for on what a camera took, where only screens are wanted', async () => {
    const photo = await photographScreen(await draw('<h2>Error 9801</h2>', { density: 1 }), 5);
    const { reading, redacted } = await read(photo, true);
    expect(reading).toMatchObject({ decodes: true, passes: [] });
    expect(redacted).toBeUndefined();
  });

  it.each([Buffer.alloc(0), Buffer.from('no picture'), Buffer.from('GIF89a')])(
    'that is none has nothing to read',
    async (bytes) => {
      expect(await read(bytes)).toEqual({ reading: expect.objectContaining({ decodes: false, passes: [] }) });
    },
  );
});
