import { z } from 'zod';

/** Far above what a person types or a form holds; a pasted log still fits. */
const MAX_TEXT_LENGTH = 20_000;

export const TokenRequest = z.object({
  conversationId: z.string().max(200).optional(),
  fresh: z.boolean().optional(),
});

export const StartRequest = z.object({ locale: z.string().max(35).optional().catch(undefined) });

/**
 * What a client may say. Files come in parts of their own, so announced attachments are dropped too, with them
 * Web Chat's thumbnail of somebody's ID.
 * Who says it, when and under which id is decided here, not there: `from`, `id` and `timestamp` are dropped.
 */
export const ClientActivity = z.object({
  type: z.enum(['message', 'event', 'typing']),
  text: z.string().max(MAX_TEXT_LENGTH).optional(),
  textFormat: z.enum(['plain', 'markdown', 'xml']).optional(),
  locale: z.string().max(35).optional(),
  localTimestamp: z.string().max(40).optional(),
  localTimezone: z.string().max(60).optional(),
  name: z.string().max(200).optional(),
  value: z.unknown().optional(),
  channelData: z
    .looseObject({
      clientActivityID: z.string().min(1).max(200).optional(),
      postBack: z.boolean().optional(),
    })
    .optional(),
});
export type ClientActivity = z.infer<typeof ClientActivity>;

/** An event by which a client says that its user has read everything up to a watermark. Not stored. */
export const ReadSign = z.object({
  type: z.literal('event'),
  name: z.literal('veriguide/read'),
  value: z.object({ watermark: z.string().max(20) }),
});

export const DemoAccount = z.strictObject({
  name: z.string().trim().max(200).optional(),
  email: z.union([z.email(), z.literal('')]).optional(),
  registeredAt: z.union([z.iso.datetime({ offset: true }), z.literal('')]).optional(),
  residence: z.union([z.string().regex(/^[A-Z]{2}$/), z.literal('')]).optional(),
});
