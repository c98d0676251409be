import {
  TICKET,
  type AskNode,
  type Test,
  type Tree,
  type TreeNode,
  type TreeOption,
} from '../diagnosis/tree.ts';
import type { Knowledge } from '../knowledge.ts';
import { causeOf, type Cause, type Device } from './causes.ts';

/** What happened so far, oldest first. Plain JSON: it is kept with the conversation. */
export type Happened =
  /** The customer chose an option of a question, or could not tell. */
  | { readonly kind: 'answered'; readonly tree: string; readonly node: string; readonly option: string }
  /** The steps against a cause were given and did not help. */
  | { readonly kind: 'failed'; readonly cause: string };

export const UNSURE = 'unsure';

/** Where a diagnosis stands. */
export type Stand =
  | {
      readonly kind: 'ask';
      readonly tree: string;
      readonly node: string;
      readonly question: string;
      readonly options: readonly Omit<TreeOption, 'next'>[];
    }
  | { readonly kind: 'try'; readonly cause: Cause; readonly steps: readonly string[] }
  /** Everything that the trees know was tried. */
  | { readonly kind: 'ticket' };

/** A question that was answered, in words. */
export interface Asked {
  readonly question: string;
  readonly answer: string;
}

const ANSWERS_WITHOUT_ASKING: Readonly<Record<Test, (device: Device) => boolean>> = {
  in_app: ({ browser }) => browser === 'in_app',
  browser_old: ({ age }) => age.kind === 'old',
  ios: ({ system }) => system === 'ios',
  android: ({ system }) => system === 'android',
  phone: ({ system }) => system === 'ios' || system === 'android',
};

/**
 * Follows the trees of the symptoms, likeliest first, as far as what happened leads. A cause is tried once,
 * whichever tree names it, and steps that were given already are not given again. The same history gives the
 * same stand; what it says of nodes that this release does not have counts for nothing.
 */
export function standOf(
  knowledge: Pick<Knowledge, 'problems' | 'steps' | 'facts' | 'limits' | 'trees'>,
  symptoms: readonly string[],
  happened: readonly Happened[],
  device: Device,
): Stand {
  const failed = failedCauses(happened);
  const given = new Set(stepsGiven(knowledge, happened, device));
  const tried = new Set<string>(failed);
  for (const symptom of symptoms) {
    const tree = knowledge.trees.get(symptom) ?? treeOfCause(symptom);
    let name = tree.start;
    // Trees have no circles: each node is met once at most.
    while (name !== TICKET) {
      const node: TreeNode | undefined = tree.nodes[name];
      if (!node) break;
      if ('ask' in node) {
        const answer = answerOf(tree, name, node, happened);
        if (answer === undefined) return askAt(tree, name, node);
        name = answer;
      } else if ('test' in node) {
        name = ANSWERS_WITHOUT_ASKING[node.test](device) ? node.yes : node.no;
      } else {
        const cause = tried.has(node.try) ? undefined : causeOf(knowledge, node.try, device);
        const steps = cause?.steps.filter((step) => !given.has(step)) ?? [];
        if (cause && steps.length > 0) return { kind: 'try', cause, steps };
        name = node.next;
      }
    }
  }
  return { kind: 'ticket' };
}

/** Steps against the causes that did not turn out to be the one, each once, in the order in which they were given. */
export function stepsGiven(
  knowledge: Pick<Knowledge, 'problems' | 'steps' | 'facts' | 'limits'>,
  happened: readonly Happened[],
  device: Device,
): string[] {
  const steps = failedCauses(happened).flatMap((id) => causeOf(knowledge, id, device)?.steps ?? []);
  return [...new Set(steps)];
}

/** What was asked and what was said to it; `unsure` are the words for somebody who could not tell. */
export function askedSoFar(
  knowledge: Pick<Knowledge, 'trees'>,
  happened: readonly Happened[],
  unsure: string,
): Asked[] {
  return happened.flatMap((event): Asked[] => {
    if (event.kind !== 'answered') return [];
    const node = knowledge.trees.get(event.tree)?.nodes[event.node];
    if (!node || !('ask' in node)) return [];
    const option = node.options.find(({ id }) => id === event.option);
    return [{ question: node.ask, answer: option?.title ?? unsure }];
  });
}

/** A cause that nobody names may still be chosen, from what a search found. */
const treeOfCause = (id: string): Omit<Tree, 'reviewed'> => ({
  id,
  start: 'cause',
  nodes: { cause: { try: id, next: TICKET } },
});

function failedCauses(happened: readonly Happened[]): string[] {
  return happened.flatMap((event) => (event.kind === 'failed' ? [event.cause] : []));
}

function answerOf(
  tree: Pick<Tree, 'id'>,
  name: string,
  node: AskNode,
  happened: readonly Happened[],
): string | undefined {
  const answered = happened.findLast(
    (event) => event.kind === 'answered' && event.tree === tree.id && event.node === name,
  );
  if (answered?.kind !== 'answered') return undefined;
  if (answered.option === UNSURE) return node.unsure;
  return node.options.find(({ id }) => id === answered.option)?.next;
}

function askAt(tree: Pick<Tree, 'id'>, name: string, { ask, options }: AskNode): Stand {
  const offered = options.map(({ id, title, also }) => ({ id, title, also }));
  return { kind: 'ask', tree: tree.id, node: name, question: ask, options: offered };
}
