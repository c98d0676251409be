import { describe, expect, it } from '@jest/globals';

import { deviceOf } from '../../../knowledge/diagnose/causes.ts';
import { askedSoFar, standOf, stepsGiven, UNSURE, type Happened } from '../../../knowledge/diagnose/walk.ts';
import { faultsOf, Tree } from '../../../knowledge/diagnosis/tree.ts';
import { BROWSERS, SYSTEMS } from '../../../knowledge/problems/problem.ts';
import { knowledge } from '../asking.ts';

const AGENTS = {
  none: undefined,
  newChrome: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${knowledge.browserVersions.browsers['chrome']?.at(-1)?.[0] ?? ''}.0.0.0 Safari/537.36`,
  oldChrome:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  instagram:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 361.0.0.35.82',
} as const;
type Agent = keyof typeof AGENTS;

const at = (symptoms: readonly string[], happened: readonly Happened[] = [], agent: Agent = 'none') =>
  standOf(knowledge, symptoms, happened, deviceOf(knowledge, AGENTS[agent]));

const failed = (cause: string): Happened => ({ kind: 'failed', cause });

/** Every way through a symptom's tree, as the stands that a customer meets. */
function* ways(symptom: string, agent: Agent, happened: readonly Happened[] = []): Generator<string[]> {
  const stand = at([symptom], happened, agent);
  if (stand.kind === 'ticket') {
    yield ['ticket'];
    return;
  }
  const next: Happened[] =
    stand.kind === 'try'
      ? [failed(stand.cause.id)]
      : [...stand.options.map(({ id }) => id), UNSURE].map((option) => ({
          kind: 'answered',
          tree: stand.tree,
          node: stand.node,
          option,
        }));
  const name = stand.kind === 'try' ? stand.cause.id : stand.node;
  for (const event of next) {
    for (const rest of ways(symptom, agent, [...happened, event])) yield [name, ...rest];
  }
}

describe('a tree', () => {
  const symptoms = [...knowledge.trees.keys()];

  it('is there for everything that people name', () => {
    const named = [...knowledge.problems.values()].filter(({ examples }) => examples.length > 0);
    expect(new Set(symptoms)).toEqual(new Set(named.map(({ id }) => id)));
  });

  it.each(
    symptoms.flatMap((symptom) => (Object.keys(AGENTS) as Agent[]).map((agent) => [symptom, agent] as const)),
  )('of %s ends at a ticket whatever is answered, and gives no steps twice (%s)', (symptom, agent) => {
    const all = [...ways(symptom, agent)];
    expect(all.length).toBeGreaterThan(0);
    for (const way of all) {
      expect(way.at(-1)).toBe('ticket');
      expect(way.length).toBeGreaterThan(1);
      expect(new Set(way).size).toBe(way.length);
    }
  });

  it('asks what the browser does not tell, and goes where the answer leads', () => {
    const stand = at(['camera_blocked'], [failed('camera_blocked')]);
    expect(stand).toMatchObject({ kind: 'ask', node: 'picture' });
    const answered = (option: string): Happened => ({
      kind: 'answered',
      tree: 'camera_blocked',
      node: 'picture',
      option,
    });
    const after = (option: string) => at(['camera_blocked'], [failed('camera_blocked'), answered(option)]);
    expect(after('black')).toMatchObject({ kind: 'try', cause: { id: 'camera_busy' } });
    expect(after('not_found')).toMatchObject({ kind: 'try', cause: { id: 'no_camera' } });
    expect(after(UNSURE)).toMatchObject({ kind: 'try', cause: { id: 'camera_busy' } });
    // An option of another release: the question comes again.
    expect(after('gone')).toMatchObject({ kind: 'ask', node: 'picture' });
  });

  it('suspects the app first when the page is open inside one, and says which', () => {
    const stand = at(['camera_blocked'], [], 'instagram');
    expect(stand).toMatchObject({ kind: 'try', cause: { id: 'in_app_browser' } });
    expect(stand.kind === 'try' && stand.steps.join(' ')).toContain('In Instagram');
    expect(at(['camera_blocked'], [], 'iphone')).toMatchObject({ cause: { id: 'camera_blocked' } });
  });

  it('leaves out the update where the browser is the newest', () => {
    const steps = (agent: Agent) => {
      const stand = at(['error_9810'], [], agent);
      return stand.kind === 'try' ? stand.steps.join(' ') : '';
    };
    expect(steps('oldChrome')).toContain('About Google Chrome');
    expect(steps('none')).toContain('latest version');
    expect(steps('newChrome')).not.toMatch(/latest version|About Google Chrome/);
    expect(steps('newChrome')).not.toBe('');
  });

  it('of the second symptom follows the first, without what was tried', () => {
    const causes: string[] = [];
    let happened: Happened[] = [];
    for (let stand = at(['error_9810', 'camera_blocked']); stand.kind !== 'ticket';) {
      const event: Happened =
        stand.kind === 'try'
          ? failed(stand.cause.id)
          : { kind: 'answered', tree: stand.tree, node: stand.node, option: UNSURE };
      if (stand.kind === 'try') causes.push(stand.cause.id);
      happened = [...happened, event];
      stand = at(['error_9810', 'camera_blocked'], happened);
    }
    expect(causes[0]).toBe('error_9810');
    expect(causes).toContain('no_camera');
    expect(new Set(causes).size).toBe(causes.length);
    expect(stepsGiven(knowledge, happened, deviceOf(knowledge)).length).toBeGreaterThan(causes.length);
    expect(askedSoFar(knowledge, happened, 'not sure')).toContainEqual(
      expect.objectContaining({ answer: 'not sure' }),
    );
  });

  it('of a symptom that this release does not know leads to a ticket', () => {
    expect(at(['gone'])).toEqual({ kind: 'ticket' });
    expect(at(['network'])).toMatchObject({ kind: 'try', cause: { id: 'network' } });
    expect(at(['network'], [failed('network')])).toEqual({ kind: 'ticket' });
    expect(at(['error_9801'], [failed('gone')])).toMatchObject({ kind: 'try' });
  });
});

describe('every cause', () => {
  it.each([...knowledge.problems.keys()])('%s has something to do in every browser on every system', (id) => {
    const tree: Tree = {
      id: 't',
      start: 'a',
      nodes: { a: { try: id, next: 'ticket' } },
      reviewed: '2026-11-26',
    };
    const trees = new Map([['t', tree]]);
    for (const browser of BROWSERS) {
      for (const system of SYSTEMS) {
        const device = { browser, system, age: { kind: 'unknown' } as const };
        const stand = standOf({ ...knowledge, trees }, ['t'], [], device);
        expect([browser, system, stand.kind]).toEqual([browser, system, 'try']);
      }
    }
  });
});

describe('a tree with a mistake', () => {
  const ask = (next: string) => ({
    ask: 'What?',
    options: ['a', 'b'].map((id) => ({ id, title: id, also: [], next })),
    unsure: next,
  });
  const faults = (nodes: Record<string, unknown>) =>
    faultsOf(
      Tree.parse({ id: 'x', start: 'start', nodes, reviewed: '2026-11-26' }),
      new Set(['one', 'two']),
    ).join('; ');

  it.each([
    ['an unknown cause', { start: { try: 'three', next: 'ticket' } }, /no cause three/],
    ['an unknown node', { start: { try: 'one', next: 'end' } }, /no node end/],
    ['no start', { other: { try: 'one', next: 'ticket' } }, /no node start/],
    [
      'a node that is never reached',
      { start: { try: 'one', next: 'ticket' }, lost: { try: 'two', next: 'ticket' } },
      /lost is never reached/,
    ],
    [
      'a circle',
      { start: { try: 'one', next: 'more' }, more: ask('start') },
      /start → more → start is a circle/,
    ],
    [
      'a cause that is tried twice',
      { start: { try: 'one', next: 'again' }, again: { try: 'one', next: 'ticket' } },
      /one was tried before/,
    ],
    ['a node called ticket', { start: ask('ticket'), ticket: ask('start') }, /cannot be called ticket/],
  ])('is named: %s', (_what, nodes, expected) => {
    expect(faults(nodes)).toMatch(expected);
  });

  it('is none where there is none', () => {
    expect(
      faults({ start: ask('one'), one: { try: 'one', next: 'two' }, two: { try: 'two', next: 'ticket' } }),
    ).toBe('');
  });
});
