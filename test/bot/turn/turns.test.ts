import { setTimeout as wait } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Activity } from 'botbuilder';

import { Failure } from '../../../bot/failure.ts';
import { createServices } from '../../../bot/turn/services.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import {
  countingDialog,
  startStations,
  type StationOptions,
  type Stations,
} from '../direct-line/stations.ts';
import { grant, Widget } from '../direct-line/widget.ts';

let fresh: FreshDatabase;
let running: Stations[];
let widgets: Widget[];

beforeEach(async () => {
  fresh = await freshDatabase();
  [running, widgets] = [[], []];
});

afterEach(async () => {
  for (const widget of widgets) widget.close();
  for (const stations of running) await stations.stop();
  await fresh.drop();
});

async function start(options: StationOptions = {}): Promise<Stations> {
  const stations = await startStations(fresh, options);
  running.push(stations);
  return stations;
}

async function openChat({ origin }: Stations): Promise<Widget> {
  const widget = await Widget.open(origin);
  widgets.push(widget);
  return widget;
}

async function greetedChat(stations: Stations): Promise<Widget> {
  const widget = await openChat(stations);
  await widget.hears('Welcome!');
  return widget;
}

/** What the log holds, whoever may be connected. */
async function logged(stations: Stations, widget: Widget): Promise<unknown[]> {
  const entries = await stations.conversations.since(widget.held.conversationId, 0);
  return entries.filter(({ activity }) => activity.type === 'message').map(({ activity }) => activity.text);
}

const never = new Promise<string>(() => undefined);

describe('after a crash', () => {
  it('a message that was taken but not begun is answered once, by whoever comes first', async () => {
    const dead = await start({ answering: false });
    const widget = await openChat(dead);
    await widget.says('is anybody there?');
    const [one, other] = [await start(), await start()];
    await Promise.all([one.turns.recover(), other.turns.recover()]);
    await until('the answer', async () => ((await logged(one, widget)).length >= 3 ? true : undefined));
    await wait(300);
    expect((await logged(one, widget)).sort()).toEqual([
      '1: is anybody there?',
      'Welcome!',
      'is anybody there?',
    ]);
  });

  it('a turn that was cut off runs again from where the dialog was before it', async () => {
    const answer = ({ text }: Activity) => (text === 'second' ? never : text);
    const dying = await start({ rootDialog: countingDialog({ answer }) });
    const widget = await greetedChat(dying);
    await widget.says('first');
    await widget.hears('1: first');
    await widget.says('second');
    await widget.says('third');
    const next = await start();
    await next.turns.recover();
    await until('both answers', async () =>
      (await logged(next, widget)).includes('3: third') ? true : undefined,
    );
    expect(await logged(next, widget)).toEqual([
      'Welcome!',
      'first',
      '1: first',
      'second',
      'third',
      '2: second',
      '3: third',
    ]);
  });

  it('the late answer of a turn that was thought dead is dropped', async () => {
    let finish: (text: string) => void = () => undefined;
    const late = new Promise<string>((resolve) => (finish = resolve));
    let isAtIt = false;
    const answer = () => {
      isAtIt = true;
      return late;
    };
    const slow = await start({ rootDialog: countingDialog({ answer }) });
    const widget = await greetedChat(slow);
    await widget.says('hello');
    await until('the turn to begin', () => isAtIt || undefined);
    const other = await start();
    await other.turns.recover();
    await widget.hears('1: hello');
    finish('too late');
    await wait(300);
    expect(await logged(slow, widget)).toEqual(['Welcome!', 'hello', '1: hello']);
  });

  it('a message that brings the process down each time is given up, with an apology', async () => {
    let tries = 0;
    const answer = () => {
      tries += 1;
      return never;
    };
    const widget = await greetedChat(await start({ rootDialog: countingDialog({ answer }) }));
    await widget.says('poison');
    await until('the first try', () => tries === 1 || undefined);
    for (let crash = 1; crash <= 2; crash += 1) {
      const crashing = await start({ rootDialog: countingDialog({ answer }) });
      await crashing.turns.recover();
      await until('another try', () => tries === crash + 1 || undefined);
    }
    const survivor = await start();
    await survivor.turns.recover();
    await widget.hears(/^Sorry, E-\w{8}$/);
  });
});

describe('turns', () => {
  it('of one conversation follow each other, and do not wait for those of others', async () => {
    let finish: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const answer = async ({ text }: Activity) => {
      if (text === 'slow') await slow;
      return text;
    };
    const stations = await start({ rootDialog: countingDialog({ answer }) });
    const [ann, bob] = [await greetedChat(stations), await greetedChat(stations)];
    await ann.says('slow');
    await ann.says('quick');
    await bob.says('hello');
    await bob.hears('1: hello');
    expect(ann.texts).toEqual(['Welcome!', 'slow', 'quick']);
    finish();
    await ann.hears('2: quick');
    expect(ann.texts).toEqual(['Welcome!', 'slow', 'quick', '1: slow', '2: quick']);
  });

  it('that fail for a moment are tried again, and answered once', async () => {
    let failures = 2;
    const answer = ({ text }: Activity) => {
      if (failures > 0) {
        failures -= 1;
        throw new Error('not now');
      }
      return text;
    };
    const widget = await greetedChat(await start({ rootDialog: countingDialog({ answer }) }));
    await widget.says('hello');
    await widget.hears('1: hello');
    expect(widget.texts).toEqual(['Welcome!', 'hello', '1: hello']);
  });

  it('that fail for good end in an apology with a number, and the chat goes on', async () => {
    const answer = ({ text }: Activity) => {
      if (text === 'boom') throw new Error('broken');
      return text;
    };
    const widget = await greetedChat(await start({ rootDialog: countingDialog({ answer }) }));
    await widget.says('hello');
    await widget.hears('1: hello');
    const id = await widget.says('boom');
    expect(await widget.hears(/^Sorry, E-\w{8}$/)).toMatchObject({ replyToId: id });
    await widget.says('still here?');
    // From the beginning: whatever the dialog tripped over is forgotten.
    await widget.hears('1: still here?');
  });

  it('that find the checks busy are put off with one word about it, and answered when they can be', async () => {
    let busyTurns = 2;
    const answer = ({ text }: Activity) => {
      if (busyTurns > 0) {
        busyTurns -= 1;
        throw new Failure('worker_busy', 'too many photos are waiting');
      }
      return text;
    };
    const stations = await start({ rootDialog: countingDialog({ answer }) });
    const widget = await greetedChat(stations);
    const other = await greetedChat(stations);
    await widget.says('photo');
    await widget.hears('Busy, yours is kept.');
    busyTurns = 1;
    await widget.hears('1: photo');
    await other.says('hello');
    await other.hears('1: hello');
    expect(widget.texts).toEqual(['Welcome!', 'photo', 'Busy, yours is kept.', '1: photo']);
  });

  it('that were put off are not forgotten when the process ends meanwhile', async () => {
    const busy = () => {
      throw new Failure('worker_busy', 'too many photos are waiting');
    };
    const dying = await start({ rootDialog: countingDialog({ answer: busy }) });
    const widget = await greetedChat(dying);
    await widget.says('photo');
    await widget.hears('Busy, yours is kept.');
    await dying.turns.stop();
    const next = await start();
    await next.turns.recover();
    await widget.hears('1: photo');
    expect(widget.texts).toEqual(['Welcome!', 'photo', 'Busy, yours is kept.', '1: photo']);
  });

  it('that were put off for too long end in an apology', async () => {
    const busy = () => {
      throw new Failure('worker_busy', 'too many photos are waiting');
    };
    let late = 0;
    const now = () => new Date(Date.now() + late);
    const widget = await greetedChat(await start({ rootDialog: countingDialog({ answer: busy }), now }));
    await widget.says('photo');
    await widget.hears('Busy, yours is kept.');
    late = 15 * 60_000;
    await widget.hears(/^Sorry, E-\w{8}$/);
  });

  it('that never end do not block the conversation', async () => {
    const answer = ({ text }: Activity) => (text === 'hang' ? never : text);
    const turns = { turnLimitMs: 1_500 };
    const widget = await greetedChat(await start({ rootDialog: countingDialog({ answer }), turns }));
    await widget.says('hang');
    await widget.says('next');
    await widget.hears('1: next');
    expect(widget.texts).toEqual(['Welcome!', 'hang', 'next', expect.stringMatching(/^Sorry/), '1: next']);
  });
});

const AGENT = '3f6f1d5e-5d1c-4f0e-9a53-0d8a0b3b7a11';

describe('while an agent answers', () => {
  it('the bot is silent, the agent is told, and the customer can call the bot back', async () => {
    const stations = await start();
    const widget = await greetedChat(stations);
    const { conversationId } = widget.held;
    await stations.conversations.giveToAgent(conversationId, AGENT);
    await widget.says('are you a person?');
    await until('the agent to be told', () => stations.writtenToAgent.at(0));
    expect(stations.writtenToAgent).toEqual([conversationId]);
    await until(
      'nothing to be owed',
      async () => (await stations.conversations.turns.waiting()).length === 0 || undefined,
    );
    await widget.says('back to the bot');
    await widget.hears('1: back to the bot');
    expect((await stations.conversations.find(conversationId))?.owner).toBe('bot');
    expect(widget.texts).toEqual(['Welcome!', 'are you a person?', 'back to the bot', '1: back to the bot']);
  });

  it('an answer that the bot was still working on is not said', async () => {
    let finish: () => void = () => undefined;
    const slow = new Promise<string>((resolve) => (finish = () => resolve('too late')));
    let isAtIt = false;
    const answer = () => {
      isAtIt = true;
      return slow;
    };
    const stations = await start({ rootDialog: countingDialog({ answer }) });
    const widget = await greetedChat(stations);
    await widget.says('help');
    await until('the turn to begin', () => isAtIt || undefined);
    await stations.conversations.giveToAgent(widget.held.conversationId, AGENT);
    finish();
    await until('the agent to be told', () => stations.writtenToAgent.at(0));
    expect(widget.texts).toEqual(['Welcome!', 'help']);
  });

  it('the customer can end the chat, once however often the message is dealt with', async () => {
    const stations = await start();
    const widget = await greetedChat(stations);
    const { conversationId } = widget.held;
    await stations.conversations.giveToAgent(conversationId, AGENT);
    await widget.says('that is all');
    await widget.hears('The chat is over.');
    expect((await stations.conversations.find(conversationId))?.owner).toBe('bot');
    expect(await stations.conversations.turns.waiting()).toEqual([]);
    expect(widget.texts).toEqual(['Welcome!', 'that is all', 'The chat is over.']);
  });

  it('nothing of an ended chat is done when the message was settled by somebody else', async () => {
    const stations = await start({ rootDialog: countingDialog() });
    const widget = await greetedChat(stations);
    const { conversationId } = widget.held;
    const { turns } = stations.conversations;
    const { seq } = await stations.conversations.append(
      conversationId,
      'user',
      { type: 'message', text: 'that is all' },
      { turn: true },
    );
    const turn = await turns.next(conversationId);
    if (turn?.seq !== seq) throw new Error('the message is owed an answer');
    await turns.commit(turn, { replies: [], state: [] });
    const late = turns.commit(turn, {
      replies: [],
      state: [],
      also: (tx) =>
        stations.conversations
          .append(conversationId, 'bot', { type: 'message', text: 'Late' }, { tx })
          .then(() => undefined),
    });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    const said = await stations.conversations.since(conversationId, 0);
    expect(said.map(({ activity }) => activity.text)).not.toContain('Late');
  });

  it('the customer is not told to wait for a turn whose message is the agent’s by then', async () => {
    const stations = await start();
    const widget = await greetedChat(stations);
    const { conversationId } = widget.held;
    await stations.conversations.giveToAgent(conversationId, AGENT);
    const told = stations.turns.tell(conversationId, { text: 'Busy' }, 'bot', 'put_off:1', {
      onlyWhile: 'bot',
    });
    await expect(told).rejects.toMatchObject({ code: 'conflict' });
    expect(widget.texts).toEqual(['Welcome!']);
  });
});

describe('telling a customer something', () => {
  it('appears once however often it is repeated, at once, and under the name of the agent', async () => {
    const stations = await start();
    const widget = await greetedChat(stations);
    const { conversationId } = widget.held;
    const answer = { text: 'I looked into it.', from: { id: 'a1', name: 'Maria' }, replyToId: 'unseen' };
    const tell = () => stations.turns.tell(conversationId, answer, 'agent', 'ticket:1:answer:1');
    await Promise.all([tell(), tell()]);
    await tell();
    const shown = await widget.hears('I looked into it.');
    expect(shown.from).toEqual({ id: 'agent', role: 'bot', name: 'Maria' });
    expect(shown.replyToId).toBeUndefined();
    await stations.turns.tell(conversationId, { text: 'Anything else?' }, 'bot', 'ticket:1:solved');
    await widget.hears('Anything else?');
    expect(widget.texts).toEqual(['Welcome!', 'I looked into it.', 'Anything else?']);
  });

  it('fails for a conversation that is not there', async () => {
    const stations = await start();
    await expect(stations.turns.tell('nowhere', { text: 'x' }, 'bot', 'k')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is kept for a customer who is away', async () => {
    const stations = await start();
    const visit = await grant(stations.origin);
    const before = new Widget(stations.origin, visit.grant);
    await before.hears('Welcome!');
    before.close();
    await stations.turns.tell(
      visit.grant.conversationId,
      { text: 'Approved.' },
      'bot',
      'submission:1:decided',
    );
    const after = new Widget(stations.origin, visit.grant, { reload: true });
    widgets.push(after);
    await after.hears('Approved.');
    expect(after.texts).toEqual(['Welcome!', 'Approved.']);
  });
});

it('dialogs find the files of their own customer only', async () => {
  const stations = await start();
  const widget = await greetedChat(stations);
  await widget.sends([{ name: 'a.txt', bytes: Buffer.from('words'), type: 'text/plain' }], { text: 'mine' });
  await widget.hears(/^1: mine/);
  const [row] = await fresh.database.query<{ id: string }>('select id from upload');
  const unused = undefined as never;
  const services = createServices({
    now: () => new Date(),
    customers: stations.customers,
    submissions: unused,
    institutions: unused,
    tickets: unused,
    questions: unused,
    mailCodes: unused,
    staffing: unused,
    readScreenshot: unused,
    workers: unused,
    uploads: stations.uploads,
    conversations: stations.conversations,
  });
  const id = row?.id ?? '';
  expect(await services.uploads.find(widget.held.userId, id)).toMatchObject({ id, kind: 'other', bytes: 5 });
  expect(await services.uploads.find('dl_other', id)).toBeUndefined();
  expect(await services.uploads.find(widget.held.userId, 'upl_none')).toBeUndefined();
  expect(await services.userAgent(widget.held.conversationId)).toBeDefined();
});
