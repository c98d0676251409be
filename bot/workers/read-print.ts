import type { DocumentMeasurements, ExpectedDocument } from '../../knowledge/checks/document-measurements.ts';
import type { BarcodeReader } from './barcode/barcode-reader.ts';
import type { Picture } from './picture.ts';
import type { WordReader } from './text/word-reader.ts';

export interface PrintReaders {
  readonly barcode: BarcodeReader;
  readonly words: WordReader;
}

/**
 * What a side without a zone says in other ways. Words cost more than all the rest together, so they are read
 * only where they can confirm something: passports have their zone, and the back of a licence shows what its
 * barcode says, or classes of vehicles. Words are read on the straight page where it was found; the barcode wants
 * all the pixels of the photo, and straightens what it needs itself.
 */
export async function readPrint(
  readers: PrintReaders,
  { upright, page }: { readonly upright: Picture; readonly page: Picture | undefined },
  expected: ExpectedDocument | undefined,
): Promise<Pick<DocumentMeasurements, 'barcode' | 'text'>> {
  if (expected?.documentType === 'passport') return {};
  const barcode = await readers.barcode.read(upright);
  const isBackOfLicence = expected?.documentType === 'driving_licence' && expected.side === 'back';
  if (barcode.found || isBackOfLicence) return { barcode };
  return { barcode, text: await readers.words.read(page ?? upright) };
}
