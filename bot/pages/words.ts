import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

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
});
export type GuideWords = z.infer<typeof GuideWords>;

export const loadGuideWords = (): GuideWords => GuideWords.parse(read('guide'));

export const loadHelpWords = (): HelpWords => HelpWords.parse(read('help'));

/** Throws when a text of the widget is missing or one is there that it does not know. */
export const loadWidgetWords = (): WidgetWords => WIDGET_WORDS.parse(read('widget'));

const WIDGET_KEYS = [
  'title',
  'assistant',
  'assistantStatus',
  'agentStatus',
  'agentUnnamed',
  'open',
  'openUnread',
  'close',
  'menu',
  'newConversation',
  'newConversationQuestion',
  'newConversationConfirm',
  'keepConversation',
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

function read(name: 'guide' | 'help' | 'widget'): unknown {
  return parse(readFileSync(new URL(`./words/${name}.en.yaml`, import.meta.url), 'utf8'));
}
