import { checkPaper } from '../../knowledge/checks/check-paper.ts';
import type { Reason } from '../../knowledge/verdict.ts';
import { MOST_PAPERS, type Institution, type PaperSlot } from '../../knowledge/verification/institution.ts';
import type { Means } from '../means.ts';
import { literally } from '../replies/message.ts';
import type { SentFile } from '../reply.ts';
import type { Turn } from '../turn.ts';
import { explainReasons } from '../verification/explain-reasons.ts';

/** What became of the files of one message. */
export interface TakenPapers {
  readonly say: readonly string[];
  readonly kept: number;
  readonly refused: number;
  /** Refused ones that a person could settle, if the customer wants that. */
  readonly forPerson: readonly string[];
}

export interface PaperDesk {
  /** Judges files one by one: keeps what can be kept, says of each of the others what is wrong with it. */
  take(turn: Turn, files: readonly SentFile[], replace: boolean): Promise<TakenPapers>;
  /** Keeps refused files for a person to decide, as the customer asked. */
  leaveToPerson(turn: Turn, uploadIds: readonly string[]): Promise<void>;
}

/** Measures, judges and keeps or refuses files for one document. Safe to run twice for one message. */
export function createPaperDesk({ services, words, knowledge }: Means, slot: PaperSlot): PaperDesk {
  const { institutions, uploads } = services;

  const open = async (turn: Turn): Promise<Institution> =>
    institutions.start(turn.customerId, turn.conversationId);

  const named = (name: string, reasons: readonly Reason[]): string => {
    const said = explainReasons({ words, knowledge }, reasons).join('\n\n');
    return name === '' ? said : `${literally(name)}: ${said}`;
  };

  /** What is wrong with it; undefined when it was kept. */
  async function takeOne(
    turn: Turn,
    institution: Institution,
    uploadId: string,
  ): Promise<readonly Reason[] | 'gone' | undefined> {
    if (!(await uploads.find(turn.customerId, uploadId))) return 'gone';
    const measurements = await uploads.measurePaper(uploadId);
    const verdict = checkPaper(measurements, knowledge.criteria);
    if (verdict.outcome === 'retake') {
      await institutions.refusePaper(institution.id, slot, { uploadId, measurements, verdict });
      return verdict.reasons;
    }
    await institutions.keepPaper(institution.id, slot, { uploadId, measurements, verdict });
    return undefined;
  }

  return {
    async take(turn, files, replace) {
      const before = await open(turn);
      const given = files.flatMap((file) => (file.kind === 'stored' ? [file.uploadId] : []));
      const held = before.papers[slot] ?? [];
      // What the same turn kept in an earlier run stays.
      if (replace && !held.some(({ uploadId }) => given.includes(uploadId)))
        await institutions.dropPapers(before.id, slot);
      const said: string[] = [];
      const forPerson: string[] = [];
      let [kept, refused] = [0, 0];
      for (const file of files) {
        if (file.kind === 'refused') {
          const isPdf = /\.pdf$/i.test(file.name);
          const tooLarge = isPdf ? 'paper_too_large' : 'photo_too_large';
          const code = file.why === 'too_large' ? tooLarge : 'check_unavailable';
          said.push(named(file.name, [{ code }]));
          refused++;
          continue;
        }
        const now = await open(turn);
        const papers = now.papers[slot] ?? [];
        const isKept = papers.some(({ uploadId }) => uploadId === file.uploadId);
        if (!isKept && papers.length >= MOST_PAPERS) {
          said.push(words.say('institution.papers_full', { most: MOST_PAPERS }));
          refused++;
          break;
        }
        const fault = isKept ? undefined : await takeOne(turn, now, file.uploadId);
        if (fault === undefined) kept++;
        else {
          refused++;
          said.push(fault === 'gone' ? words.say('verification.photo.upload_gone') : named(file.name, fault));
          if (fault !== 'gone' && isForPerson(fault)) forPerson.push(file.uploadId);
        }
      }
      const thanks = kept > 0 ? [words.say('institution.papers_kept', { count: kept })] : [];
      return { say: [...thanks, ...said], kept, refused, forPerson };
    },

    async leaveToPerson(turn, uploadIds) {
      for (const uploadId of uploadIds) {
        const institution = await open(turn);
        if (!(await uploads.find(turn.customerId, uploadId))) continue;
        const measurements = await uploads.measurePaper(uploadId);
        const verdict = checkPaper(measurements, knowledge.criteria, { lastTry: true });
        if (verdict.outcome !== 'retake')
          await institutions.keepPaper(institution.id, slot, { uploadId, measurements, verdict });
      }
    },
  };
}

/** The quality of a photo is for people to settle; what a file is and holds is not. */
const isForPerson = (reasons: readonly Reason[]): boolean =>
  reasons.every(({ code }) => code === 'document_dark' || code === 'document_blurred');
