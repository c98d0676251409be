import { createRequire } from 'node:module';

import { z } from 'zod';

const EeaList = z.object({ codes: z.array(z.string().length(2)) });
const eea = new Set(EeaList.parse(createRequire(import.meta.url)('./eea.json')).codes);

/** Whether a country (ISO 3166-1 alpha-2) belongs to the European Economic Area. */
export function isEea(code: string): boolean {
  return eea.has(code);
}
