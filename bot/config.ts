import { z } from 'zod';

import {
  helpdeskFaults,
  helpdeskVariables,
  readHelpdesks,
  type HelpdesksConfig,
} from './config-helpdesks.ts';
import { Failure } from './failure.ts';
import { isRole, ROLES, type Role } from './people/roles.ts';

const MEBIBYTE = 1024 * 1024;

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const text = z.string().trim().min(1);
const whole = z.string().regex(/^\d+$/, 'must be a whole number').transform(Number);

/** What customers are told and what they are promised go by the same hours. */
const moved = (keys: string) =>
  z
    .undefined(
      `is not read any more: working hours stand as \`${keys}\` in the file that SERVICE_LEVELS names`,
    )
    .optional();

/** `kyc-leads=supervisor, kyc-team=reviewer`: values of the provider's claim with the role of each. */
function readRoles(given: string, context: z.RefinementCtx): Record<string, Role> {
  const pairs = given.split(',').map((pair) => {
    const at = pair.lastIndexOf('=');
    return at < 0 ? (['', pair] as const) : ([pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const);
  });
  const bad = pairs.find(([value, role]) => value === '' || !isRole(role));
  if (bad)
    context.addIssue(`must be pairs like kyc-team=reviewer, with one of the roles ${ROLES.join(', ')}`);
  return Object.fromEntries(pairs.filter((pair): pair is [string, Role] => isRole(pair[1])));
}

/** As OpenID Connect Core names them. */
const CLIENT_AUTH = ['client_secret_post', 'client_secret_basic', 'none'] as const;

/** The environment as an operator writes it. An empty value counts as not set. */
const Environment = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: whole.pipe(z.number().max(65_535)).default(3978),
  PUBLIC_URL: z.url().optional(),
  TRUST_PROXY: flag.default(false),
  DATA_FOLDER: text.default('./data'),
  KNOWLEDGE_FOLDER: text.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  ENCRYPTION_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits (32 bytes)')
    .optional(),
  MICROSOFT_APP_ID: text.optional(),
  MICROSOFT_APP_PASSWORD: text.optional(),
  MICROSOFT_APP_TENANT_ID: text.optional(),
  CUSTOMER_JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  CUSTOMER_JWT_ISSUER: text.optional(),
  WIDGET_ORIGINS: text.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: text.default('Veriguide <no-reply@localhost>'),
  OFFICIAL_KYC_EMAIL: z.email().optional(),
  OPENING_HOURS: moved('week` and `timeZone'),
  OPENING_HOURS_TIME_ZONE: moved('timeZone'),
  TICKET_REOPEN_DAYS: whole.pipe(z.number().min(1).max(365)).default(7),
  ...helpdeskVariables,
  MAX_PHOTO_BYTES: whole.default(4 * MEBIBYTE),
  MAX_SCREENSHOT_BYTES: whole.default(10 * MEBIBYTE),
  MAX_RECORDING_BYTES: whole.default(50 * MEBIBYTE),
  REQUIRE_SECOND_FACTOR: flag.default(false),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  OIDC_CLIENT_AUTH: z.enum(CLIENT_AUTH).default('client_secret_post'),
  OIDC_NAME: text.default('single sign-on'),
  OIDC_SCOPE: text.default('openid profile email'),
  OIDC_ROLES_CLAIM: text.optional(),
  OIDC_ROLES: text.transform(readRoles).optional(),
  OIDC_ALLOWED_DOMAIN: text.optional(),
  COMPARE_FACES: flag.default(true),
  SERVICE_LEVELS: text.optional(),
  REVIEW_FOUR_EYES: flag.default(false),
  WORKER_THREADS: whole.pipe(z.number().min(1)).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface Config {
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** Without a trailing slash; undefined until the port is known when none was given. */
    readonly publicUrl: string | undefined;
    readonly trustProxy: boolean;
    /** Origins that may embed the widget, beside our own. */
    readonly widgetOrigins: readonly string[];
  };
  readonly dataFolder: string;
  /** Undefined: the knowledge that was built with the code. */
  readonly knowledgeFolder: string | undefined;
  readonly database: { readonly provider: 'embedded' } | { readonly provider: 'url'; readonly url: string };
  /** Undefined: created on the first start and kept in the data folder. */
  readonly encryptionKey: Buffer | undefined;
  readonly botFramework:
    | { readonly mode: 'loopback' }
    | {
        readonly mode: 'app';
        readonly appId: string;
        readonly password: string;
        readonly tenantId: string | undefined;
      };
  /** `demo`: anybody who opens the page is a customer; `jwt`: only whom the exchange's server vouches for. */
  readonly customers:
    | { readonly mode: 'demo' }
    | { readonly mode: 'jwt'; readonly secret: string; readonly issuer: string | undefined };
  readonly agents: {
    /** Whoever signs in with a password has to have a second factor. */
    readonly requireSecondFactor: boolean;
    /** Undefined: only logins and passwords of this desk. */
    readonly singleSignOn:
      | {
          readonly issuer: string;
          readonly clientId: string;
          /** How the client proves at the token endpoint who it is; `none`: by PKCE alone. */
          readonly clientAuth:
            | { readonly method: 'client_secret_post' | 'client_secret_basic'; readonly secret: string }
            | { readonly method: 'none' };
          /** As it is called on the sign-in page. */
          readonly name: string;
          readonly scope: string;
          /** Undefined: roles are given at the desk, and people join by invitation. */
          readonly roles:
            { readonly claim: string; readonly mapping: Readonly<Record<string, Role>> } | undefined;
          readonly allowedDomain: string | undefined;
        }
      | undefined;
  };
  readonly mail: { readonly from: string; readonly smtpUrl: string | undefined };
  readonly officialKycEmail: string | undefined;
  /** How long a customer can reopen a solved ticket. */
  readonly tickets: { readonly reopenDays: number };
  /** Where tickets are delivered to; none is needed. */
  readonly helpdesks: HelpdesksConfig;
  readonly uploads: {
    /** A photo must be strictly smaller. */
    readonly maxPhotoBytes: number;
    readonly maxScreenshotBytes: number;
    readonly maxRecordingBytes: number;
  };
  /** Whether faces may be compared across accounts. */
  readonly compareFaces: boolean;
  /** What the desk promises, and when it works. Undefined: the file that comes with the code. */
  readonly serviceLevelsFile: string | undefined;
  /** A verification is decided by two reviewers. */
  readonly reviewFourEyes: boolean;
  readonly workerThreads: number | undefined;
  readonly logLevel: string;
}

/** Throws Failure('bad_config') naming every variable that is wrong, and how. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Failure('bad_config', `The configuration is not usable:\n${faults.join('\n')}`);
  }
  const env = parsed.data;
  if (Boolean(env.MICROSOFT_APP_ID) !== Boolean(env.MICROSOFT_APP_PASSWORD)) {
    throw new Failure(
      'bad_config',
      'MICROSOFT_APP_ID and MICROSOFT_APP_PASSWORD go together: set both or neither.',
    );
  }
  const faults = helpdeskFaults(env);
  if (faults.length > 0) throw new Failure('bad_config', faults.join('\n'));
  return {
    http: {
      host: env.HOST,
      port: env.PORT,
      publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ''),
      trustProxy: env.TRUST_PROXY,
      widgetOrigins: env.WIDGET_ORIGINS?.split(',').map((origin) => origin.trim()) ?? [],
    },
    dataFolder: env.DATA_FOLDER,
    knowledgeFolder: env.KNOWLEDGE_FOLDER,
    database: env.DATABASE_URL ? { provider: 'url', url: env.DATABASE_URL } : { provider: 'embedded' },
    encryptionKey: env.ENCRYPTION_KEY ? Buffer.from(env.ENCRYPTION_KEY, 'hex') : undefined,
    botFramework:
      env.MICROSOFT_APP_ID && env.MICROSOFT_APP_PASSWORD
        ? {
            mode: 'app',
            appId: env.MICROSOFT_APP_ID,
            password: env.MICROSOFT_APP_PASSWORD,
            tenantId: env.MICROSOFT_APP_TENANT_ID,
          }
        : { mode: 'loopback' },
    customers: env.CUSTOMER_JWT_SECRET
      ? { mode: 'jwt', secret: env.CUSTOMER_JWT_SECRET, issuer: env.CUSTOMER_JWT_ISSUER }
      : { mode: 'demo' },
    agents: { requireSecondFactor: env.REQUIRE_SECOND_FACTOR, singleSignOn: readSingleSignOn(env) },
    mail: { from: env.MAIL_FROM, smtpUrl: env.SMTP_URL },
    officialKycEmail: env.OFFICIAL_KYC_EMAIL,
    tickets: { reopenDays: env.TICKET_REOPEN_DAYS },
    helpdesks: readHelpdesks(env),
    uploads: {
      maxPhotoBytes: env.MAX_PHOTO_BYTES,
      maxScreenshotBytes: env.MAX_SCREENSHOT_BYTES,
      maxRecordingBytes: env.MAX_RECORDING_BYTES,
    },
    compareFaces: env.COMPARE_FACES,
    serviceLevelsFile: env.SERVICE_LEVELS,
    reviewFourEyes: env.REVIEW_FOUR_EYES,
    workerThreads: env.WORKER_THREADS,
    logLevel: env.LOG_LEVEL,
  };
}

function readSingleSignOn(env: z.infer<typeof Environment>): Config['agents']['singleSignOn'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: secret } = env;
  const { OIDC_CLIENT_AUTH: method } = env;
  const refuse = (why: string): never => {
    throw new Failure('bad_config', why);
  };
  if (!issuer && !clientId && !secret) return undefined;
  if (!issuer || !clientId || (!secret && method !== 'none')) {
    return refuse(
      'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: set all three or none. ' +
        'A public client has no secret: set OIDC_CLIENT_AUTH=none for one.',
    );
  }
  if (secret && method === 'none')
    return refuse('OIDC_CLIENT_AUTH=none means a client without a secret: leave OIDC_CLIENT_SECRET empty.');
  if (!env.PUBLIC_URL)
    return refuse('With OIDC_ISSUER, PUBLIC_URL must be set: the provider sends people back there.');
  const { protocol, hostname } = new URL(issuer);
  if (protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    return refuse('OIDC_ISSUER must be an https address (http only on this machine).');
  }
  const { OIDC_ROLES_CLAIM: claim, OIDC_ROLES: mapping } = env;
  if (Boolean(claim) !== Boolean(mapping)) {
    return refuse(
      'OIDC_ROLES_CLAIM and OIDC_ROLES go together: set both, or neither to give roles at the desk.',
    );
  }
  return {
    ...{ issuer, clientId, name: env.OIDC_NAME, scope: env.OIDC_SCOPE },
    clientAuth: method === 'none' || !secret ? { method: 'none' } : { method, secret },
    roles: claim && mapping ? { claim, mapping } : undefined,
    allowedDomain: env.OIDC_ALLOWED_DOMAIN,
  };
}
