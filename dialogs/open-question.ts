import type { DialogInstance } from 'botbuilder-dialogs';

import type { AnswerPromptState } from './answer-prompt.ts';

/** The question that a flow waits with, in what is stored of the flow. */
export interface OpenQuestion<State> {
  /** What the flow went on from when it asked. */
  readonly state: State;
  /** As the question has them; what is written into them is asked next time. */
  readonly options: object;
  /** The language in which it was asked. */
  readonly locale: string;
}

interface Stored {
  readonly state?: {
    readonly options?: object;
    readonly values?: { readonly state?: unknown };
    readonly dialogs?: { readonly dialogStack?: readonly Stored[] };
  };
}

/** Undefined when the flow waits with none. */
export function openQuestion<State>(flow: DialogInstance): OpenQuestion<State> | undefined {
  const [steps, question] = stackOf(flow as Stored);
  const [own, prompt] = stackOf(question);
  const state = steps?.state?.values?.state;
  const options = own?.state?.options;
  const { locale } = (prompt?.state ?? {}) as Partial<AnswerPromptState>;
  if (state === undefined || options === undefined || locale === undefined) return undefined;
  return { state: state as State, options, locale };
}

const stackOf = (instance: Stored | undefined): readonly Stored[] =>
  instance?.state?.dialogs?.dialogStack ?? [];
