import type { TurnContext } from 'botbuilder';
import {
  Dialog,
  type ComponentDialog,
  type DialogContext,
  type DialogInstance,
  type DialogReason,
  type DialogTurnResult,
} from 'botbuilder-dialogs';

import { hasExamples } from '../../knowledge/knowledge.ts';
import { ownName } from '../../knowledge/recognise/language-wish.ts';
import { menuFor } from '../interruptions/menu.ts';
import type { AllMeans } from '../means.ts';
import { message, offering } from '../replies/message.ts';
import { turnIn, turnOf, type Turn } from '../turn.ts';
import { findWaiting, type Waiting } from '../waiting.ts';
import { chooseLanguage } from './choose-language.ts';
import { tongueOf } from './tongue-of.ts';

/**
 * One and the same dialog in several languages: their state is the same, so that any of them can go on where
 * another stopped. Each message is heard by the one whose language the customer speaks.
 */
export class LanguageDialog extends Dialog {
  readonly #means: AllMeans;
  readonly #dialogs: ReadonlyMap<string, ComponentDialog>;

  constructor(id: string, means: AllMeans, dialogs: ReadonlyMap<string, ComponentDialog>) {
    super(id);
    this.#means = means;
    this.#dialogs = dialogs;
  }

  override async beginDialog(outer: DialogContext): Promise<DialogTurnResult> {
    return this.#hear(outer, (dialog) => dialog.beginDialog(outer));
  }

  override async continueDialog(outer: DialogContext): Promise<DialogTurnResult> {
    return this.#hear(outer, (dialog) => dialog.continueDialog(outer));
  }

  override async resumeDialog(
    outer: DialogContext,
    reason: DialogReason,
    result?: unknown,
  ): Promise<DialogTurnResult> {
    return this.#dialogIn(this.#languageOf(turnOf(outer))).resumeDialog(outer, reason, result);
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    return this.#dialogIn(this.#languageOf(turnIn(context))).repromptDialog(context, instance);
  }

  async #hear(
    outer: DialogContext,
    go: (dialog: ComponentDialog) => Promise<DialogTurnResult>,
  ): Promise<DialogTurnResult> {
    const turn = turnOf(outer);
    const current = this.#languageOf(turn);
    sayIn(turn.context, () => this.#languageOf(turn));
    const waiting = this.#waitingIn(outer, current);
    const choice =
      turn.context.activity.type === 'message'
        ? chooseLanguage(this.#means, turn, waiting, current)
        : { language: current, wished: false };
    turn.memory.languagesOffered = false;
    if (choice.language !== current || choice.wished) await this.#change(turn, choice.language);
    if (!choice.wished) return go(this.#dialogIn(choice.language));
    await this.#confirm(outer, turn, waiting);
    return Dialog.EndOfTurn;
  }

  #languageOf({ memory, context }: Turn): string {
    const chosen = memory.language ?? context.activity.locale;
    return tongueOf(this.#means.tongues, chosen).words.locale;
  }

  #dialogIn(language: string): ComponentDialog {
    const dialog = this.#dialogs.get(language);
    if (!dialog) throw new Error('a language has no dialog');
    return dialog;
  }

  #waitingIn(outer: DialogContext, language: string): Waiting | undefined {
    const inner = this.#dialogIn(language).createChildContext(outer);
    return findWaiting(inner);
  }

  async #change(turn: Turn, language: string): Promise<void> {
    turn.memory.language = language;
    // What was answered last was in the other language.
    delete turn.memory.lastAnswer;
    await this.#means.services.keepLanguage(turn.conversationId, language);
  }

  /** Says in which language it goes on, and asks again where it was. */
  async #confirm(outer: DialogContext, turn: Turn, waiting: Waiting | undefined): Promise<void> {
    const language = this.#languageOf(turn);
    const { words, knowledge } = tongueOf(this.#means.tongues, language);
    const key = hasExamples(knowledge) ? 'language.now' : 'language.keywords_only';
    const said = words.say(key, { language: ownName(language) });
    if (waiting && outer.activeDialog) {
      await turn.context.sendActivity(message(said));
      await this.#dialogIn(language).repromptDialog(turn.context, outer.activeDialog);
      return;
    }
    const choices = await menuFor(this.#means, turn);
    const text = `${said}\n\n${words.say('menu.offer')}`;
    await turn.context.sendActivity(offering(words, text, choices, turn.rich));
  }
}

const TOLD = Symbol('language told');

/** Channels are told the language of what the bot says, for their own words, for speech and for screen readers. */
function sayIn(context: TurnContext, language: () => string): void {
  if (context.turnState.has(TOLD)) return;
  context.turnState.set(TOLD, true);
  context.onSendActivities((_context, activities, next) => {
    for (const activity of activities) activity.locale = language();
    return next();
  });
}
