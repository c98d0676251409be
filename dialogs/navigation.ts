import type { TurnContext } from 'botbuilder';

/** What a question ends with when the customer wants the one before. The flow knows which that is. */
export const BACK = 'going-back';

const GOING_BACK = Symbol('going back');

export function goBack(context: TurnContext): void {
  context.turnState.set(GOING_BACK, true);
}

export function isGoingBack(context: TurnContext): boolean {
  // Said once, meant once: the question that comes up now must not go back in turn.
  const wanted = context.turnState.has(GOING_BACK);
  context.turnState.delete(GOING_BACK);
  return wanted;
}

/** What a customer decided when asked whether to leave a flow. */
export interface Wish {
  readonly wish: 'leave' | 'start_over' | 'stay';
}

export function isWish(result: unknown): result is Wish {
  return typeof result === 'object' && result !== null && 'wish' in result;
}
