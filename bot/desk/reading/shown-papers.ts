import { PAPER_SLOTS, type PaperSlot } from '../../../knowledge/verification/institution.ts';
import type { Verdict } from '../../../knowledge/verdict.ts';
import type { InstitutionRecord } from '../../submissions/institution.ts';
import type { ShownFile } from '../views/file-view.tsx';

/** A document of an institution as a reviewer sees it. */
export interface ShownPaper {
  readonly slot: PaperSlot;
  readonly uploadId: string;
  readonly at: string;
  readonly verdict: Verdict;
  /** Absent when it is not kept any more. */
  readonly file?: ShownFile;
  /** Of a PDF that is shown: the addresses of the pictures of its pages. */
  readonly pages: readonly string[];
}

export const PAPER_WORDS: Readonly<Record<PaperSlot, string>> = {
  incorporation: 'Certificate of incorporation',
  authority: 'Proof of authority',
  further: 'Further document',
};

/** Every file that was ever given for it. */
export function paperUploadIds({ papers, refused }: Pick<InstitutionRecord, 'papers' | 'refused'>): string[] {
  const kept = PAPER_SLOTS.flatMap((slot) => papers[slot] ?? []);
  return [...kept, ...refused].map(({ uploadId }) => uploadId);
}

export function shownPapers(
  { papers }: Pick<InstitutionRecord, 'papers'>,
  files: ReadonlyMap<string, ShownFile>,
  pageAddress: (uploadId: string, page: number) => string,
): readonly ShownPaper[] {
  return PAPER_SLOTS.flatMap((slot) =>
    (papers[slot] ?? []).map(({ uploadId, at, verdict, measurements }) => {
      const file = files.get(uploadId);
      const isShown = file?.address !== undefined;
      const pages = isShown ? (measurements.pdf?.pages ?? 0) : 0;
      return {
        ...{ slot, uploadId, at, verdict },
        ...(file && { file }),
        pages: Array.from({ length: pages }, (_, index) => pageAddress(uploadId, index + 1)),
      };
    }),
  );
}
