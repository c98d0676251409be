import type { Activity } from 'botbuilder';

import type { Asking } from '../question.ts';
import { prompt } from '../replies/message.ts';
import type { Words } from '../replies/words.ts';
import type { Progress } from './next-step.ts';

/** Options of every question of the verification. */
export interface StepAsking extends Asking {
  readonly progress?: Progress;
}

/** "Step 3 of 6" above the question; nothing before the counted steps. */
export function stepPrompt(words: Words, options: StepAsking, text: string): Partial<Activity> {
  const { progress } = options;
  if (!progress || progress.step === 0) return prompt(text);
  return prompt(`${words.say('verification.progress', { step: progress.step, of: progress.of })}\n\n${text}`);
}
