import { z } from 'zod';

/** Who says it: the exchange's guide, or this product about itself and about browsers. */
export const Source = z.enum(['guide', 'veriguide']);
export type Source = z.infer<typeof Source>;

/** What each entry of knowledge/ carries, whatever its kind. */
export const provenance = {
  source: Source,
  /** The day on which somebody last compared the entry with its source. */
  reviewed: z.iso.date(),
};

export const sentence = z.string().trim().min(1);
export const factId = z.string().regex(/^([RSTEPNBC]\d\d|L\d\d)$/, 'is not the id of a fact or a limit');

/** Something a user might write; training material of the recogniser. */
export const example = z.string().trim().min(1).max(300);
