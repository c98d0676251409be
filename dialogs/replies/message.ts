import { ActionTypes, InputHints, MessageFactory, type Activity, type CardAction } from 'botbuilder';

import type { ChoiceId, ChoiceWords, Words } from './words.ts';

/** A text without Markdown, for screen readers and speech. */
export function spoken(markdown: string): string {
  return markdown
    .replaceAll(/(?<!\\)[*_`>#]+/g, '')
    .replaceAll(/\\([^\w\s])/g, '$1')
    .replaceAll(/^\s*-\s+/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Something that people typed, so that it stands in Markdown as they typed it. */
export function literally(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~]/g, String.raw`\$&`).replaceAll(/\s+/g, ' ');
}

export function message(text: string): Partial<Activity> {
  return MessageFactory.text(text, spoken(text), InputHints.AcceptingInput);
}

/** A question; the channel may open its microphone or keyboard. */
export function prompt(text: string): Partial<Activity> {
  return MessageFactory.text(text, spoken(text), InputHints.ExpectingInput);
}

export function button(words: Pick<ChoiceWords, 'title'>): CardAction {
  return { type: ActionTypes.ImBack, title: words.title, value: words.title };
}

/** The activity with buttons below it; on a channel without buttons, with a numbered list in its text. */
export function withChoices(
  activity: Partial<Activity>,
  choices: readonly Pick<ChoiceWords, 'title'>[],
  rich: boolean,
): Partial<Activity> {
  if (rich) return { ...activity, suggestedActions: { to: [], actions: choices.map(button) } };
  const list = choices.map(({ title }, index) => `${index + 1}. ${title}`).join('\n');
  return { ...activity, text: `${activity.text ?? ''}\n\n${list}` };
}

/** A message that offers what to do next. */
export function offering(
  words: Words,
  text: string,
  ids: readonly ChoiceId[],
  rich: boolean,
): Partial<Activity> {
  const choices = ids.map((id) => words.choice(id));
  if (rich) return withChoices(message(text), choices, rich);
  // Nothing is asked here, so a number would be no answer.
  return message(`${text}\n\n${choices.map(({ title }) => `- ${title}`).join('\n')}`);
}

/** What the widget needs to take a photo in time: what to do, until when, and what to say to be asked again. */
export interface LivenessCue {
  readonly instruction: string;
  /** RFC 3339, by the server's clock. */
  readonly until: string;
  readonly renew: string;
}

export function awaitingMovement(activity: Partial<Activity>, cue: LivenessCue): Partial<Activity> {
  return { ...activity, channelData: { expects: 'liveness', liveness: cue } };
}

/** Tells the chat widget which camera and which size limit fit (`Expected` in bot/web/wire.ts); other clients ignore it. */
export function awaiting(
  activity: Partial<Activity>,
  expects: 'document_photo' | 'selfie' | 'files' | 'paper',
): Partial<Activity> {
  return { ...activity, channelData: { expects } };
}
