/** What goes wrong between the prompt and the photo, against the real app in a real browser. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';

import { removeApp, startApp, type RunningApp } from '../kit/app.ts';
import { openBrowser, openTab, writeCameraFile, type BrowserOptions, type Tab } from '../kit/browser.ts';
import { passportHolder, type PassportHolder } from '../kit/passport-holder.ts';
import { Widget } from '../kit/widget.ts';
import { selfieOf } from '../specimen/portraits.ts';
import { movementOf } from '../specimen/movements.ts';
import type { Movement } from '../../knowledge/verification/liveness.ts';
import { goToMovements, movementAsked, REFERENCE } from './widget-steps.ts';

let app: RunningApp;
let holder: PassportHolder;
let folder: string;
let cameraFile: string;
const browsers: Browser[] = [];
/** Somebody who lets the time run out: it runs while others are busy. */
let late: Awaited<ReturnType<typeof visitor>>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vg-camera-'));
  cameraFile = path.join(folder, 'camera.y4m');
  await writeCameraFile(cameraFile, await selfieOf('anna'));
  holder = await passportHolder('anna');
  app = await startApp();
  late = await visitor({ camera: cameraFile });
  await late.widget.camera.locator('.shutter').waitFor();
}, 400_000);
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await app.stop();
  await removeApp(app.folder);
  await rm(folder, { recursive: true });
});

/** A customer who has just been asked for the first movement. */
async function visitor(options: BrowserOptions): Promise<{ tab: Tab; widget: Widget; asked: Movement }> {
  const browser = await openBrowser(options);
  browsers.push(browser);
  const tab = await openTab(browser, { origin: app.origin });
  await tab.page.goto(app.origin);
  const widget = await new Widget(tab.page).open();
  return { tab, widget, asked: await goToMovements(widget, holder) };
}

/** Leaves the rest to a person, as whoever has no luck with a camera may. */
async function leavesToPerson(widget: Widget): Promise<void> {
  await widget.choose('I cannot do this');
  await widget.hears(/held against you/i);
  await widget.choose('Let a person check this part');
  await widget.hears(REFERENCE);
}

describe('a movement that is asked for', () => {
  it.each<[string, BrowserOptions, string]>([
    ['camera is not allowed', { cameraAllowed: false }, 'The camera is not allowed'],
    ['computer has no camera', { cameraMissing: true }, 'No camera was found'],
  ])(
    'can be shown by a file, or left to a person, when the %s',
    async (_why, options, words) => {
      const { tab, widget, asked } = await visitor(options);
      await widget.camera.getByText(words).waitFor();
      const [dialog] = await Promise.all([
        tab.page.waitForEvent('filechooser'),
        widget.camera.getByRole('button', { name: 'Choose a file' }).click(),
      ]);
      const after = (await widget.messages()).length;
      const buffer = asked === 'look_up' ? await selfieOf('anna') : await movementOf('anna', asked);
      await dialog.setFiles({ name: 'movement.jpg', mimeType: 'image/jpeg', buffer });
      // The next movement, or this one again and why.
      await movementAsked(widget, after);
      await leavesToPerson(widget);
      tab.expectClean();
    },
    180_000,
  );

  it('is over when its time is: nothing is lost, and two others are asked for', async () => {
    const { tab, widget } = late;
    // The time that the product gives, waited for.
    await widget.camera.getByText('The time for this movement is over').waitFor({ timeout: 120_000 });
    const after = (await widget.messages()).length;
    await widget.camera.getByRole('button', { name: 'Ask for other movements' }).click();
    await movementAsked(widget, after);
    await widget.camera.locator('.shutter').waitFor();
    await widget.closeCamera();
    await leavesToPerson(widget);
    tab.expectClean();
  }, 240_000);

  it('is the same one after a reload, and after kill -9 of the server, and can still be shown', async () => {
    const { tab, widget, asked } = await visitor({ camera: cameraFile });
    await widget.camera.locator('.shutter').waitFor();
    await tab.page.reload();
    await widget.open();
    expect(await movementAsked(widget)).toBe(asked);

    const { port } = new URL(app.origin);
    await app.kill();
    await widget.connectionLine.getByText('Reconnecting').waitFor();
    app = await startApp({ folder: app.folder, env: { PORT: port } });
    await widget.connectionLine.waitFor({ state: 'hidden', timeout: 60_000 });
    const before = (await widget.messages()).length;
    await widget.say('repeat');
    expect(await movementAsked(widget, before)).toBe(asked);

    const after = (await widget.messages()).length;
    await writeCameraFile(
      cameraFile,
      asked === 'look_up' ? await selfieOf('anna') : await movementOf('anna', asked),
    );
    if (await widget.camera.isVisible()) await widget.closeCamera();
    await widget.photographMovement();
    // For the next movement the camera comes up again; for the same one it stays closed, so that one can read why.
    if ((await movementAsked(widget, after)) !== asked) {
      await widget.camera.locator('.shutter').waitFor();
      await widget.closeCamera();
    }
    await leavesToPerson(widget);
    tab.expectClean();
  }, 240_000);
});
