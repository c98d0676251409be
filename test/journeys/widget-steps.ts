import type { Movement } from '../../knowledge/verification/liveness.ts';
import { writeCameraFile } from '../kit/browser.ts';
import type { PassportHolder } from '../kit/passport-holder.ts';
import type { Widget } from '../kit/widget.ts';
import type { Person } from '../specimen/portraits.ts';
import { movementIn, showing } from './steps.ts';

export const REFERENCE = /VG-[0-9A-Z]{4}-[0-9A-Z]{4}/;
const ASKED = /Movement \d of \d/;
const NEXT = new RegExp(`${ASKED.source}|${REFERENCE.source}|more movements today`);
const MEASURED_MS = 120_000;

/** From the greeting up to the selfie, by buttons, the form and the file dialog. */
async function goToSelfie(widget: Widget, holder: PassportHolder): Promise<void> {
  await widget.hears(/I am a bot/);
  await widget.choose('Verify me');
  await widget.hears(/biometric/i);
  await widget.choose('I agree');
  await widget.hears(/country or region/i);
  await widget.say(holder.country);
  await widget.hears(/which document|type/i);
  await widget.choose('Passport');
  await fillParticulars(widget, holder);
  await widget.hears(/photo/i);
  await widget.upload({ name: 'passport.jpg', mimeType: 'image/jpeg', buffer: holder.passport });
  await widget.hears(/check your answers/i, { timeoutMs: MEASURED_MS });
  await widget.card.locator('.ac-pushButton').first().click();
  await widget.hears(/selfie/i);
}

export async function fillParticulars(
  widget: Widget,
  { form }: PassportHolder,
  beforeSending?: () => Promise<unknown>,
): Promise<void> {
  await widget.hears(/fill in|details|particulars|as on/i);
  await widget.fill({
    Surname: form.surname,
    'Given names': form.given_names,
    'Date of birth': form.birth_date,
    'Document number': form.document_number,
    'E-mail': form.email,
  });
  await beforeSending?.();
  await widget.card.locator('.ac-pushButton').first().click();
}

/** Sends the selfie as a file and says "ready"; gives the first movement that is asked for. */
export async function goToMovements(widget: Widget, holder: PassportHolder): Promise<Movement> {
  await goToSelfie(widget, holder);
  await widget.upload({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: holder.selfie });
  await widget.hears(/Are you ready\?/, { timeoutMs: MEASURED_MS });
  await widget.choose('I am ready');
  return movementAsked(widget);
}

/** The movement of the newest prompt after so many messages. */
export async function movementAsked(widget: Widget, after = 0): Promise<Movement> {
  const { text } = await widget.hears(ASKED, { after, timeoutMs: MEASURED_MS });
  const movement = movementIn(text);
  if (!movement) throw new Error(`No movement is known by: ${text}`);
  return movement;
}

export interface ByCamera {
  /** What plays as the camera. */
  readonly cameraFile: string;
  readonly person: Person;
  /** Called while the camera is open for a movement. */
  readonly atCamera?: (movement: Movement) => Promise<unknown>;
}

/** Whatever is drawn: the camera comes up by itself, then sees the movement, and the photo is sent. */
export async function showMovementsByCamera(
  widget: Widget,
  { cameraFile, person, atCamera }: ByCamera,
): Promise<void> {
  const times = new Map<Movement, number>();
  let refused: Movement | undefined;
  for (let heard = 0; ;) {
    const after = heard;
    const { text } = await widget.hears(NEXT, { after, timeoutMs: MEASURED_MS });
    // Where chance asks too often for what no picture here shows, a person is left to check.
    if (text.includes('more movements today')) return widget.choose('Let a person check this part');
    const movement = movementIn(text);
    if (!movement) return;
    // Asked for again after a refused photo, it stays closed, so that one can read why.
    if (movement !== refused) {
      await widget.camera.locator('.shutter').waitFor({ timeout: 20_000 });
      await atCamera?.(movement);
      await widget.closeCamera();
    }
    heard = (await widget.messages()).length;
    const time = (times.get(movement) ?? 0) + 1;
    times.set(movement, time);
    const photo = await showing(movement, person, time);
    if (photo) {
      await writeCameraFile(cameraFile, photo);
      await widget.photographMovement();
      refused = movement;
      continue;
    }
    refused = undefined;
    if (movement === 'look_up') {
      await widget.choose('I cannot do this');
      await widget.hears(/held against you/i, { after: heard });
    }
    await widget.choose('Ask for other movements');
  }
}
