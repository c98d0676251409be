import type { PaperMeasurements, PdfMeasurements } from '../../../knowledge/checks/paper-measurements.ts';
import { measureQuality } from '../measure-quality.ts';
import { inspectPhoto } from '../photo-file.ts';
import { lookIntoPdf } from './look-into-pdf.ts';
import { measurePdf } from './open-pdf.ts';

/** Measures a document of an institution: a PDF, or a photo of a page. Never throws for bad files. */
export async function measurePaper(bytes: Buffer): Promise<PaperMeasurements> {
  const { file, picture } = await inspectPhoto(bytes);
  if (file.format === 'pdf') return { kind: 'paper', file, pdf: await lookAtPdf(bytes) };
  return { kind: 'paper', file, ...(picture && { quality: await measureQuality(picture) }) };
}

async function lookAtPdf(bytes: Buffer): Promise<PdfMeasurements> {
  const { active, opaque, encrypted } = lookIntoPdf(bytes);
  const inside = { active, opaque: opaque && !encrypted };
  if (encrypted) return { opens: 'protected', pages: 0, ...inside };
  const seen = await measurePdf(bytes);
  if (!seen) return { opens: 'damaged', pages: 0, ...inside };
  return { opens: 'yes', pages: seen.blank ? 0 : seen.pages, ...inside };
}
