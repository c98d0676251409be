import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

import { tree } from '../../knowledge/languages/said.ts';
import type { WidgetWords } from '../web/wire.ts';

const text = z.string().trim().min(1);

const Section = z.strictObject({
  id: text,
  title: text,
  lead: text.optional(),
  text: text.optional(),
  list: z.array(text).optional(),
  steps: z.array(z.strictObject({ title: text, text })).optional(),
  table: z.strictObject({ head: z.array(text), rows: z.array(z.array(text)) }).optional(),
  after: text.optional(),
  /** What the button below asks in the chat. */
  question: text,
});
export type Section = z.infer<typeof Section>;

const HelpWords = z.strictObject({
  site: text,
  demo: text,
  path: z.array(text),
  title: text,
  intro: text,
  ask: text,
  sections: z.array(Section),
  account: z.strictObject({
    title: text,
    about: text,
    email: text,
    registered: text,
    residence: text,
    residenceHint: text,
    older: text,
    newer: text,
    save: text,
    saved: text,
    failed: text,
  }),
  embedding: z.strictObject({
    title: text,
    about: text,
    byUrl: text,
    byFunction: text,
    claims: text,
    policy: text,
  }),
  footer: text,
});
export type HelpWords = z.infer<typeof HelpWords>;

const GuideWords = z.strictObject({
  title: text,
  intro: text,
  section: text,
  introduction: text,
  introductionPart: text,
  closing: text,
  unclear: text,
  note: text,
  table: z.strictObject({ title: text, action: text, unverified: text, verified: text }),
  back: text,
  /** What the list of languages is called for those who hear the page. */
  languages: text,
});
export type GuideWords = z.infer<typeof GuideWords>;

/** The texts of the pages in one language, and what its files lack or have too much of. */
export interface PageWords {
  readonly help: HelpWords;
  readonly guide: GuideWords;
  readonly widget: WidgetWords;
  readonly faults: readonly string[];
}

const FOLDER = new URL('./words/', import.meta.url);
const ENGLISH = 'en';

/**
 * The texts of the pages in every language that has a file, English first, by ISO 639-1 code. What a language
 * lacks is said in English. Throws when English lacks a text or has one that nobody knows.
 */
export function loadPageWords(): ReadonlyMap<string, PageWords> {
  const english = {
    help: HelpWords.parse(read('help', ENGLISH)),
    guide: GuideWords.parse(read('guide', ENGLISH)),
    widget: WIDGET_WORDS.parse(read('widget', ENGLISH)),
  };
  const codes = readdirSync(FOLDER).flatMap(
    (name) => /^(?:help|guide|widget)\.([a-z]{2})\.yaml$/.exec(name)?.[1] ?? [],
  );
  const others = [...new Set(codes)].filter((code) => code !== ENGLISH).sort();
  return new Map([
    [ENGLISH, { ...english, faults: [] }],
    ...others.map((code) => [code, inLanguage(code, english)] as const),
  ]);
}

function inLanguage(code: string, english: Omit<PageWords, 'faults'>): PageWords {
  const faults: string[] = [];
  const onFault = (at: string, fault: string) => void faults.push(`${at}: ${fault}`);
  const help = HelpWords.parse(tree(english.help, read('help', code), `help.${code}.yaml`, onFault));
  const guide = GuideWords.parse(tree(english.guide, read('guide', code), `guide.${code}.yaml`, onFault));
  const widget = WIDGET_WORDS.parse(
    tree(english.widget, read('widget', code), `widget.${code}.yaml`, onFault),
  );
  // Addresses inside the page are the same in every language.
  const sections = help.sections.map((section, n) => ({
    ...section,
    id: english.help.sections[n]?.id ?? section.id,
  }));
  return { help: { ...help, sections }, guide, widget, faults };
}

const WIDGET_KEYS = [
  'title',
  'assistant',
  'assistantStatus',
  'agentStatus',
  'agentHere',
  'agentRead',
  'agentAway',
  'agentUnnamed',
  'open',
  'openUnread',
  'close',
  'menu',
  'newConversation',
  'newConversationQuestion',
  'newConversationConfirm',
  'keepConversation',
  'endChat',
  'endChatQuestion',
  'loading',
  'reconnecting',
  'signedOut',
  'unavailable',
  'retry',
  'dismiss',
  'placeholder',
  'said',
  'attach',
  'attachHint',
  'drop',
  'uploading',
  'photoTooLarge',
  'pictureTooLarge',
  'recordingTooLarge',
  'pdfTooLarge',
  'fileEmpty',
  'fileHeic',
  'fileType',
  'tooManyFiles',
  'shrink',
  'shrinkFailed',
  'fileGone',
  'sendRefused',
  'camera',
  'cameraDocument',
  'cameraSelfie',
  'cameraAny',
  'cameraStarting',
  'cameraShoot',
  'cameraSwitch',
  'cameraUse',
  'cameraRetake',
  'cameraCancel',
  'cameraCheck',
  'cameraCheckMovement',
  'cameraShootSoon',
  'cameraTimer',
  'cameraTimerAlarm',
  'cameraLate',
  'cameraRefused',
  'cameraForbidden',
  'cameraMissing',
  'cameraBusy',
  'cameraInsecure',
  'cameraChooseFile',
] as const satisfies readonly (keyof WidgetWords)[];

const WIDGET_WORDS = z.record(z.enum(WIDGET_KEYS), text) satisfies z.ZodType<WidgetWords>;

function read(name: 'help' | 'guide' | 'widget', language: string): unknown {
  const file = new URL(`${name}.${language}.yaml`, FOLDER);
  return existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined;
}
