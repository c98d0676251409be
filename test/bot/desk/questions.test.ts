import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { openDesk, type Browser, type Desk } from './desk-kit.ts';

let desk: Desk;
let kim: Browser;

beforeAll(async () => {
  desk = await openDesk();
  kim = await desk.agent('Kim');
});
afterAll(() => desk.close());

it('shows what was asked in vain, and lets an agent settle it', async () => {
  const question = { why: 'unhelpful', shown: ['article:cost'], locale: 'en' } as const;
  await desk.questions.collect({ ...question, key: 'a', text: 'is there a <b>loan</b>' });
  await desk.questions.collect({ ...question, key: 'b', text: 'is there a <b>loan</b>' });
  const html = await (await kim.get('/desk/questions')).text();
  expect(html).toContain('is there a &lt;b>loan&lt;/b>');
  expect(html).toContain('did not help');
  expect(html).toContain('2×');
  const [open] = await desk.questions.open();
  const action = `/desk/questions/${open?.id ?? ''}/settle`;
  const after = await kim.send('/desk/questions', {}, action);
  expect(await after.text()).toContain('No open questions.');
  expect(await (await kim.submit(html, action, {})).text()).toContain('settled already');
});

it('is for agents only', async () => {
  const page = await desk.stranger().get('/desk/questions');
  expect(new URL(page.url).pathname).not.toBe('/desk/questions');
});
