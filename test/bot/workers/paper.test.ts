import { deflateSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { createWorkers, type Workers } from '../../../bot/workers/workers.ts';
import { lookIntoPdf } from '../../../bot/workers/paper/look-into-pdf.ts';
import { measurePaper } from '../../../bot/workers/paper/measure-paper.ts';
import { renderPage } from '../../../bot/workers/paper/open-pdf.ts';
import { checkPaper } from '../../../knowledge/checks/check-paper.ts';
import { withLimits } from '../../../knowledge/checks/criteria.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';
import { silent } from '../../kit/database.ts';
import { drawPdf, type PdfWish } from '../../specimen/draw-pdf.ts';

const { criteria } = loadKnowledge();
const verdictOn = async (bytes: Buffer) => checkPaper(await measurePaper(bytes), criteria);
const retake = (code: string) => ({ outcome: 'retake', reasons: [expect.objectContaining({ code })] });

describe('a PDF', () => {
  it.each<[string, PdfWish]>([
    ['with one page', {}],
    ['with several pages', { pages: 4 }],
    ['with packed objects', { pages: 2, packed: true }],
  ])('%s passes', async (_, wish) => {
    expect(await verdictOn(await drawPdf(wish))).toEqual({ outcome: 'pass' });
  });

  it.each<[string, PdfWish, string]>([
    ['that needs a password', { password: 'secret' }, 'paper_protected'],
    ['that restricts what may be done with it', { restricted: true }, 'paper_protected'],
    ['that is protected and packed', { password: 'secret', packed: true }, 'paper_protected'],
    ['with nothing on its pages', { blank: true, pages: 2 }, 'paper_empty'],
    ['with a script', { script: true }, 'paper_active'],
    ['with a script among packed objects', { script: true, packed: true }, 'paper_active'],
    ['that starts a program', { launches: true }, 'paper_active'],
    ['with a file inside', { attachment: true, packed: true }, 'paper_active'],
  ])('%s is refused', async (_, wish, code) => {
    expect(await verdictOn(await drawPdf(wish))).toEqual(retake(code));
  });

  it('that is cut off is damaged', async () => {
    const whole = await drawPdf({ pages: 3, packed: true });
    expect(await verdictOn(whole.subarray(0, whole.length / 2))).toEqual(retake('paper_damaged'));
    expect(await verdictOn(Buffer.from('%PDF-1.7\nnot really'))).toEqual(retake('paper_damaged'));
  });

  it('may have as many pages as the limit, and not one more', async () => {
    const measured = await measurePaper(await drawPdf({ pages: 3 }));
    expect(checkPaper(measured, withLimits(criteria, { maxPdfPages: 3 }))).toEqual({ outcome: 'pass' });
    expect(checkPaper(measured, withLimits(criteria, { maxPdfPages: 2 }))).toEqual({
      outcome: 'retake',
      reasons: [{ code: 'paper_too_many_pages', details: { pages: 3, limit: 2 } }],
    });
  });

  it('may be as large as the limit, and not a byte more', async () => {
    const measured = await measurePaper(await drawPdf());
    const { bytes } = measured.file;
    expect(checkPaper(measured, withLimits(criteria, { maxPdfBytes: bytes }))).toEqual({ outcome: 'pass' });
    const tight = withLimits(criteria, { maxPdfBytes: bytes - 1 });
    expect(checkPaper(measured, tight)).toEqual(retake('paper_too_large'));
  });
});

describe('looking into a PDF', () => {
  const withObjects = (dictionary: string, content: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`%PDF-1.7\n5 0 obj\n<</Type/ObjStm/N 1/First 4${dictionary}>>\nstream\n`),
      content,
      Buffer.from('\nendstream\nendobj\n'),
    ]);

  it('reads names that are written in figures', () => {
    const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<</S/J#61vaScript/JS(x)>>\nendobj\n');
    expect(lookIntoPdf(pdf).active).toEqual(['JavaScript']);
  });

  it('finds what hides in a stream that is said to be a picture', () => {
    const hidden = '5 0 obj\n<</Subtype/Image>>\nstream\n9 0 obj <</S /Launch>> endobj\nendstream\nendobj\n';
    expect(lookIntoPdf(Buffer.from(`%PDF-1.7\n${hidden}`)).active).toEqual(['Launch']);
  });

  it('unpacks objects', () => {
    const pdf = withObjects('/Filter/FlateDecode', deflateSync('1 0 <</S/JavaScript>>'));
    expect(lookIntoPdf(pdf)).toMatchObject({ active: ['JavaScript'], opaque: false });
  });

  it.each([
    ['in a way that we do not unpack', '/Filter/LZWDecode', Buffer.from('xyz')],
    ['twice', '/Filter[/FlateDecode/FlateDecode]', deflateSync(deflateSync('1 0 <<>>'))],
    ['otherwise than they say', '/Filter/FlateDecode', Buffer.from('not deflated')],
    ['to fill our memory', '/Filter/FlateDecode', deflateSync(Buffer.alloc(80 * 1024 * 1024))],
  ])('says that it cannot see objects that are packed %s', (_, dictionary, content) => {
    expect(lookIntoPdf(withObjects(dictionary, content)).opaque).toBe(true);
  });

  it('takes no picture for a program', () => {
    const picture = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256));
    const pdf = Buffer.concat([
      Buffer.from('%PDF-1.7\n5 0 obj\n<</Subtype/Image/Filter/DCTDecode>>\nstream\n'),
      picture,
      Buffer.from('\nendstream\nendobj\ntrailer <</Size 1>>'),
    ]);
    expect(lookIntoPdf(pdf)).toEqual({ active: [], opaque: false, encrypted: false });
  });
});

describe('other files', () => {
  const photo = (detail: boolean): Promise<Buffer> => {
    const stripes = Buffer.alloc(600 * 800 * 3, 200);
    if (detail) for (let at = 0; at < stripes.length; at += 24) stripes.fill(20, at, at + 6);
    return sharp(stripes, { raw: { width: 600, height: 800, channels: 3 } })
      .jpeg()
      .toBuffer();
  };

  it('a sharp photo of a page passes; a blurred one can be left to a person', async () => {
    expect(await verdictOn(await photo(true))).toEqual({ outcome: 'pass' });
    const blurred = await measurePaper(await photo(false));
    expect(checkPaper(blurred, criteria)).toEqual(retake('document_blurred'));
    expect(checkPaper(blurred, criteria, { lastTry: true })).toMatchObject({ outcome: 'review' });
  });

  it.each([
    ['text', Buffer.from('hello'), 'paper_format_unsupported'],
    ['a GIF', Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64'), 'paper_format_unsupported'],
    ['nothing', Buffer.alloc(0), 'paper_empty'],
  ])('%s is refused', async (_, bytes, code) => {
    expect(await verdictOn(bytes)).toEqual(retake(code));
  });

  it('a PDF that a person may settle is none: its faults are not for eyes', async () => {
    const measured = await measurePaper(await drawPdf({ script: true }));
    expect(checkPaper(measured, criteria, { lastTry: true })).toEqual(retake('paper_active'));
  });
});

describe('in the pool', () => {
  let workers: Workers;
  beforeAll(() => {
    workers = createWorkers({
      workerFile: new URL('../../../dist/bot/workers/thread.js', import.meta.url),
      log: silent,
      threads: 1,
    });
  });
  afterAll(() => workers.stop());

  it('a document is measured, and a page drawn as a picture of it alone', async () => {
    const pdf = await drawPdf({ pages: 2 });
    expect(await workers.measurePaper(pdf)).toMatchObject({ pdf: { opens: 'yes', pages: 2, active: [] } });
    const jpeg = await workers.renderPage(pdf, 2);
    const { format, width, height } = await sharp(jpeg).metadata();
    expect({ format, width, height }).toEqual({ format: 'jpeg', width: 1239, height: 1754 });
    expect(await workers.renderPage(pdf, 3)).toBeUndefined();
  });

  it('a page that cannot be drawn is a failure of that file alone', async () => {
    await expect(workers.renderPage(Buffer.from('%PDF-1.7 nothing'), 1)).rejects.toMatchObject({
      code: 'worker_failed',
    });
    expect(await workers.renderPage(await drawPdf(), 1)).toBeDefined();
  });
});

it('shows what stands in the fields of a form', async () => {
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([595, 842]);
  const field = pdf.getForm().createTextField('name');
  field.setText('Anna Maria Eriksson');
  field.addToPage(page, { x: 50, y: 700, width: 300, height: 40 });
  const bytes = Buffer.from(await pdf.save());
  expect(await verdictOn(bytes)).toEqual({ outcome: 'pass' });
  const jpeg = await renderPage(bytes, 1);
  const { channels } = await sharp(jpeg).stats();
  expect(channels[0]?.min).toBeLessThan(100);
});
