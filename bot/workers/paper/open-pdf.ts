import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';

/** Long edge of a page as a reviewer sees it: A4 at 150 dots per inch. */
const SHOWN_EDGE_PX = 1754;
/** Enough to see whether there is anything on a page. */
const GLANCE_EDGE_PX = 160;
/** Points; the format allows pages of any size. */
const LEAST_EDGE = 1;
const MOST_SCALE = 4;
const WHITE_FROM = 250;

type Opened = Awaited<ReturnType<PDFiumLibrary['loadDocument']>>;

/** Opens a PDF, does something with it, and gives back all its memory, whatever happens. */
async function withPdf<T>(bytes: Uint8Array, use: (pdf: Opened) => Promise<T>): Promise<T> {
  // One library for one file: what a hostile one does to it, no other meets.
  const library = await PDFiumLibrary.init();
  try {
    const pdf = await library.loadDocument(bytes);
    try {
      return await use(pdf);
    } finally {
      pdf.destroy();
    }
  } finally {
    library.destroy();
  }
}

/** How many pages it has and whether anything is on them; undefined when it does not open or its pages are broken. */
export async function measurePdf(bytes: Uint8Array): Promise<{ pages: number; blank: boolean } | undefined> {
  try {
    return await withPdf(bytes, async (pdf) => {
      const pages = pdf.getPageCount();
      for (let page = 0; page < pages; page++) {
        const { data } = await draw(pdf, page, GLANCE_EDGE_PX);
        if (data.some((level, at) => at % 4 < 3 && level < WHITE_FROM)) return { pages, blank: false };
      }
      return { pages, blank: true };
    });
  } catch {
    // Every way of being damaged means the same to the customer.
    return undefined;
  }
}

/** A page as a JPEG, counted from 1; undefined when there is no such page. Nothing of the file but its look is in it. */
export async function renderPage(bytes: Uint8Array, page: number): Promise<Uint8Array | undefined> {
  return withPdf(bytes, async (pdf) => {
    if (page < 1 || page > pdf.getPageCount()) return undefined;
    const { width, height, data } = await draw(pdf, page - 1, SHOWN_EDGE_PX);
    const picture = sharp(data, { raw: { width, height, channels: 4 } });
    return new Uint8Array(await picture.removeAlpha().jpeg({ quality: 85 }).toBuffer());
  });
}

/** Red, green, blue, alpha in rows from the top left, on white. */
async function draw(pdf: Opened, index: number, edgePx: number) {
  const page = pdf.getPage(index);
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = edgePx / Math.max(originalWidth, originalHeight, LEAST_EDGE);
  const bounded = Math.min(scale, MOST_SCALE);
  const sizeOf = (points: number) => Math.max(1, Math.floor(points * bounded));
  const size = { width: sizeOf(originalWidth), height: sizeOf(originalHeight) };
  return page.render({ ...size, render: 'bitmap', renderFormFields: true });
}
