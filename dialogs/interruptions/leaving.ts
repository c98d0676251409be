import { ESCALATION } from '../escalation/escalation-flow.ts';
import { Flow } from '../flow.ts';
import { goBack } from '../navigation.ts';
import { VERIFICATION } from '../verification/verification-flow.ts';
import { nextStep } from '../verification/next-step.ts';
import { LEAVE, type LeaveAsking } from './leave-question.ts';
import { answerAside, type Scene } from './scene.ts';

export async function goBackOne(scene: Scene): Promise<void> {
  const { dialogs, turn, waiting, means } = scene;
  if (!waiting) return answerAside(scene, means.words.say('flow.nothing_before_at_all'));
  goBack(turn.context);
  await dialogs.continueDialog();
}

export async function cancel(scene: Scene): Promise<void> {
  const { dialogs, waiting, means } = scene;
  if (!waiting) return answerAside(scene, means.words.say('flow.left_nothing'));
  if (mustConfirm(scene)) return confirmFirst(scene, 'leave');
  const flow = topFlow(scene);
  if (flow) await flow.leave(dialogs);
  else await dialogs.endDialog();
}

export async function startOver(scene: Scene): Promise<void> {
  const { dialogs, turn, waiting, means } = scene;
  if (mustConfirm(scene)) return confirmFirst(scene, 'start_over');
  const flow = topFlow(scene);
  if (flow) {
    await flow.startOver(dialogs);
    return;
  }
  const latest = await means.services.submissions.latest(turn.customerId);
  const hasDraft = latest?.state === 'draft' && nextStep(latest) !== 'consent';
  if (!waiting && hasDraft)
    await dialogs.beginDialog(LEAVE, { flow: VERIFICATION, wish: 'start_over' } satisfies LeaveAsking);
  else await answerAside(scene, means.words.say('menu.offer'));
}

function mustConfirm({ waiting }: Scene): boolean {
  return waiting?.options.confirmLeaving === true;
}

async function confirmFirst({ dialogs, waiting }: Scene, wish: LeaveAsking['wish']): Promise<void> {
  const flow = waiting?.flow === ESCALATION ? 'escalation' : 'verification';
  await dialogs.beginDialog(LEAVE, { flow, wish } satisfies LeaveAsking);
}

function topFlow({ dialogs, waiting }: Scene): Flow<object, unknown> | undefined {
  const dialog = waiting && dialogs.findDialog(waiting.flow);
  return dialog instanceof Flow ? (dialog as Flow<object, unknown>) : undefined;
}
