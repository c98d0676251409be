import type { Expected, FileLimits, WidgetWords } from '../wire.ts';
import { fill, megabytes } from './words.ts';

/** The server takes no more in one message. */
const MOST_FILES = 10;

export interface FileProblem {
  readonly text: string;
  /** A picture that would pass if it were smaller. */
  readonly shrinkToBytes?: number;
}

export interface FileRules {
  readonly limits: FileLimits;
  readonly accept: readonly string[];
  readonly words: WidgetWords;
}

/** Says what the server would refuse, before minutes are spent on sending it. The server judges again, by content. */
export function checkFile(
  file: File,
  expects: Expected | undefined,
  rules: FileRules,
): FileProblem | undefined {
  const { limits, words } = rules;
  const about = { name: file.name, size: megabytes(file.size) };
  if (file.size === 0) return { text: fill(words.fileEmpty, about) };
  if (/\.(heic|heif)$/i.test(file.name) || /^image\/hei[cf]/.test(file.type)) {
    return { text: fill(words.fileHeic, about), shrinkToBytes: limits.maxPhotoBytes };
  }
  if (file.type === 'application/pdf') {
    // A photo of a person's document is measured as a picture; only a company's documents may be PDF.
    if (expects !== undefined && expects !== 'paper') return { text: fill(words.fileType, about) };
    if (file.size <= limits.maxPdfBytes) return undefined;
    return { text: fill(words.pdfTooLarge, { ...about, limit: megabytes(limits.maxPdfBytes) }) };
  }
  // Without a type the browser does not know the format: then the server finds out.
  if (file.type !== '' && !rules.accept.includes(file.type)) return { text: fill(words.fileType, about) };
  if (file.type.startsWith('video/')) {
    if (file.size <= limits.maxRecordingBytes) return undefined;
    return { text: fill(words.recordingTooLarge, { ...about, limit: megabytes(limits.maxRecordingBytes) }) };
  }
  const isPhoto = expects !== undefined && expects !== 'files';
  if (isPhoto && file.size >= limits.maxPhotoBytes) {
    const text = fill(words.photoTooLarge, { ...about, limit: megabytes(limits.maxPhotoBytes) });
    return { text, shrinkToBytes: limits.maxPhotoBytes };
  }
  const most = Math.max(limits.maxScreenshotBytes, limits.maxPhotoBytes);
  if (file.size <= most) return undefined;
  const text = fill(words.pictureTooLarge, {
    ...about,
    limit: megabytes(limits.maxScreenshotBytes),
    photo: megabytes(limits.maxPhotoBytes),
  });
  return { text, shrinkToBytes: limits.maxPhotoBytes };
}

export function checkCount(count: number, words: WidgetWords): FileProblem | undefined {
  return count > MOST_FILES ? { text: fill(words.tooManyFiles, { most: MOST_FILES }) } : undefined;
}
