import { choiceQuestion } from '../choice-question.ts';
import type { Means } from '../means.ts';
import type { Wish } from '../navigation.ts';
import type { Asking, QuestionDialog } from '../question.ts';

export interface LeaveAsking extends Asking {
  readonly flow: 'verification' | 'escalation';
  readonly wish: 'leave' | 'start_over';
}

export const LEAVE = 'leave';

/** Makes sure before something long ends or something written is lost. */
export function leaveQuestion(means: Means): QuestionDialog<LeaveAsking, Wish> {
  const { words } = means;
  return choiceQuestion<LeaveAsking, 'stop' | 'go_on' | 'start_over' | 'keep_going', Wish>(means, {
    id: LEAVE,
    help: words.say('help.leave'),
    unclear: words.say('leave.unclear'),
    ask: ({ flow, wish }) => words.say(wish === 'leave' ? `leave.${flow}` : `leave.restart_${flow}`),
    choices: ({ wish }) => (wish === 'leave' ? ['stop', 'go_on'] : ['start_over', 'keep_going']),
    meanings: ({ wish }) =>
      wish === 'leave'
        ? { yes: 'stop', cancel: 'stop', no: 'go_on' }
        : { yes: 'start_over', start_over: 'start_over', no: 'keep_going', cancel: 'keep_going' },
    answer: (id, { wish }) => ({ wish: id === 'stop' || id === 'start_over' ? wish : 'stay' }),
  });
}
