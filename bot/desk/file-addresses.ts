import { createHmac, timingSafeEqual } from 'node:crypto';

/** An address stays the same within a window, so that a page that refreshes itself stays as it is; it works for one more. */
const WINDOW_S = 5 * 60;

/** The file as it was sent, or the copy of a picture in which what is personal is covered. */
export type FileForm = 'original' | 'covered';

/**
 * Addresses of customers' files: each is made by a page for one session and one file, and soon expires. Whoever made
 * the page has decided that this session may see it; the file's route only looks whether the address is one of ours.
 */
export interface FileAddresses {
  of(sessionToken: string, uploadId: string, form: FileForm): string;
  /** Of a page of a PDF, counted from 1: whoever may see the file may see its pages. */
  ofPage(sessionToken: string, uploadId: string, page: number): string;
  /** The form that the address is for; undefined when it is of another session or file, or has expired. */
  check(sessionToken: string, uploadId: string, query: URLSearchParams): FileForm | undefined;
}

export function createFileAddresses(key: Buffer, now: () => Date): FileAddresses {
  const sign = (sessionToken: string, uploadId: string, form: string, expires: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([sessionToken, uploadId, form, expires]))
      .digest();
  const seconds = (): number => Math.floor(now().getTime() / 1000);

  function of(sessionToken: string, uploadId: string, form: FileForm, page = ''): string {
    const expires = String((Math.floor(seconds() / WINDOW_S) + 2) * WINDOW_S);
    const signature = sign(sessionToken, uploadId, form, expires).toString('base64url');
    return `/desk/uploads/${encodeURIComponent(uploadId)}${page}?f=${form}&e=${expires}&s=${signature}`;
  }

  return {
    of: (sessionToken, uploadId, form) => of(sessionToken, uploadId, form),

    ofPage: (sessionToken, uploadId, page) => of(sessionToken, uploadId, 'original', `/pages/${page}`),

    check(sessionToken, uploadId, query) {
      const [form, expires] = [query.get('f') ?? '', query.get('e') ?? ''];
      const given = Buffer.from(query.get('s') ?? '', 'base64url');
      const right = sign(sessionToken, uploadId, form, expires);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      if (Number(expires) <= seconds()) return undefined;
      return form === 'original' || form === 'covered' ? form : undefined;
    },
  };
}
