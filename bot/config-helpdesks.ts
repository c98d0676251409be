import { z } from 'zod';

import { HELPDESKS, type HelpdeskName } from './deliveries/helpdesks.ts';

const MEBIBYTE = 1024 * 1024;

const text = z.string().trim().min(1);
const whole = z.string().regex(/^\d+$/, 'must be a whole number').transform(Number);
const origin = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const secret = z.string().min(16, 'must have at least 16 characters');

/** As Standard Webhooks writes a key: whsec_ and 24 to 64 bytes in BASE64. */
const webhookSecrets = z
  .string()
  .transform((given) => given.trim().split(/\s+/))
  .pipe(
    z
      .array(
        z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in BASE64'),
      )
      .min(1)
      .max(2, 'must be one key, or the new one and the old one with a space between'),
  )
  .transform((keys) => keys.map((key) => Buffer.from(key.slice('whsec_'.length), 'base64')));

const senders = z.string().transform((given) => given.split(',').map((one) => one.trim().toLowerCase()));

/** The part of the environment that is about helpdesks. */
export const helpdeskVariables = {
  HELPDESK_MASK: z
    .enum(['true', 'false'])
    .transform((given) => given === 'true')
    .default(true),
  HELPDESK_MAIL_TO: z.email().optional(),
  HELPDESK_MAIL_MAX_BYTES: whole.pipe(z.number().min(MEBIBYTE)).default(20 * MEBIBYTE),
  HELPDESK_MAIL_ANSWERS_TO: z.email().optional(),
  HELPDESK_MAIL_ANSWERS_FROM: senders.optional(),
  HELPDESK_IMAP_URL: z.url({ protocol: /^imaps?$/ }).optional(),
  HELPDESK_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  HELPDESK_WEBHOOK_SECRET: webhookSecrets.optional(),
  ZENDESK_URL: origin.optional(),
  ZENDESK_USER: z.email().optional(),
  ZENDESK_API_TOKEN: text.optional(),
  ZENDESK_WEBHOOK_SECRET: secret.optional(),
  ZAMMAD_URL: origin.optional(),
  ZAMMAD_TOKEN: text.optional(),
  ZAMMAD_GROUP: text.optional(),
  ZAMMAD_CUSTOMER: z.email().optional(),
  ZAMMAD_WEBHOOK_SECRET: secret.optional(),
  CHATWOOT_URL: origin.optional(),
  CHATWOOT_ACCOUNT_ID: whole.optional(),
  CHATWOOT_INBOX_ID: whole.optional(),
  CHATWOOT_TOKEN: text.optional(),
  CHATWOOT_WEBHOOK_SECRET: secret.optional(),
};

type Variables = z.output<z.ZodObject<typeof helpdeskVariables>>;

export interface HelpdesksConfig {
  /** Whether zones, document numbers and faces are covered in what leaves. */
  readonly masked: boolean;
  readonly mail?: {
    readonly to: string;
    readonly maxBytes: number;
    /** Undefined: answers by mail are not read. */
    readonly answers?: {
      readonly address: string;
      readonly imapUrl: string;
      /** Addresses, or domains with an @ before them, in small letters. */
      readonly from: readonly string[];
    };
  };
  readonly webhook?: { readonly url: string; readonly secrets: readonly Buffer[] };
  readonly zendesk?: {
    readonly url: string;
    readonly user: string;
    readonly apiToken: string;
    /** Undefined: answers are not taken. */
    readonly webhookSecret: string | undefined;
  };
  readonly zammad?: {
    readonly url: string;
    readonly token: string;
    readonly group: string;
    readonly fallbackCustomer: string;
    readonly webhookSecret: string | undefined;
  };
  readonly chatwoot?: {
    readonly url: string;
    readonly accountId: number;
    readonly inboxId: number;
    readonly token: string;
    readonly webhookSecret: string | undefined;
  };
}

/** Groups that are used whole or not at all; the first variable of each says that it is used. */
const TOGETHER: readonly (readonly (keyof Variables)[])[] = [
  ['HELPDESK_MAIL_ANSWERS_TO', 'HELPDESK_IMAP_URL', 'HELPDESK_MAIL_TO'],
  ['HELPDESK_IMAP_URL', 'HELPDESK_MAIL_ANSWERS_TO'],
  ['HELPDESK_WEBHOOK_URL', 'HELPDESK_WEBHOOK_SECRET'],
  ['ZENDESK_URL', 'ZENDESK_USER', 'ZENDESK_API_TOKEN'],
  ['ZAMMAD_URL', 'ZAMMAD_TOKEN', 'ZAMMAD_GROUP', 'ZAMMAD_CUSTOMER'],
  ['CHATWOOT_URL', 'CHATWOOT_ACCOUNT_ID', 'CHATWOOT_INBOX_ID', 'CHATWOOT_TOKEN'],
];
const IN_USE_BY: readonly (keyof Variables)[] = [
  'HELPDESK_MAIL_TO',
  'HELPDESK_WEBHOOK_URL',
  'ZENDESK_URL',
  'ZAMMAD_URL',
  'CHATWOOT_URL',
];

/** What is wrong with the combination, a sentence each. */
export function helpdeskFaults(
  env: Variables & { readonly PUBLIC_URL?: string | undefined; readonly SMTP_URL?: string | undefined },
): readonly string[] {
  const faults = TOGETHER.flatMap(([first, ...others]) =>
    first === undefined || env[first] === undefined
      ? []
      : others.filter((name) => env[name] === undefined).map((name) => `${first} needs ${name} as well.`),
  );
  if (env.HELPDESK_MAIL_TO !== undefined && env.SMTP_URL === undefined)
    faults.push('HELPDESK_MAIL_TO needs SMTP_URL as well.');
  const inUse = IN_USE_BY.find((name) => env[name] !== undefined);
  if (inUse !== undefined && env.PUBLIC_URL === undefined)
    faults.push(`${inUse} needs PUBLIC_URL as well: what a helpdesk is sent links to the desk.`);
  return [...new Set(faults)];
}

/** After `helpdeskFaults` found none. */
export function readHelpdesks(env: Variables): HelpdesksConfig {
  return {
    masked: env.HELPDESK_MASK,
    ...(env.HELPDESK_MAIL_TO !== undefined && {
      mail: {
        to: env.HELPDESK_MAIL_TO,
        maxBytes: env.HELPDESK_MAIL_MAX_BYTES,
        ...(env.HELPDESK_MAIL_ANSWERS_TO !== undefined &&
          env.HELPDESK_IMAP_URL !== undefined && {
            answers: {
              address: env.HELPDESK_MAIL_ANSWERS_TO,
              imapUrl: env.HELPDESK_IMAP_URL,
              from: env.HELPDESK_MAIL_ANSWERS_FROM ?? [env.HELPDESK_MAIL_TO.toLowerCase()],
            },
          }),
      },
    }),
    ...(env.HELPDESK_WEBHOOK_URL !== undefined &&
      env.HELPDESK_WEBHOOK_SECRET !== undefined && {
        webhook: { url: env.HELPDESK_WEBHOOK_URL, secrets: env.HELPDESK_WEBHOOK_SECRET },
      }),
    ...(env.ZENDESK_URL !== undefined &&
      env.ZENDESK_USER !== undefined &&
      env.ZENDESK_API_TOKEN !== undefined && {
        zendesk: {
          url: env.ZENDESK_URL,
          user: env.ZENDESK_USER,
          apiToken: env.ZENDESK_API_TOKEN,
          webhookSecret: env.ZENDESK_WEBHOOK_SECRET,
        },
      }),
    ...(env.ZAMMAD_URL !== undefined &&
      env.ZAMMAD_TOKEN !== undefined &&
      env.ZAMMAD_GROUP !== undefined &&
      env.ZAMMAD_CUSTOMER !== undefined && {
        zammad: {
          url: env.ZAMMAD_URL,
          token: env.ZAMMAD_TOKEN,
          group: env.ZAMMAD_GROUP,
          fallbackCustomer: env.ZAMMAD_CUSTOMER,
          webhookSecret: env.ZAMMAD_WEBHOOK_SECRET,
        },
      }),
    ...(env.CHATWOOT_URL !== undefined &&
      env.CHATWOOT_ACCOUNT_ID !== undefined &&
      env.CHATWOOT_INBOX_ID !== undefined &&
      env.CHATWOOT_TOKEN !== undefined && {
        chatwoot: {
          url: env.CHATWOOT_URL,
          accountId: env.CHATWOOT_ACCOUNT_ID,
          inboxId: env.CHATWOOT_INBOX_ID,
          token: env.CHATWOOT_TOKEN,
          webhookSecret: env.CHATWOOT_WEBHOOK_SECRET,
        },
      }),
  };
}

/** The names of those that are set up. */
export function helpdesksInUse(config: HelpdesksConfig): readonly HelpdeskName[] {
  return HELPDESKS.filter((name) => config[name] !== undefined);
}
