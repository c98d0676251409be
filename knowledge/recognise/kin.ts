import { z } from 'zod';

/** Groups of meanings (intents, and single problems as `problem:<id>`) that one answer serves. */
export const Kin = z.array(z.array(z.string()).min(2));
export type Kin = z.infer<typeof Kin>;
