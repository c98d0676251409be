import { message } from '../replies/message.ts';
import { moodOf } from './mood.ts';
import { answerAside, type Scene } from './scene.ts';

/**
 * Answers how somebody writes, before what they want: frustration with a person, insults calmly. `answered`: there
 * was nothing else to answer in the message. Somebody who goes on complaining is not told the same each time.
 */
export async function hearMood(scene: Scene, isUnknown: boolean): Promise<'answered' | 'calm'> {
  const { means, turn } = scene;
  const { words } = means;
  const mood = moodOf(words, scene.text);
  if (mood === 'calm') return 'calm';
  const complaints = (turn.memory.complaints ?? 0) + 1;
  turn.memory.complaints = complaints;
  const reply = words.say(mood === 'abusive' ? 'repair.abusive' : 'repair.frustrated');
  if (isUnknown) {
    await answerAside(scene, reply, ['person', 'wrong', 'help']);
    return 'answered';
  }
  if (complaints % TOLD_EVERY === 1) await turn.context.sendActivity(message(reply));
  return 'calm';
}

const TOLD_EVERY = 3;
