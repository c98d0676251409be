import { describe, expect, it } from '@jest/globals';

import type { Movement } from '../../../knowledge/verification/liveness.ts';
import type { Chat } from '../kit/chat.ts';
import { attachment } from '../kit/chat.ts';
import { selfie, showing } from '../kit/specimen.ts';
import { askedFor, ASKS, pass, standingAt } from '../kit/steps.ts';
import { World } from '../kit/world.ts';

/** A conversation in which the first movement has just been asked for. `places`: which of what is possible is drawn. */
async function asked(places: readonly number[] = [0, 0]): Promise<{ chat: Chat; world: World }> {
  const world = new World();
  const left = [...places];
  world.random = (limit) => Math.min(limit - 1, left.shift() ?? 0);
  const { chat } = await standingAt('liveness', world);
  await chat.says('I am ready');
  return { chat, world };
}

/** Drawn first; the other one is what comes first in the list of the other kind. */
const FIRST = {
  turn_left: [0],
  turn_right: [1],
  look_up: [2],
  smile: [3],
  open_mouth: [4],
  come_closer: [5],
};

const movement = (world: World): Movement => {
  const open = askedFor(world);
  if (!open) throw new Error('no movement is asked for');
  return open;
};
const answer = (world: World) => world.upload(showing(movement(world)));
const result = (world: World) => world.latest?.liveness?.result?.verdict;
const ends = (world: World) => world.latest?.liveness?.challenges.map(({ end }) => end?.how ?? 'open');

describe('the movements', () => {
  it('are asked one after the other once the customer is ready, and then it is sent in', async () => {
    const { chat, world } = await standingAt('liveness');
    expect(chat.question).toContain('Step 7 of 7');
    expect(chat.buttons).toEqual(['I am ready', 'I cannot do this', 'Why do you need this?']);
    expect(world.latest?.liveness).toBeUndefined();
    await chat.says('ready');
    expect(chat.question).toContain('Movement 1 of 2: **Turn your head to your left.**');
    expect(chat.question).toContain('within 90 seconds');
    await chat.sends(answer(world));
    expect(chat.question).toContain('Movement 2 of 2: **Tilt your head back and look up.**');
    const replies = await chat.sends(answer(world));
    expect(replies[0]).toBe('Thank you.');
    expect(chat.question).toContain('VG-TEST-0001');
    expect(result(world)).toEqual({ outcome: 'pass' });
    expect(ends(world)).toEqual(['passed']);
  });

  it('tell the widget what to show, until when, and how to be asked again', async () => {
    const { chat, world } = await asked();
    expect(chat.replies.at(-1)?.channelData).toEqual({
      expects: 'liveness',
      liveness: {
        instruction: 'Turn your head to your left.',
        until: new Date(world.now.getTime() + 90_000).toISOString(),
        renew: 'Ask for other movements',
      },
    });
  });

  it('are never those that the selfie shows already', async () => {
    const world = new World();
    const { chat } = await standingAt('selfie', world);
    const [face] = selfie().faces;
    if (!face) throw new Error('the specimen has a face');
    await chat.sends(
      world.upload(selfie(1, { faces: [{ ...face, happy: 1, mouthOpen: 0.5, widthShare: 0.8 }] })),
    );
    const drawn: (Movement | undefined)[] = [];
    world.random = (limit) => limit - 1;
    await chat.says('ready');
    drawn.push(askedFor(world));
    await chat.sends(answer(world));
    drawn.push(askedFor(world));
    expect(drawn).toEqual(['look_up', 'turn_right']);
  });
});

describe('a photo for a movement', () => {
  it.each(Object.entries(FIRST))('that shows %s passes, and a still face does not', async (_, places) => {
    const { chat, world } = await asked(places);
    const still = showing(movement(world), 1, {
      yaw: 0.02,
      pitch: 0.52,
      happy: 0,
      mouthOpen: 0.05,
      widthShare: 0.4,
    });
    const [why] = await chat.sends(world.upload(still));
    expect(why).toContain('The movement cannot be seen');
    expect(chat.question).toContain('Movement 1 of 2');
    await chat.sends(answer(world));
    expect(chat.question).toContain('Movement 2 of 2');
  });

  it('that came too late ends the challenge; the next one is a new one', async () => {
    const { chat, world } = await asked();
    world.passes(91);
    const replies = await chat.sends(answer(world));
    expect(replies[0]).toContain('time for this movement was over');
    expect(chat.question).toContain('Whenever you are ready');
    expect(ends(world)).toEqual(['expired']);
    world.random = () => 1;
    await chat.says('I am ready');
    expect(movement(world)).toBe('turn_right');
    expect(world.latest?.liveness?.challenges).toHaveLength(2);
  });

  it('counts from its arrival, not from when we came to it', async () => {
    const { chat, world } = await asked();
    world.passes(89);
    const photo = answer(world);
    world.passes(60);
    await chat.sends(photo);
    expect(chat.question).toContain('Movement 2 of 2');
  });

  it('that was there before the prompt is refused', async () => {
    const { chat, world } = await standingAt('liveness');
    const early = world.upload(showing('turn_left'));
    world.passes(5);
    await chat.says('I am ready');
    const [why] = await chat.sends(early);
    expect(why).toContain('sent before I asked for it');
    expect(askedFor(world)).toBe('turn_left');
  });

  it('that was sent before "ready" is not used, and asks again', async () => {
    const { chat, world } = await standingAt('liveness');
    const [why] = await chat.sends(world.upload(showing('turn_left')));
    expect(why).toContain('not asked for this photo yet');
    expect(chat.question).toContain(ASKS.liveness);
    expect(world.latest?.liveness).toBeUndefined();
  });

  it('that was an answer before is refused, also in a later challenge', async () => {
    const { chat, world } = await asked();
    const used = showing('turn_left');
    await chat.sends(world.upload(used));
    await chat.says('Ask for other movements');
    expect(movement(world)).toBe('turn_left');
    const [why] = await chat.sends(world.upload(used));
    expect(why).toContain('This picture was sent before');
  });

  it('of somebody else ends the challenge', async () => {
    const { chat, world } = await asked();
    const [why] = await chat.sends(world.upload(showing(movement(world), 7)));
    expect(why).toContain('could not be matched with your selfie');
    expect(ends(world)).toEqual(['failed']);
    expect(world.latest?.state).toBe('draft');
  });

  it('has room for two mistakes, not for trying out a collection', async () => {
    const { chat, world } = await asked();
    for (let photos = 0; photos < 3; photos++) await chat.sends(world.upload(showing('come_closer')));
    expect(ends(world)).toEqual(['failed']);
    expect(chat.question).toContain('Whenever you are ready');
  });

  it('that is doubtful goes on, flagged for a person, with no other words', async () => {
    const { chat, world } = await asked();
    const replies = await chat.sends(world.upload(showing('turn_left', 1, { yaw: 0.32 })));
    expect(replies[0]).toBe('Thank you.');
    await chat.sends(answer(world));
    expect(world.latest?.state).toBe('submitted');
    expect(result(world)).toEqual({ outcome: 'review', reasons: [{ code: 'liveness_movement_unsure' }] });
  });

  it('turned to the other side is asked for once more, and then left to a person', async () => {
    const { chat, world } = await asked([0, 1]);
    const mirrored = () => world.upload(showing('turn_right'));
    const [why] = await chat.sends(mirrored());
    expect(why).toContain('turned to the other side');
    await chat.sends(mirrored());
    expect(chat.question).toContain('Movement 2 of 2');
    await chat.sends(answer(world));
    expect(result(world)).toEqual({ outcome: 'review', reasons: [{ code: 'liveness_other_side' }] });
  });

  it('may be mirrored when both turns are asked for, as long as they are opposite', async () => {
    // Where the selfie shows every movement of the face already.
    const world = new World();
    const { chat } = await standingAt('selfie', world);
    const [face] = selfie().faces;
    if (!face) throw new Error('the specimen has a face');
    const lively = { ...face, happy: 1, mouthOpen: 0.5, pitch: 0.3, widthShare: 0.8 };
    await chat.sends(world.upload(selfie(1, { faces: [lively] })));
    await chat.says('I am ready');
    await chat.sends(world.upload(showing('turn_right')));
    expect(chat.question).toContain('Movement 2 of 2: **Turn your head to your right.**');
    const [why] = await chat.sends(world.upload(showing('turn_right')));
    expect(why).toContain('turned to the other side');
    await chat.sends(world.upload(showing('turn_left')));
    expect(result(world)).toEqual({ outcome: 'pass' });
  });
});

describe('somebody who cannot do it', () => {
  it('is asked for other movements or leaves it to a person, and it goes on', async () => {
    const { chat, world } = await standingAt('liveness');
    await chat.says("I'm disabled");
    expect(chat.question).toContain('Neither is held against you');
    expect(chat.buttons).toEqual(['Ask for other movements', 'Let a person check this part']);
    await chat.says('Let a person check this part');
    expect(world.latest?.state).toBe('submitted');
    expect(result(world)).toEqual({ outcome: 'review', reasons: [{ code: 'liveness_not_shown' }] });
  });

  it('is never asked for that movement again', async () => {
    const { chat, world } = await asked();
    await chat.says('I cannot do this');
    expect(chat.question).toContain('Neither is held against you');
    await chat.says('Ask for other movements');
    expect(movement(world)).toBe('turn_right');
    await chat.sends(answer(world));
    await chat.sends(answer(world));
    expect(result(world)).toEqual({ outcome: 'review', reasons: [{ code: 'liveness_adapted' }] });
  });

  it('is offered a person after three attempts in vain, and is told nothing of a flag', async () => {
    const { chat, world } = await asked();
    for (let times = 0; times < 3; times++) {
      world.passes(100);
      await chat.sends(answer(world));
      if (times < 2) await chat.says('I am ready');
    }
    expect(chat.question).toContain('This has not worked 3 times now');
    expect(chat.buttons).toContain('Let a person check this part');
    expect(chat.buttons).toContain('Talk to a person');
    await pass('liveness', chat, world);
    expect(result(world)).toEqual({ outcome: 'review', reasons: [{ code: 'liveness_many_tries' }] });
    expect(chat.replies.map(({ text }) => text).join()).not.toMatch(/closer look|several/);
  });

  it('cannot have challenges drawn until a fitting one comes up', async () => {
    const { chat, world } = await asked();
    for (let times = 1; times < 8; times++) await chat.says('Ask for other movements');
    expect(world.latest?.liveness?.challenges).toHaveLength(8);
    await chat.says('Ask for other movements');
    expect(world.latest?.liveness?.challenges).toHaveLength(8);
    expect(chat.buttons).toEqual(['Let a person check this part', 'Talk to a person']);
    world.passes(25 * 60 * 60);
    await chat.says('hello');
    chat.losesItsState();
    await chat.says('verify me');
    expect(chat.buttons).toContain('I am ready');
  });
});

describe('an interruption', () => {
  it('is answered, and the same movement is asked for with the same clock', async () => {
    const { chat, world } = await asked();
    const before = structuredClone(world.latest?.liveness);
    await chat.says('why do you need this?');
    expect(chat.question).toContain('Movement 1 of 2');
    await chat.says('help');
    expect(chat.question).toContain('Movement 1 of 2');
    expect(world.latest?.liveness).toEqual(before);
  });

  it('by a loss of state or a restart asks for the same movement while its time runs, later for new ones', async () => {
    const { chat, world } = await asked();
    const before = structuredClone(world.latest?.liveness);
    chat.losesItsState();
    await chat.says('verify me');
    expect(chat.question).toContain('Movement 1 of 2');
    expect(world.latest?.liveness).toEqual(before);
    const photo = answer(world);
    chat.losesItsState();
    await chat.sends(photo);
    expect(chat.question).toContain('Movement 2 of 2');
    world.passes(100);
    chat.losesItsState();
    await chat.says('verify me');
    expect(chat.question).toContain('Whenever you are ready');
  });

  it('by going back leads to the selfie; with another one the movements are asked for anew', async () => {
    const { chat, world } = await asked();
    await chat.sends(answer(world));
    await chat.says('back');
    expect(chat.buttons).toContain('Keep the photo I sent');
    await chat.says('Keep the photo I sent');
    expect(chat.question).toContain('Movement 2 of 2');
    await chat.says('back');
    await chat.sends(world.upload(selfie()));
    expect(chat.question).toContain('Whenever you are ready');
    expect(askedFor(world)).toBeUndefined();
  });
});

describe('a turn that is run twice', () => {
  it('draws one challenge', async () => {
    const { chat, world } = await standingAt('liveness');
    const { first, second } = await chat.crashesAfter({ type: 'message', text: 'I am ready' });
    expect(second).toEqual(first);
    expect(world.latest?.liveness?.challenges).toHaveLength(1);
    const [one] = world.latest?.liveness?.challenges ?? [];
    expect(one?.prompts.map((prompt) => prompt.movement)).toEqual(['turn_left', 'look_up']);
  });

  it.each<[string, (world: World) => string]>([
    ['a good photo', answer],
    ['a photo without the movement', (world) => world.upload(showing('come_closer'))],
    ["somebody else's photo", (world) => world.upload(showing(movement(world), 7))],
  ])('says and notes the same for %s', async (_, photo) => {
    const { chat, world } = await asked();
    const { measured } = world;
    const { first, second } = await chat.crashesAfter({
      type: 'message',
      attachments: [attachment(photo(world))],
    });
    expect(second).toEqual(first);
    expect(world.measured).toBe(measured + 1);
    const photos = world.latest?.liveness?.challenges.flatMap(({ prompts }) =>
      prompts.map((one) => one.photos.length),
    );
    expect(photos).toEqual([1, 0]);
  });

  it('sends it in once with the last movement', async () => {
    const { chat, world } = await asked();
    await chat.sends(answer(world));
    const { first, second } = await chat.crashesAfter({
      type: 'message',
      attachments: [attachment(answer(world))],
    });
    expect(second).toEqual(first);
    expect(world.submissions).toHaveLength(1);
    expect(world.latest?.state).toBe('submitted');
  });
});

describe('after a rejection', () => {
  it('asks for the movements alone when those were named', async () => {
    const { chat, world } = await standingAt('liveness');
    await pass('liveness', chat, world);
    world.decide('rejected', ['liveness_movement_unsure']);
    await chat.says('Re-Verify');
    expect(chat.question).toContain(ASKS.liveness);
    await pass('liveness', chat, world);
    expect(world.latest).toMatchObject({ state: 'submitted', expedited: true });
  });

  it('does not ask for them again when only the document was named', async () => {
    const { chat, world } = await standingAt('liveness');
    await pass('liveness', chat, world);
    world.decide('rejected', ['document_glare']);
    await chat.says('Re-Verify');
    await pass('document_front', chat, world);
    expect(world.latest).toMatchObject({ state: 'submitted', expedited: true });
  });
});
