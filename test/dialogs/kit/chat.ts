import { ConversationState, MemoryStorage, type Activity } from 'botbuilder';
import { DialogTestClient } from 'botbuilder-testing';

import { loadTongues } from '../../../bot/tongues.ts';
import { tongueOf } from '../../../dialogs/language/tongue-of.ts';
import { createRootDialog } from '../../../dialogs/root-dialog.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';
import { createLanguageDetector } from '../../../knowledge/recognise/detect-language.ts';
import { silent } from '../../kit/database.ts';
import { NOW, type World } from './world.ts';

export const knowledge = loadKnowledge();
const tongues = loadTongues(knowledge, () => NOW, silent);
const detector = createLanguageDetector(
  new Map([...tongues].map(([code, tongue]) => [code, tongue.knowledge])),
);
export const { words, recogniser } = tongueOf(tongues, 'en');
/** The bot's words in another language. */
export const wordsIn = (language: string) => tongueOf(tongues, language).words;
export const knowledgeIn = (language: string) => tongueOf(tongues, language).knowledge;

type Card = {
  readonly body: readonly Record<string, unknown>[];
  readonly actions: readonly { readonly title: string; readonly data?: unknown; readonly card?: Card }[];
};

/** One customer in one conversation with the whole bot: real dialogs, knowledge, recogniser and checks. */
export class Chat {
  readonly #world: World;
  readonly #channel: string;
  readonly #locale: string | undefined;
  #memory: Record<string, string>;
  #client: DialogTestClient;
  #sent = 0;
  /** What the bot said last, newest last. */
  replies: Partial<Activity>[] = [];

  /** `locale`: what the client says of its language. */
  constructor(world: World, channel = 'webchat', locale?: string) {
    this.#world = world;
    this.#channel = channel;
    this.#locale = locale;
    this.#memory = {};
    this.#client = this.#connect();
  }

  #connect(): DialogTestClient {
    const root = createRootDialog({
      services: this.#world.services,
      tongues,
      detector,
      config: { officialKycEmail: this.#world.officialKycEmail },
    });
    const state = new ConversationState(new MemoryStorage(this.#memory));
    return new DialogTestClient(this.#channel, root, undefined, [], state);
  }

  /** The dialog state is gone, as after a release that changed every dialog. */
  losesItsState(): void {
    this.#memory = {};
    this.#client = this.#connect();
  }

  /** The process dies and another one reads what was stored. */
  restarts(): void {
    this.#client = this.#connect();
  }

  /** An older release wrote the state that this one reads. */
  renamesDialogsInItsState(from: string, to: string): void {
    for (const [key, stored] of Object.entries(this.#memory)) {
      this.#memory[key] = stored.replaceAll(`"id":"${from}"`, `"id":"${to}"`);
    }
    this.restarts();
  }

  receives(activity: Partial<Activity>): Promise<string[]> {
    return this.#send(activity);
  }

  says(text: string): Promise<string[]> {
    return this.#send({ type: 'message', text });
  }

  sends(...uploadIds: string[]): Promise<string[]> {
    return this.#send({ type: 'message', attachments: uploadIds.map(attachment) });
  }

  sendsTooLarge(name: string): Promise<string[]> {
    const content = { refused: 'too_large', limitBytes: 50_000_000 };
    return this.#send({ type: 'message', attachments: [{ contentType: 'video/mp4', name, content }] });
  }

  /** Presses a button of the newest card, or of one that is given. */
  submits(title: string, inputs: Record<string, string> = {}, card = this.card): Promise<string[]> {
    const action = allActions(card).find((one) => one.title === title);
    if (!action) throw new Error(`the card has no button "${title}"`);
    return this.#send({ type: 'message', value: { ...(action.data as object), ...inputs } });
  }

  /** Sends a message, forgets what the dialogs made of it, and runs the same turn again. */
  async crashesAfter(activity: Partial<Activity>): Promise<{ first: string[]; second: string[] }> {
    const before = { ...this.#memory };
    const id = `twice-${this.#sent}`;
    const first = await this.#send({ ...activity, id });
    this.#memory = before;
    this.restarts();
    const second = await this.#send({ ...activity, id });
    return { first, second };
  }

  async #send(activity: Partial<Activity>): Promise<string[]> {
    this.#sent += 1;
    const all: Partial<Activity>[] = [];
    let reply = (await this.#client.sendActivity({
      id: `m${this.#sent}`,
      ...(this.#locale !== undefined && { locale: this.#locale }),
      ...activity,
    })) as Partial<Activity> | undefined;
    while (reply) {
      all.push(reply);
      reply = this.#client.getNextReply();
    }
    this.replies = all.filter(({ type }) => type === 'message');
    return this.replies.map(({ text }) => text ?? '');
  }

  /** The last thing that was said: the question that is open. */
  get question(): string {
    return this.replies.at(-1)?.text ?? '';
  }

  get buttons(): string[] {
    return (this.replies.at(-1)?.suggestedActions?.actions ?? []).map((action) => action.title);
  }

  get card(): Card {
    const attachment = this.replies.flatMap(({ attachments }) => attachments ?? []).at(-1);
    if (!attachment) throw new Error('the bot sent no card');
    return attachment.content as Card;
  }
}

export const attachment = (uploadId: string) => ({
  contentType: 'image/jpeg',
  contentUrl: `upload:${uploadId}`,
  name: `${uploadId}.jpg`,
});

function allActions(card: Card): { readonly title: string; readonly data?: unknown }[] {
  return card.actions.flatMap((action) => [action, ...(action.card ? allActions(action.card) : [])]);
}
