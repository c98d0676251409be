import type { WidgetWords } from '../wire.ts';
import { required } from './elements.ts';
import { serverNow } from './server-clock.ts';
import { fill } from './words.ts';

/** Said aloud when so many seconds are left; the rest can be seen. */
const ALARMS: ReadonlySet<number> = new Set([60, 30, 10]);

/** Shows how long there still is for a movement. */
export function createCameraTimer(
  words: WidgetWords,
  onOver: () => void,
): { start(until: string): void; stop(): void } {
  const shown = required('#camera .timer', HTMLElement);
  const alarm = required('#camera .alarm', HTMLElement);
  let ticking: number | undefined;

  function stop(): void {
    clearInterval(ticking);
    ticking = undefined;
    shown.hidden = true;
    alarm.textContent = '';
  }

  function show(untilMs: number): void {
    const seconds = Math.ceil((untilMs - serverNow()) / 1_000);
    if (seconds <= 0) {
      stop();
      onOver();
      return;
    }
    shown.textContent = fill(words.cameraTimer, { seconds });
    shown.hidden = false;
    shown.classList.toggle('soon', seconds <= 10);
    if (ALARMS.has(seconds)) alarm.textContent = fill(words.cameraTimerAlarm, { seconds });
  }

  return {
    start(until) {
      const untilMs = Date.parse(until);
      ticking = window.setInterval(() => show(untilMs), 500);
      show(untilMs);
    },
    stop,
  };
}
