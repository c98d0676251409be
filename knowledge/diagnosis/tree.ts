import { z } from 'zod';

import { sentence } from '../entry.ts';

const id = z.string().regex(/^[a-z0-9_]+$/);

/** What is known of a customer without asking; unknown counts as no. */
export const TESTS = ['in_app', 'browser_old', 'ios', 'android', 'phone'] as const;
export type Test = (typeof TESTS)[number];

/** Where a tree ends: the causes it knows are exhausted, and a person takes over. */
export const TICKET = 'ticket';

/** Yes or no, from what is known already. */
const TestNode = z.strictObject({ test: z.enum(TESTS), yes: id, no: id });

/** An answer that a question offers. */
export const TreeOption = z.strictObject({
  id,
  title: sentence,
  /** Other ways to say it. */
  also: z.array(z.string().min(1)),
  next: id,
});
export type TreeOption = z.infer<typeof TreeOption>;

const AskNode = z.strictObject({
  ask: sentence,
  options: z.array(TreeOption).min(2).max(5),
  /** Where somebody goes who cannot tell. */
  unsure: id,
});
export type AskNode = z.infer<typeof AskNode>;

/** One cause (a problem entry) with its steps; `next` when they did not help. */
const TryNode = z.strictObject({ try: id, next: id });

export const TreeNode = z.union([TestNode, AskNode, TryNode]);
export type TreeNode = z.infer<typeof TreeNode>;

/** How to get from one symptom (the problem with the same id) to its cause, in knowledge/diagnosis/<symptom>.yaml. */
export const Tree = z.strictObject({
  id,
  start: id,
  nodes: z.record(id, TreeNode),
  reviewed: z.iso.date(),
});
export type Tree = z.infer<typeof Tree>;

/** The nodes that a node leads to, `ticket` included. */
function nextOf(node: TreeNode): string[] {
  if ('test' in node) return [node.yes, node.no];
  if ('ask' in node) return [...node.options.map(({ next }) => next), node.unsure];
  return [node.next];
}

/** What is wrong with a tree, in words; empty when every way through it ends at a ticket and tries each cause once. */
export function faultsOf(tree: Tree, causeIds: { has(id: string): boolean }): string[] {
  const faults: string[] = [];
  if (tree.nodes[TICKET]) faults.push(`a node cannot be called ${TICKET}`);
  for (const [name, node] of Object.entries(tree.nodes)) {
    if ('try' in node && !causeIds.has(node.try)) faults.push(`${name}: there is no cause ${node.try}`);
    for (const next of nextOf(node)) {
      if (next !== TICKET && !tree.nodes[next]) faults.push(`${name}: there is no node ${next}`);
    }
    if ('ask' in node && new Set(node.options.map((option) => option.id)).size < node.options.length)
      faults.push(`${name}: two options have one id`);
  }
  if (!tree.nodes[tree.start]) faults.push(`there is no node ${tree.start} to start with`);
  // Ways are only followed through a tree whose nodes all exist.
  return faults.length > 0 ? faults : faultsOfWays(tree);
}

function faultsOfWays(tree: Tree): string[] {
  const faults = new Set<string>();
  const reached = new Set<string>();
  const follow = (name: string, way: readonly string[], tried: readonly string[]): void => {
    const node = tree.nodes[name];
    if (!node) return;
    if (way.includes(name)) {
      faults.add(`${[...way.slice(way.indexOf(name)), name].join(' → ')} is a circle`);
      return;
    }
    if ('try' in node && tried.includes(node.try)) faults.add(`${name}: ${node.try} was tried before it`);
    reached.add(name);
    const triedNow = 'try' in node ? [...tried, node.try] : tried;
    for (const next of new Set(nextOf(node))) follow(next, [...way, name], triedNow);
  };
  follow(tree.start, [], []);
  for (const name of Object.keys(tree.nodes)) {
    if (!reached.has(name)) faults.add(`${name} is never reached`);
  }
  return [...faults];
}
