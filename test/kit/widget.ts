import type { FrameLocator, Locator, Page } from 'playwright-core';

const PATIENCE_MS = 40_000;
const MOMENT_MS = 500;
const STILL_MS = 15_000;

export interface ShownMessage {
  readonly from: 'user' | 'bot';
  /** The name above an agent's message, where there is one. */
  readonly sender: string | undefined;
  readonly text: string;
}

/** The chat widget as its user sees it: its launcher in the page, and the chat in its frame. */
export class Widget {
  readonly page: Page;
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.page = page;
    this.frame = page.frameLocator('#veriguide iframe');
  }

  get launcher(): Locator {
    return this.page.locator('#veriguide button[aria-haspopup=dialog]');
  }

  get sendBox(): Locator {
    return this.frame.locator('[data-id="webchat-sendbox-input"]');
  }

  /** What the widget itself says went wrong with a file or a message. */
  get problems(): Locator {
    return this.frame.locator('#problems .problem');
  }

  /** The line about the connection. */
  get connectionLine(): Locator {
    return this.frame.locator('#line');
  }

  get header(): Locator {
    return this.frame.locator('body > header');
  }

  get unread(): Locator {
    return this.page.locator('#veriguide .badge');
  }

  /** Opens the chat and waits until one can write. */
  async open(): Promise<this> {
    if ((await this.launcher.getAttribute('aria-expanded')) !== 'true') await this.launcher.click();
    await this.isReady();
    return this;
  }

  async isReady(): Promise<void> {
    await this.sendBox.waitFor({ state: 'visible', timeout: PATIENCE_MS });
    await this.frame.locator('html[data-line=online]').waitFor({ state: 'attached', timeout: PATIENCE_MS });
  }

  /** Closes the chat and waits until it knows: what came before would not count as unread. */
  async close(): Promise<void> {
    await this.frame.locator('#close').click();
    await this.frame.locator('html:not([data-shown])').waitFor({ state: 'attached', timeout: PATIENCE_MS });
  }

  async say(text: string): Promise<void> {
    await this.sendBox.fill(text);
    await this.sendBox.press('Enter');
  }

  /** Presses a button below the newest message. */
  async choose(title: string | RegExp): Promise<void> {
    const button = this.frame
      .locator('.webchat__suggested-actions button')
      .filter({ hasText: title })
      .first();
    await button.waitFor({ timeout: PATIENCE_MS });
    // A Chromium without a screen can stop drawing, and then no button ever counts as standing still: a picture
    // makes it draw again.
    await button.click({ timeout: STILL_MS }).catch(async () => {
      await this.page.screenshot();
      await button.click({ timeout: PATIENCE_MS });
    });
  }

  /** Titles of the buttons below the newest message. */
  async choices(): Promise<string[]> {
    return this.frame.locator('.webchat__suggested-actions button').allInnerTexts();
  }

  /** The newest card. */
  get card(): Locator {
    return this.frame.locator('.webchat__adaptive-card-renderer').last();
  }

  /** Fills fields of the newest card by their labels: texts, dates (YYYY-MM-DD), choices by their title. */
  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) {
      const field = this.card.getByLabel(label).and(this.frame.locator('input, select, textarea')).first();
      await field.waitFor({ state: 'visible', timeout: PATIENCE_MS });
      if ((await field.evaluate((element) => element.tagName)) === 'SELECT')
        await field.selectOption({ label: value });
      else await field.fill(value);
    }
  }

  /** Presses a button of the newest card that has it. */
  async press(title: string): Promise<void> {
    await this.frame
      .locator(
        `.webchat__adaptive-card-renderer button[title="${title}"], .ac-pushButton:has-text("${title}")`,
      )
      .last()
      .click({ timeout: PATIENCE_MS });
  }

  /** Sends files the way a user does: the paperclip, then the file dialog. */
  async upload(...files: readonly (string | UploadedFile)[]): Promise<void> {
    const [dialog] = await Promise.all([
      this.page.waitForEvent('filechooser', { timeout: PATIENCE_MS }),
      this.frame.locator('.tools button').first().click(),
    ]);
    const paths = files.filter((file) => typeof file === 'string');
    await dialog.setFiles(paths.length > 0 ? paths : (files as UploadedFile[]));
  }

  /** Takes a photo with the camera, looks at it and sends it. */
  async photograph(): Promise<void> {
    await this.frame.locator('.tools button').nth(1).click();
    await this.frame.locator('#camera .shutter').click({ timeout: PATIENCE_MS });
    await this.frame.locator('#camera .primary').click();
  }

  /** The view-finder, wherever it stands. */
  get camera(): Locator {
    return this.frame.locator('#camera');
  }

  async closeCamera(): Promise<void> {
    await this.camera.getByRole('button', { name: 'Cancel' }).click({ timeout: PATIENCE_MS });
    await this.camera.waitFor({ state: 'hidden' });
  }

  /** Shows what the camera sees now: opens it, lets it count down, looks at the photo and sends it. */
  async photographMovement(): Promise<void> {
    await this.frame.locator('.tools button').nth(1).click({ timeout: PATIENCE_MS });
    await this.camera.locator('.shutter').click({ timeout: PATIENCE_MS });
    await this.camera.locator('.primary').click({ timeout: PATIENCE_MS });
  }

  async newConversation(): Promise<void> {
    await this.frame.locator('#menu-button').click();
    await this.frame.locator('#menu [data-do=new]').click();
    await this.frame.locator('#new-conversation button[value=yes]').click();
  }

  /** The conversation as it stands, oldest first. */
  async messages(): Promise<ShownMessage[]> {
    return this.frame.locator('.webchat__basic-transcript').evaluate((transcript) =>
      Array.from(transcript.querySelectorAll('.webchat__basic-transcript__activity'), (activity) => {
        const bubbles = Array.from(
          activity.querySelectorAll('.webchat__bubble__content'),
          (bubble) => (bubble as HTMLElement).innerText,
        );
        return {
          from: activity.querySelector('.webchat__bubble--from-user') ? ('user' as const) : ('bot' as const),
          sender: activity.querySelector<HTMLElement>('.sender')?.innerText,
          text: bubbles
            .join('\n')
            .replace(/\s*\n\s*/g, '\n')
            .trim(),
        };
      }),
    );
  }

  /** Waits for a message of the other side, after `after` messages, that contains this. */
  async hears(text: string | RegExp, { after = 0, timeoutMs = PATIENCE_MS } = {}): Promise<ShownMessage> {
    const fits = (said: string): boolean =>
      typeof text === 'string' ? said.includes(text) : text.test(said);
    const until = Date.now() + timeoutMs;
    for (;;) {
      const said = (await this.messages()).slice(after);
      const found = said.findLast((message) => message.from === 'bot' && fits(message.text));
      if (found) return found;
      if (Date.now() > until) {
        const log = said.map(({ from, text: words }) => `${from}: ${words}`).join('\n');
        throw new Error(`The chat never said ${String(text)}. It said:\n${log}`);
      }
      await this.#changes();
    }
  }

  /**
   * Waits until something in the conversation changes, or a moment. Reading it over and over would keep the page
   * from its work, and the machine from what the answer waits for.
   */
  async #changes(): Promise<void> {
    const change = this.frame.locator('.webchat__basic-transcript').evaluate(
      (transcript, momentMs) =>
        new Promise<void>((resolve) => {
          const observer = new MutationObserver(() => end());
          const moment = setTimeout(() => end(), momentMs);
          const end = () => {
            observer.disconnect();
            clearTimeout(moment);
            resolve();
          };
          observer.observe(transcript, { childList: true, subtree: true, characterData: true });
        }),
      MOMENT_MS,
    );
    // A page that is loaded anew cannot tell.
    await change.catch(() => this.page.waitForTimeout(100));
  }
}

export interface UploadedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}
