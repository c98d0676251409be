import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { ROBIN } from '../kit/agent.ts';
import { removeApp, startApp, type RunningApp } from '../kit/app.ts';
import { openBrowser, openTab, writeCameraFile } from '../kit/browser.ts';
import { passportHolder, type PassportHolder } from '../kit/passport-holder.ts';
import { Widget } from '../kit/widget.ts';
import { selfieOf } from '../specimen/portraits.ts';
import type { Movement } from '../../knowledge/verification/liveness.ts';
import { fillParticulars, REFERENCE, showMovementsByCamera } from './widget-steps.ts';

/** What the browser showed, for people to look at. */
const pictures = path.join(tmpdir(), 'veriguide-screens');

/** Plays as the camera; read anew each time that the camera is opened. */
const cameraFile = path.join(pictures, 'camera.y4m');
const PEOPLE = ['anna', 'berta'] as const;

const SIZES = [
  { name: '1280', width: 1280, height: 860, phone: false },
  { name: '390', width: 390, height: 844, phone: true },
] as const;

describe('in a real browser', () => {
  let app: RunningApp;
  let browser: Browser;
  let desk: Page;
  const holders: PassportHolder[] = [];

  beforeAll(async () => {
    await mkdir(pictures, { recursive: true });
    app = await startApp();
    await writeCameraFile(cameraFile, await selfieOf('anna'));
    browser = await openBrowser({ camera: cameraFile });
    for (const person of PEOPLE) holders.push(await passportHolder(person));
    const tab = await openTab(browser, { origin: app.origin });
    desk = tab.page;
    await desk.goto(app.deskInvite ?? '');
    await desk.getByLabel(/your name|^name/i).fill(ROBIN.name);
    await desk.getByLabel(/login|sign-in name/i).fill(ROBIN.login);
    for (const field of await desk.locator('input[type=password]').all()) {
      await field.fill(ROBIN.password);
    }
    await desk.locator('main form button[type=submit], main form button:not([type])').first().click();
    await desk.waitForURL(/\/desk(\?|$)/);
  }, 240_000);

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await removeApp(app.folder);
  });

  for (const [index, size] of SIZES.entries()) {
    it(`verifies, asks, escalates with a screenshot, hears the agent and is approved, ${size.name} px wide`, async () => {
      const holder = holders[index];
      if (!holder) throw new Error('nobody holds a passport');
      const tab = await openTab(browser, { origin: app.origin, ...size });
      const shoot = (name: string) =>
        tab.page.screenshot({ path: path.join(pictures, `${size.name}-${name}.png`) });
      await tab.page.goto(app.origin);
      await shoot('0-page');
      const widget = await new Widget(tab.page).open();
      await widget.hears(/I am a bot/);
      await shoot('1-greeting');

      await widget.choose('Verify me');
      await widget.hears(/biometric/i);
      await shoot('2-consent');
      await widget.choose('I agree');
      await widget.hears(/country or region/i);
      await widget.say(index === 0 ? 'Germny' : 'Spain');
      await widget.hears(index === 0 ? /Germany/ : /Spain/);
      await widget.hears(/which document|type/i);
      await widget.choose('Passport');
      await fillParticulars(widget, holder, () => shoot('3-form'));
      await widget.hears(/photo/i);
      await widget.say('why do you need this?');
      await widget.hears(/Source/);
      await widget.upload({ name: 'passport.jpg', mimeType: 'image/jpeg', buffer: holder.passport });
      await widget.hears(/check your answers/i, { timeoutMs: 120_000 });
      await shoot('4-check');
      await widget.card.locator('.ac-pushButton').first().click();
      await widget.hears(/selfie/i);
      const person = PEOPLE[index] ?? 'anna';
      await writeCameraFile(cameraFile, await selfieOf(person));
      await widget.photograph();
      await widget.hears(/Are you ready\?/, { timeoutMs: 120_000 });
      await shoot('5-movements');
      await widget.choose('I am ready');
      const atCamera = (movement: Movement) => shoot(`6-camera-${movement}`);
      await showMovementsByCamera(widget, { cameraFile, person, atCamera });
      const submitted = await widget.hears(REFERENCE, { timeoutMs: 120_000 });
      await shoot('5-submitted');
      const reference = REFERENCE.exec(submitted.text)?.[0] ?? '';

      // A reload goes on with the same conversation.
      await tab.page.reload();
      await widget.open();
      await widget.hears(reference);

      await widget.say('can I withdraw crypto without verification? I registered in 2020');
      await widget.hears(/Source/);
      await widget.say('error 9801');
      await widget.hears(/different browser|another browser|other browser/i);
      await shoot('6-error');
      await widget.say('talk to a person');
      await widget.hears(/tell|describe|summary|what/i);
      await widget.say('The scan of my ID stops with error 9801 on each try');
      await widget.hears(/screenshot/i);
      const screenshot = await tab.page.screenshot();
      await widget.upload({ name: 'error.png', mimeType: 'image/png', buffer: screenshot });
      await shoot('7-escalation');
      await finishEscalation(widget);
      // A reference may begin with four digits, too: only this sentence names the ticket.
      const opened = await widget.hears(/its number is VG-\d+/);
      const number = /its number is (VG-\d+)/.exec(opened.text)?.[1] ?? '';
      await shoot('8-ticket');

      await desk.setViewportSize({ width: size.width, height: size.height });
      await desk.goto(`${app.origin}/desk`);
      await desk.getByText(number).first().waitFor();
      await desk.screenshot({ path: path.join(pictures, `${size.name}-9-queue.png`), fullPage: true });
      await desk.goto(`${app.origin}/desk/tickets/${number}`);
      await desk.locator('img').first().waitFor();
      await desk.screenshot({ path: path.join(pictures, `${size.name}-10-ticket.png`), fullPage: true });
      await desk
        .locator('form[action$="/answer"] textarea')
        .fill('Hello, I looked at your screenshot. Please try another browser.');
      await desk.locator('form[action$="/answer"] button').first().click();
      const answered = await widget.hears(/I looked at your screenshot/);
      expect(answered.sender ?? '').toContain('Robin');
      await shoot('11-answered');

      await desk.goto(`${app.origin}/desk/submissions/${reference}`);
      await desk.screenshot({ path: path.join(pictures, `${size.name}-12-submission.png`), fullPage: true });

      // The reviewer sees each movement with its photo, and decides; the customer hears it where they are.
      await desk.getByRole('heading', { name: 'Movements before the camera' }).waitFor();
      expect(await desk.locator('.challenge a.picture img').count()).toBeGreaterThan(0);
      await desk.locator('form[action$="/approve"] button[type=submit]').click();
      await widget.hears(/approved/i);
      await shoot('13-approved');
      tab.expectClean();
      await tab.close();
    }, 240_000);
  }
});

async function finishEscalation(widget: Widget): Promise<void> {
  await widget.hears(/got|kept|received|attached/i);
  await widget.choose(/done|that.s all|no more/i);
  await widget.hears(/send|agree|consent/i);
  await widget.choose(/send|agree|yes/i);
}
