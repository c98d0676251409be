import type { ReasonCode } from '../reasons/reason-code.ts';
import type { Reason, Verdict } from '../verdict.ts';
import { checkPhotoFile, inMegabytes } from './check-photo-file.ts';
import type { Criteria } from './criteria.ts';
import type { PaperMeasurements, PdfMeasurements } from './paper-measurements.ts';

/** What a person can settle by eye: a plain page in faint print may look blurred to us. */
const FOR_A_PERSON: ReadonlySet<ReasonCode> = new Set<ReasonCode>(['document_dark', 'document_blurred']);

/**
 * Judges whether people can look at a document of an institution, safely. Says nothing about what stands in it.
 * `lastTry`: what a person can settle goes to review.
 */
export function checkPaper(
  measured: PaperMeasurements,
  criteria: Criteria,
  { lastTry = false }: { readonly lastTry?: boolean } = {},
): Verdict {
  const fault = faultOf(measured, criteria);
  if (!fault) return { outcome: 'pass' };
  return { outcome: lastTry && FOR_A_PERSON.has(fault.code) ? 'review' : 'retake', reasons: [fault] };
}

function faultOf(
  { file, pdf, quality }: PaperMeasurements,
  { paper, photo, document }: Criteria,
): Reason | undefined {
  if (file.measuringFailed) return { code: 'check_unavailable' };
  if (file.format === 'empty') return { code: 'paper_empty' };
  if (file.format === 'pdf') return pdf && faultOfPdf(file.bytes, pdf, paper);
  if (file.format !== 'jpeg' && file.format !== 'png' && file.format !== 'heic')
    return { code: 'paper_format_unsupported', details: { format: file.format } };
  const fault = checkPhotoFile(file, photo);
  if (fault || !quality) return fault;
  if (quality.medianBrightness < document.minMedianBrightness) return { code: 'document_dark' };
  return quality.sharpness < document.minSharpness ? { code: 'document_blurred' } : undefined;
}

function faultOfPdf(
  bytes: number,
  { opens, pages, active, opaque }: PdfMeasurements,
  { maxPdfBytes, maxPages }: Criteria['paper'],
): Reason | undefined {
  if (bytes > maxPdfBytes) {
    const details = { megabytes: inMegabytes(bytes), limitMegabytes: inMegabytes(maxPdfBytes) };
    return { code: 'paper_too_large', details };
  }
  if (opens === 'protected') return { code: 'paper_protected' };
  if (opens === 'damaged') return { code: 'paper_damaged' };
  if (pages === 0) return { code: 'paper_empty' };
  if (pages > maxPages) return { code: 'paper_too_many_pages', details: { pages, limit: maxPages } };
  const [first] = active;
  if (first !== undefined) return { code: 'paper_active', details: { found: first } };
  return opaque ? { code: 'paper_active' } : undefined;
}
