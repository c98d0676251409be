import type { Scene } from './scene.ts';
import { answerAside } from './scene.ts';
import { offerPassages } from './passages.ts';
import { noteQuestion } from './note-question.ts';

/** "That helped": said in few words, and the subject is closed. */
export async function answerHelped(scene: Scene): Promise<void> {
  delete scene.turn.memory.topic;
  await answerAside(scene, scene.means.words.say('answer.helped'));
}

/** "That did not help": what else the knowledge has about the question; then a person. */
export async function answerNotHelped(scene: Scene): Promise<void> {
  const { means, turn } = scene;
  const { words } = means;
  const { topic } = turn.memory;
  if (!topic) return answerAside(scene, words.say('answer.which'));
  turn.memory.topic = { ...topic, unhelpful: topic.unhelpful + 1 };
  await noteQuestion(scene, { text: topic.question, why: 'unhelpful', shown: topic.shown });
  const sorry = words.say(topic.unhelpful === 0 ? 'answer.not_helped' : 'repair.apology');
  if (topic.unhelpful === 0 && (await offerPassages(scene, topic.question, sorry, topic.shown))) return;
  await answerAside(scene, [sorry, words.say('answer.nothing_closer')].join(' '), ['person', 'help']);
}

/** None of the passages was it. */
export async function noneFits(scene: Scene): Promise<void> {
  const { means, turn } = scene;
  const { topic } = turn.memory;
  if (topic) await noteQuestion(scene, { text: topic.question, why: 'unanswered', shown: topic.shown });
  if (topic?.askedBack && !scene.waiting) {
    const { question, shown, unhelpful } = topic;
    turn.memory.topic = { question, shown, unhelpful, past: true };
    if (await offerPassages(scene, topic.question, means.words.say('answer.not_helped'), topic.shown)) return;
  }
  await answerAside(scene, means.words.say('answer.nothing_closer'), ['person', 'help']);
}
