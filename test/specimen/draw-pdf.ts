import { PDFDocument, PDFName, PDFString, StandardFonts } from '@cantoo/pdf-lib';

/** What a drawn PDF is like beside its pages. */
export interface PdfWish {
  readonly pages?: number;
  /** Nothing stands on its pages. */
  readonly blank?: boolean;
  readonly password?: string;
  /** Opens for everybody, but restricts what may be done with it. */
  readonly restricted?: boolean;
  readonly script?: boolean;
  readonly attachment?: boolean;
  readonly launches?: boolean;
  /** Objects stand in the file as they are, or packed together. */
  readonly packed?: boolean;
  readonly lines?: readonly string[];
}

/** A company's document as PDF. Without wishes, one page of a certificate; the same bytes each time. */
export async function drawPdf(wish: PdfWish = {}): Promise<Buffer> {
  const { pages = 1, blank = false, packed = false, lines = LINES } = wish;
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (let number = 1; number <= pages; number++) {
    const page = pdf.addPage([595, 842]);
    if (blank) continue;
    page.drawText('Certificate of Incorporation', { x: 60, y: 740, size: 26, font });
    lines.forEach((line, index) => {
      page.drawText(line, { x: 60, y: 680 - 28 * index, size: 14, font });
    });
    page.drawText(`Page ${number} of ${pages}`, { x: 60, y: 60, size: 11, font });
  }
  if (wish.script) pdf.addJavaScript('greeting', "app.alert('hello');");
  if (wish.attachment) await pdf.attach(new TextEncoder().encode('MZ'), 'tool.exe');
  if (wish.launches) {
    const action = pdf.context.obj({ S: PDFName.of('Launch'), F: PDFString.of('calc.exe') });
    pdf.catalog.set(PDFName.of('OpenAction'), action);
  }
  const { password } = wish;
  if (password !== undefined) pdf.encrypt({ userPassword: password, ownerPassword: 'owner' });
  else if (wish.restricted) pdf.encrypt({ ownerPassword: 'owner', permissions: { printing: false } });
  return Buffer.from(await pdf.save({ useObjectStreams: packed }));
}

const LINES = [
  'Example Trading Limited',
  'Registration number 12345678',
  'This is to certify that the company named above',
  'is incorporated and entered in the register.',
];
