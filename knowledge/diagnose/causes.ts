import { sectionsOf } from '../answer/sections.ts';
import type { Knowledge } from '../knowledge.ts';
import type { ProblemEntry, Step } from '../problems/problem.ts';
import { browserAge, type BrowserAge } from './browser-age.ts';
import { surroundingsOf, type Surroundings } from './browser-of.ts';

/** What is known of a customer's device and browser without asking. */
export interface Device extends Surroundings {
  readonly age: BrowserAge;
}

/** Takes a user-agent header. */
export function deviceOf(knowledge: Pick<Knowledge, 'browserVersions'>, userAgent?: string): Device {
  const surroundings = surroundingsOf(userAgent);
  return { ...surroundings, age: browserAge(knowledge.browserVersions, surroundings) };
}

/** Something that may be wrong, with what helps against it on one customer's device. */
export interface Cause {
  readonly id: string;
  readonly title: string;
  /** The error code that the exchange shows. */
  readonly code?: string;
  /** In the order in which to try them. */
  readonly steps: readonly string[];
  /** The browser's age decides which of the steps are left. */
  readonly aboutBrowserAge: boolean;
  readonly facts: readonly string[];
  readonly sections: readonly string[];
}

type Known = Pick<Knowledge, 'problems' | 'steps' | 'facts' | 'limits'>;

/** Undefined for an id that this release does not know. */
export function causeOf(knowledge: Known, id: string, device: Device): Cause | undefined {
  const entry = knowledge.problems.get(id);
  if (!entry) return undefined;
  const { title, code, facts } = entry;
  const lists = listsOf(knowledge, entry);
  return {
    id,
    title,
    ...(code === undefined ? {} : { code }),
    steps: lists.flatMap(({ steps, unlessNewest }) =>
      unlessNewest && device.age.kind === 'newest' ? [] : stepsFor(steps, device),
    ),
    aboutBrowserAge: lists.some(
      ({ steps, unlessNewest }) => unlessNewest || steps.some((step) => step.unlessNewest),
    ),
    facts,
    sections: sectionsOf(knowledge, facts),
  };
}

interface StepsTogether {
  readonly steps: readonly Step[];
  readonly unlessNewest: boolean;
}

function listsOf(knowledge: Known, { steps }: ProblemEntry): StepsTogether[] {
  return steps.map((step) => {
    if (!('use' in step)) return { steps: [step], unlessNewest: false };
    return knowledge.steps.get(step.use) ?? { steps: [], unlessNewest: false };
  });
}

/** Those for this browser and system; the one for unknown browsers only when no other knows this one. */
function stepsFor(steps: readonly Step[], { browser, system, app, age }: Device): string[] {
  const fits = (step: Step) =>
    (step.browsers?.includes(browser) ?? true) &&
    (step.systems?.includes(system) ?? true) &&
    (step.apps === undefined || (app !== undefined && step.apps.includes(app))) &&
    !(step.unlessNewest && age.kind === 'newest');
  const known = steps.some((step) => step.browsers !== undefined && fits(step));
  return steps.filter((step) => (step.otherwise ? !known : fits(step))).map((step) => step.text);
}
