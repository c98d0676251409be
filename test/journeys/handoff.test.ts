import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { ROBIN } from '../kit/agent.ts';
import { removeApp, startApp, type RunningApp } from '../kit/app.ts';
import { openBrowser, openTab, type Tab } from '../kit/browser.ts';
import { openMailbox, type Mailbox } from '../kit/mailbox.ts';
import { until } from '../kit/until.ts';
import { Widget } from '../kit/widget.ts';

/** What the browser showed, for people to look at. */
const pictures = path.join(tmpdir(), 'veriguide-screens');
const ANSWERS = 12;
/** On a busy machine a browser takes its time. */
const PATIENCE = { timeout: 20_000 };

const WINDOWS = [
  { name: '1280-light', width: 1280, height: 860, phone: false, dark: false },
  { name: '390-dark', width: 390, height: 844, phone: true, dark: true },
] as const;

describe('an agent at the desk and a customer in the widget, at the same time', () => {
  let app: RunningApp;
  let browser: Browser;
  let mailbox: Mailbox;
  let signedIn: Tab;

  beforeAll(async () => {
    await mkdir(pictures, { recursive: true });
    mailbox = await openMailbox();
    app = await startApp({ env: { SMTP_URL: mailbox.url } });
    browser = await openBrowser();
    signedIn = await openTab(browser, { origin: app.origin });
    const { page } = signedIn;
    await page.goto(app.deskInvite ?? '');
    await page.getByLabel(/your name|^name/i).fill(ROBIN.name);
    await page.getByLabel(/login|sign-in name/i).fill(ROBIN.login);
    for (const field of await page.locator('input[type=password]').all()) await field.fill(ROBIN.password);
    await page.locator('main form button[type=submit], main form button:not([type])').first().click();
    await page.waitForURL(/\/desk(\?|$)/);
  }, 240_000);

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await removeApp(app.folder);
    await mailbox.close();
  });

  for (const size of WINDOWS) {
    it(`talk without the bot in between, hand back, and the help is rated, ${size.name}`, async () => {
      const customerTab = await openTab(browser, { origin: app.origin, ...size });
      const deskTab = await openTab(browser, { origin: app.origin, ...size });
      await deskTab.context.addCookies(await signedIn.context.cookies());
      const desk = deskTab.page;
      const shoot = async (name: string) => {
        await customerTab.page.screenshot({
          path: path.join(pictures, `handoff-${size.name}-${name}-chat.png`),
        });
        await desk.screenshot({
          path: path.join(pictures, `handoff-${size.name}-${name}-desk.png`),
          fullPage: true,
        });
      };
      await desk.goto(`${app.origin}/desk`);
      await customerTab.page.goto(app.origin);
      const widget = await new Widget(customerTab.page).open();
      const number = await askForPerson(widget);

      // Taking: the customer is told, and sees who it is.
      await desk.goto(`${app.origin}/desk/tickets/${number}`);
      await desk.getByText('has the chat open').waitFor(PATIENCE);
      await desk.getByRole('button', { name: 'Take', exact: true }).click();
      await widget.hears('Robin Desk from our team has joined');
      const status = widget.header.locator('#status');
      await status.getByText(/^Robin Desk · (here now|has read it)$/).waitFor(PATIENCE);
      const saidBefore = (await widget.messages()).length;

      // Typing and reading, both ways. The signs go by themselves: they are waited for from before.
      const customerTypes = desk.locator('[data-typing]').waitFor({ state: 'visible', ...PATIENCE });
      await widget.sendBox.pressSequentially('Are you a person?');
      await customerTypes;
      await widget.sendBox.press('Enter');
      await desk.locator('.said.user', { hasText: 'Are you a person?' }).waitFor(PATIENCE);
      await status.getByText('Robin Desk · has read it').waitFor(PATIENCE);
      const typing = widget.frame.locator('[class*="typing-indicator"], [class*="typingIndicator"]').first();
      const agentTypes = typing.waitFor(PATIENCE);
      await desk.locator('#answer').pressSequentially('Yes, I am.');
      await agentTypes;
      await shoot('1-typing');
      await desk.locator('#answer').press('Control+Enter');
      await widget.hears('Yes, I am.');
      await desk.getByText('read your answer').waitFor(PATIENCE);

      if (!size.phone) await measureAnswers(desk, customerTab.page, widget);
      await shoot('2-talking');
      // The bot said nothing to any of it.
      const said = (await widget.messages()).slice(saidBefore).filter(({ from }) => from === 'bot');
      expect(said.filter(({ text }) => !/^(Yes, I am\.|Measured \d+)$/.test(text))).toEqual([]);

      // Back to the assistant, which answers again; then the agent joins anew.
      await desk.getByRole('button', { name: 'Hand back to the assistant' }).click();
      await widget.hears('has handed this chat back to me');
      await status.getByText(/^Bot/).waitFor(PATIENCE);
      const heard = (await widget.messages()).length;
      await widget.say('why do you need my documents?');
      await widget.hears(/Source/, { after: heard });
      await desk.getByRole('button', { name: 'Join the chat' }).click();
      await status.getByText(/^Robin Desk · (here now|has read it)$/).waitFor(PATIENCE);

      // The end: by the agent on the wide screen, by the customer on the phone.
      if (size.phone) {
        await widget.frame.locator('#menu-button').click();
        await widget.frame.locator('#menu [data-do=end]').click();
        await shoot('3-ending');
        await widget.frame.locator('#end-chat button[value=yes]').click();
        await widget.hears('The chat with our team has ended');
      } else {
        await desk.getByRole('button', { name: 'Solve and hand back' }).click();
        await widget.hears('has finished with your request');
      }
      await widget.hears('How satisfied are you');
      await shoot('4-rating');
      await widget.choose('4 ★');
      await widget.hears('Thank you for 4 of 5.');
      await widget.say('Quick and kind');
      await widget.hears('our team reads it');
      await desk.getByRole('img', { name: '4 of 5' }).waitFor(PATIENCE);
      await desk.getByText('Quick and kind').last().waitFor(PATIENCE);
      await shoot('5-rated');
      customerTab.expectClean();
      deskTab.expectClean();
      for (const tab of [customerTab, deskTab]) await tab.close();
    }, 240_000);
  }

  it('is honest with a customer who comes when nobody is at the desk, and writes the answer to them', async () => {
    await signedIn.page.goto('about:blank');
    const customerTab = await openTab(browser, { origin: app.origin });
    await customerTab.page.goto(app.origin);
    const widget = await new Widget(customerTab.page).open();
    const number = await askForPerson(widget, {
      email: 'anna@example.org',
      expected: 'Nobody from our team is at the desk just now',
    });
    await customerTab.close();
    const desk = signedIn.page;
    await desk.goto(`${app.origin}/desk/tickets/${number}`);
    await desk.getByText('does not have the chat open').waitFor(PATIENCE);
    await desk.locator('#answer').fill('Please allow the camera, then try again.');
    await desk.keyboard.press('Control+Enter');
    const mail = await mailbox.receives(/Please allow the camera, then try again\./);
    expect(mail.subject).toContain(number);
    expect(mail.text).toContain('go to the chat where you asked');
  }, 120_000);
});

async function askForPerson(
  widget: Widget,
  { email, expected = 'A person answers here' }: { email?: string; expected?: string } = {},
): Promise<string> {
  await widget.hears(/I am a bot/);
  await widget.say('talk to a person');
  await widget.hears(/What should they know/);
  await widget.say('My camera stays black');
  await widget.hears(/screenshots or a recording/);
  await widget.choose('Skip');
  await widget.hears(/e-mail address/);
  if (email === undefined) await widget.choose('Skip');
  else await widget.say(email);
  await widget.hears(/Do you agree/);
  await widget.choose('Yes, send it');
  const { text } = await widget.hears(/its number is VG-\d+/);
  expect(text).toContain(expected);
  return /its number is (VG-\d+)/.exec(text)?.[1] ?? '';
}

/** From the agent's keystroke until the customer's window has drawn the words; printed, for CI machines are slow. */
async function measureAnswers(desk: Page, customer: Page, widget: Widget): Promise<void> {
  const frame = await (await customer.waitForSelector('#veriguide iframe')).contentFrame();
  if (!frame) throw new Error('the page has no widget');
  await frame.evaluate(() => {
    const seen: Record<string, number> = {};
    Object.assign(globalThis, { veriguideSeen: seen });
    const note = (): void => {
      for (const bubble of document.querySelectorAll('.webchat__bubble__content')) {
        const text = /Measured \d+/.exec(bubble.textContent)?.[0];
        if (text !== undefined) seen[text] ??= Date.now();
      }
    };
    new MutationObserver(() => requestAnimationFrame(note)).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  const tookMs: number[] = [];
  for (let index = 1; index <= ANSWERS; index += 1) {
    const text = `Measured ${index}`;
    await desk.locator('#answer').fill(text);
    const sentAt = Date.now();
    await desk.keyboard.press('Control+Enter');
    await widget.hears(text);
    const seenAt = await until(`the customer to see ${text}`, () =>
      frame.evaluate(
        (words) => (globalThis as unknown as { veriguideSeen: Record<string, number> }).veriguideSeen[words],
        text,
      ),
    );
    tookMs.push(seenAt - sentAt);
    await desk.locator('.said.agent', { hasText: text }).waitFor(PATIENCE);
    await desk.waitForLoadState('load');
  }
  const sorted = tookMs.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  console.info(`agent to customer: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms of ${tookMs.join(', ')}`);
  expect(tookMs).toHaveLength(ANSWERS);
}
