import {
  ComponentDialog,
  Dialog,
  DialogTurnStatus,
  type DialogContext,
  type DialogTurnResult,
} from 'botbuilder-dialogs';

import { DIAGNOSIS, DiagnosisFlow } from './diagnosis/diagnosis-flow.ts';
import { beginDiagnosis } from './diagnosis/diagnosis-state.ts';
import { EscalationFlow } from './escalation/escalation-flow.ts';
import { admitIgnorance } from './interruptions/admit-ignorance.ts';
import { askBack } from './interruptions/ask-back.ts';
import { beginLimits } from './interruptions/begin-flows.ts';
import { interrupt } from './interruptions/interruptions.ts';
import { explainScreenshotForPhoto } from './interruptions/explain-screenshot.ts';
import { answerMailCode } from './interruptions/mail-code.ts';
import { leaveQuestion } from './interruptions/leave-question.ts';
import { declineOldCard, keepForLater, warnOfSecret } from './interruptions/oddities.ts';
import { hearMood } from './interruptions/hear-mood.ts';
import { isPurpose, purposeQuestion } from './interruptions/purpose-question.ts';
import type { Scene } from './interruptions/scene.ts';
import { understand, type Meaning } from './interruptions/understand.ts';
import { InstitutionFlow } from './institution/institution-flow.ts';
import { LimitsFlow } from './limits/limits-flow.ts';
import { tongueOf } from './language/tongue-of.ts';
import { LanguageDialog } from './language/language-dialog.ts';
import type { AllMeans, Means } from './means.ts';
import { isWish } from './navigation.ts';
import { NEEDS, NeedsDialog, type NeedsState } from './needs/needs-dialog.ts';
import type { Need } from './needs/split-needs.ts';
import { RatingFlow, takeRating } from './rating/rating-flow.ts';
import { message } from './replies/message.ts';
import { turnOf } from './turn.ts';
import { correctDetail } from './verification/correct-detail.ts';
import { VERIFICATION, VerificationFlow } from './verification/verification-flow.ts';
import { findWaiting, forgetUnknownDialogs } from './waiting.ts';

type Oddity = Extract<Meaning, { kind: 'old_card' | 'secret' | 'early_files' | 'unknown' }>;
const ROOT = 'root';

/** Hears every message first: knows what it is, deals with interruptions, and asks again where it was. */
class RootDialog extends ComponentDialog {
  readonly #means: Means;

  constructor(means: Means) {
    super(ROOT);
    this.#means = means;
    this.addDialog(new VerificationFlow(means))
      .addDialog(new InstitutionFlow(means))
      .addDialog(new LimitsFlow(means))
      .addDialog(new DiagnosisFlow(means))
      .addDialog(new EscalationFlow(means))
      .addDialog(new RatingFlow(means))
      .addDialog(leaveQuestion(means))
      .addDialog(purposeQuestion(means))
      .addDialog(new NeedsDialog((dialogs, need, more) => this.#answerNeed(dialogs, need, more)));
  }

  protected override onBeginDialog(dialogs: DialogContext): Promise<DialogTurnResult> {
    return this.#hear(dialogs);
  }

  protected override onContinueDialog(dialogs: DialogContext): Promise<DialogTurnResult> {
    return this.#hear(dialogs);
  }

  /** The root never ends: what it remembers stays with the conversation. */
  async #hear(dialogs: DialogContext): Promise<DialogTurnResult> {
    if (dialogs.context.activity.type !== 'message') return Dialog.EndOfTurn;
    forgetUnknownDialogs(dialogs);
    const turn = turnOf(dialogs);
    const waiting = findWaiting(dialogs);
    if (await takeRating(this.#means, dialogs, turn, waiting !== undefined)) return Dialog.EndOfTurn;
    const meaning = understand(this.#means, turn, waiting);
    if (turn.memory.topic) turn.memory.topic = { ...turn.memory.topic, past: true };
    const recognition = 'recognition' in meaning ? meaning.recognition : undefined;
    const text = (meaning.kind === 'intent' ? meaning.text : undefined) ?? turn.reply.text;
    const scene: Scene = { means: this.#means, dialogs, turn, waiting, recognition, text };
    turn.memory.mailCodeAsked = false;
    if (meaning.kind === 'mail_code') {
      if (!(await answerMailCode(scene, meaning))) await this.#continue(scene);
      return Dialog.EndOfTurn;
    }
    if (meaning.kind === 'answer') {
      if (await explainScreenshotForPhoto(scene)) return Dialog.EndOfTurn;
      if (!isComplaint(scene) || (await hearMood(scene, true)) === 'calm') await this.#continue(scene);
      return Dialog.EndOfTurn;
    }
    if (meaning.kind === 'answer_and_question') {
      const { own, answer } = meaning;
      await interrupt({ ...scene, ...own, more: true }, own.recognition.intent);
      // The question that waits reads it from here.
      turn.context.activity.text = answer;
      await this.#continue(scene);
      return Dialog.EndOfTurn;
    }
    const heard = await hearMood(scene, meaning.kind === 'unknown');
    if (heard === 'answered') return Dialog.EndOfTurn;
    switch (meaning.kind) {
      case 'intent':
        turn.memory.misunderstood = 0;
        if (!(await interrupt(scene, meaning.intent))) await admitIgnorance(scene, false);
        break;
      case 'unsure':
        if (await askBack(scene)) break;
        if (!(await interrupt(scene, meaning.recognition.intent))) await admitIgnorance(scene, false);
        break;
      case 'needs':
        turn.memory.misunderstood = 0;
        await turn.context.sendActivity(message(this.#means.words.say('answer.several')));
        await dialogs.beginDialog(NEEDS, { needs: meaning.needs } satisfies NeedsState);
        break;
      case 'limits':
        turn.memory.misunderstood = 0;
        await beginLimits(scene, meaning.state);
        break;
      case 'correction':
        turn.memory.misunderstood = 0;
        if (await correctDetail(this.#means, dialogs, turn, meaning.correction)) break;
        if (!(await interrupt(scene, meaning.recognition.intent))) await admitIgnorance(scene, false);
        break;
      default:
        await this.#handleOddity(scene, meaning);
    }
    return Dialog.EndOfTurn;
  }

  /** One of several needs, as if it had been a message of its own. */
  async #answerNeed(dialogs: DialogContext, { text, recognition }: Need, more: boolean): Promise<void> {
    const turn = turnOf(dialogs);
    const scene: Scene = { means: this.#means, dialogs, turn, waiting: undefined, recognition, text, more };
    if (!(await interrupt(scene, recognition.intent))) await admitIgnorance(scene, false);
  }

  async #handleOddity(scene: Scene, meaning: Oddity): Promise<void> {
    switch (meaning.kind) {
      case 'old_card':
        return declineOldCard(scene);
      case 'secret':
        return warnOfSecret(scene, meaning.secret);
      case 'early_files':
        return keepForLater(scene);
      case 'unknown':
        return admitIgnorance(scene, meaning.isQuestion);
    }
  }

  /** Gives the message to the question that waits. What ends with a decision leads on from here. */
  async #continue({ dialogs, turn }: Scene): Promise<void> {
    const turned = await dialogs.continueDialog();
    if (turned.status !== DialogTurnStatus.complete) return;
    const result: unknown = turned.result;
    if (isWish(result) && result.wish === 'start_over')
      await dialogs.beginDialog(VERIFICATION, { startOver: true });
    if (!isPurpose(result)) return;
    if (result.purpose === 'verification') {
      await dialogs.beginDialog(VERIFICATION, {});
      return;
    }
    const state = beginDiagnosis({ uploadIds: turn.memory.held });
    turn.memory.held = [];
    await dialogs.beginDialog(DIAGNOSIS, state);
  }
}

/** Words that answer nothing: how they are said is all there is to them. */
function isComplaint({ waiting, text }: Scene): boolean {
  if (!waiting || text === '' || waiting.question.expects === 'prose') return false;
  return !waiting.question.plausible(text, waiting.options);
}

/** The dialog that every turn runs, id `root`, in every language. */
export function createRootDialog(all: AllMeans): Dialog {
  const { tongues, services, config } = all;
  const languages = [...tongues.keys()];
  const atDesk = tongueOf(tongues, undefined);
  const roots = [...tongues].map(
    ([code, tongue]) => [code, new RootDialog({ ...tongue, services, config, languages, atDesk })] as const,
  );
  return new LanguageDialog(ROOT, all, new Map(roots));
}
