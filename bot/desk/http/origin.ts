import type { Request } from 'restify';

/** Where agents reach the desk: as configured, else as the browser says, which is right on one's own machine. */
export function originOf(req: Request, http: { readonly publicUrl: string | undefined }): string {
  return http.publicUrl ?? `http://${req.headers.host ?? 'localhost'}`;
}
