import {
  ActivityHandler,
  ConversationState,
  type Activity,
  type Storage,
  type TurnContext,
} from 'botbuilder';
import {
  DialogContextError,
  DialogSet,
  DialogTurnStatus,
  type Dialog,
  type DialogState,
} from 'botbuilder-dialogs';

export interface SupportBotParts {
  /** The one in force: knowledge can be loaded anew while the bot runs. */
  readonly rootDialog: () => Dialog;
  /** What a customer is greeted with, in the language of a locale. */
  readonly welcome: (locale: string | undefined) => readonly Partial<Activity>[];
}

/** One turn of the bot: greets whoever comes in, and gives every message to the root dialog. */
export class SupportBot extends ActivityHandler {
  readonly #parts: SupportBotParts;
  readonly #state: ConversationState;

  constructor(parts: SupportBotParts, storage: Storage) {
    super();
    this.#parts = parts;
    this.#state = new ConversationState(storage);
    this.onMessage(async (context, next) => {
      await this.#runDialog(context);
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      const { membersAdded = [], recipient, locale } = context.activity;
      if (membersAdded.some((member) => member.id !== recipient.id)) {
        for (const activity of this.#parts.welcome(locale)) await context.sendActivity(activity);
      }
      await next();
    });
    this.onDialog(async (context, next) => {
      await this.#state.saveChanges(context);
      await next();
    });
  }

  async #runDialog(context: TurnContext): Promise<void> {
    const dialogs = new DialogSet(this.#state.createProperty<DialogState>('dialogs'));
    const rootDialog = this.#parts.rootDialog();
    dialogs.add(rootDialog);
    const dialogContext = await dialogs.createContext(context);
    try {
      const { status } = await dialogContext.continueDialog();
      if (status === DialogTurnStatus.empty) await dialogContext.beginDialog(rootDialog.id);
    } catch (error) {
      throw unwrapped(error);
    }
  }
}

/** The framework wraps what a dialog throws, but it is the failure inside that tells whether to try again. */
function unwrapped(error: unknown): Error {
  if (error instanceof DialogContextError) return unwrapped(error.error);
  return error instanceof Error ? error : new Error('a dialog failed', { cause: error });
}
