import {
  ComponentDialog,
  Dialog,
  DialogTurnStatus,
  type DialogContext,
  type DialogTurnResult,
} from 'botbuilder-dialogs';

import { DIAGNOSIS, DiagnosisFlow, type DiagnosisState } from './diagnosis/diagnosis-flow.ts';
import { EscalationFlow } from './escalation/escalation-flow.ts';
import { admitIgnorance } from './interruptions/admit-ignorance.ts';
import { interrupt } from './interruptions/interruptions.ts';
import { leaveQuestion } from './interruptions/leave-question.ts';
import { declineOldCard, keepForLater, warnOfSecret } from './interruptions/oddities.ts';
import { isPurpose, purposeQuestion } from './interruptions/purpose-question.ts';
import type { Scene } from './interruptions/scene.ts';
import { understand, type Meaning } from './interruptions/understand.ts';
import { LimitsFlow } from './limits/limits-flow.ts';
import type { Means } from './means.ts';
import { isWish } from './navigation.ts';
import { turnOf } from './turn.ts';
import { VERIFICATION, VerificationFlow } from './verification/verification-flow.ts';
import { findWaiting, forgetUnknownDialogs } from './waiting.ts';

/** Hears every message first: knows what it is, deals with interruptions, and asks again where it was. */
class RootDialog extends ComponentDialog {
  readonly #means: Means;

  constructor(means: Means) {
    super('root');
    this.#means = means;
    this.addDialog(new VerificationFlow(means))
      .addDialog(new LimitsFlow(means))
      .addDialog(new DiagnosisFlow(means))
      .addDialog(new EscalationFlow(means))
      .addDialog(leaveQuestion(means))
      .addDialog(purposeQuestion(means));
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
    const meaning = understand(this.#means, turn, waiting);
    const recognition = 'recognition' in meaning ? meaning.recognition : undefined;
    const scene: Scene = { means: this.#means, dialogs, turn, waiting, recognition };
    switch (meaning.kind) {
      case 'answer':
        await this.#continue(scene);
        break;
      case 'intent':
        turn.memory.misunderstood = 0;
        if (!(await interrupt(scene, meaning.intent))) await admitIgnorance(scene, false);
        break;
      default:
        await this.#handleOddity(scene, meaning);
    }
    return Dialog.EndOfTurn;
  }

  async #handleOddity(scene: Scene, meaning: Exclude<Meaning, { kind: 'answer' | 'intent' }>): Promise<void> {
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
    const state: DiagnosisState = { text: '', uploadIds: turn.memory.held, ruledOut: 0 };
    turn.memory.held = [];
    await dialogs.beginDialog(DIAGNOSIS, state);
  }
}

/** The dialog that every turn runs, id `root`. */
export function createRootDialog(means: Means): ComponentDialog {
  return new RootDialog(means);
}
