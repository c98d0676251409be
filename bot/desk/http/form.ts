import type { Request } from 'restify';

import { Failure } from '../../failure.ts';

/** A form's fields; each may have come several times. */
export interface Form {
  text(name: string): string;
  all(name: string): readonly string[];
  /** An id of ours. Throws Failure('bad_request') for anything else. */
  id(name: string): string;
  /** A whole number. Throws Failure('bad_request') for anything else. */
  number(name: string): number;
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the server's body reader made of a form. */
export function readForm(req: Request): Form {
  const body: unknown = req.body;
  const fields = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const all = (name: string): readonly string[] =>
    [fields[name]].flat().filter((value): value is string => typeof value === 'string');
  const text = (name: string): string => all(name)[0] ?? '';
  const shaped = (name: string, shape: RegExp): string => {
    const value = text(name);
    if (!shape.test(value))
      throw new Failure('bad_request', `the field ${name} is not as this desk writes it`);
    return value;
  };
  return { all, text, id: (name) => shaped(name, ID), number: (name) => Number(shaped(name, /^\d{1,9}$/)) };
}

/**
 * Browsers say where a request comes from. A form of another site is refused even before its token is
 * looked at; browsers too old to say so still need the token.
 */
export function refuseOtherSites(req: Request): void {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Failure('forbidden', 'a form was sent from another site');
  }
}
