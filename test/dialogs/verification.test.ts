import { describe, expect, it } from '@jest/globals';

import { Chat } from './kit/chat.ts';
import { GERMAN_ANNA, passport, selfie } from './kit/specimen.ts';
import { World } from './kit/world.ts';

const FORM = {
  surname: 'Eriksson',
  given_names: 'Anna Maria',
  birth_date: '1990-04-03',
  document_number: 'L898902C3',
  email: 'anna@example.com',
};

describe('verification', () => {
  it('goes from hello to a reference number', async () => {
    const world = new World();
    const chat = new Chat(world);
    console.log(await chat.says('hi'));
    console.log(await chat.says('Verify me'));
    console.log(await chat.says('I agree'));
    console.log(await chat.says('germny'));
    console.log(chat.buttons);
    console.log(await chat.says('yes'));
    console.log(await chat.says('Passport'), JSON.stringify(chat.card, null, 1));
    console.log(await chat.submits('Continue', FORM));
    console.log(await chat.sends(world.upload(passport(GERMAN_ANNA))), JSON.stringify(chat.card, null, 1));
    console.log(await chat.submits('All correct'));
    console.log(await chat.sends(world.upload(selfie())));
    expect(world.latest?.state).toBe('submitted');
  });
});
