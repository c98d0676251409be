import type { Expected, FileLimits, LivenessCue, WidgetWords } from '../wire.ts';
import { createCameraTimer } from './camera-timer.ts';
import { iconButton, make, required } from './elements.ts';
import { toJpeg } from './shrink.ts';

export interface CameraDeps {
  readonly words: WidgetWords;
  readonly limits: FileLimits;
  /** Called with a photo that the user has looked at and wants to send. */
  readonly onPhoto: (photo: File) => void;
  /** The way round every trouble with a camera. */
  readonly onChooseFile: () => void;
  /** Says something in the chat for the user. */
  readonly onSay: (text: string) => void;
}

export interface Camera {
  open(expects: Expected | undefined, cue: LivenessCue | undefined): void;
  /** For a movement that was just asked for, unless there is no camera. Asked for again, it leaves time to read why. */
  openUnasked(cue: LivenessCue): void;
  /** The movement that it is open for is not asked for any more. */
  closeCue(): void;
}

/** How long one has to turn away from the screen. */
const SELF_TIMER_S = 3;

/** Opens a view-finder over the chat; the picture is looked at before it is sent. */
export function createCamera(deps: CameraDeps): Camera {
  const { words } = deps;
  const dialog = required('#camera', HTMLDialogElement);
  const video = required('#camera video', HTMLVideoElement);
  const canvas = required('#camera canvas', HTMLCanvasElement);
  const hint = required('#camera .hint', HTMLElement);
  const countdown = required('#camera .countdown', HTMLElement);
  const controls = required('#camera .controls', HTMLElement);
  const timer = createCameraTimer(words, () => showLate());
  let stream: MediaStream | undefined;
  let facing: 'environment' | 'user' = 'environment';
  let attempt = 0;
  let cue: LivenessCue | undefined;
  let openedFor: string | undefined;
  /** Nothing to open unasked: the browser has no camera, or may not use it. */
  let isUseless = false;

  dialog.addEventListener('close', () => {
    attempt++;
    timer.stop();
    stop();
  });

  async function start(): Promise<void> {
    const mine = ++attempt;
    stop();
    dialog.dataset['stage'] = 'starting';
    hint.textContent = words.cameraStarting;
    controls.replaceChildren(cancelButton());
    try {
      const opened = await openCamera(facing);
      // Closed or switched while the user was being asked for permission.
      if (mine !== attempt) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream = opened;
      video.srcObject = stream;
      await video.play();
      await hasPicture(video);
      await showViewfinder();
    } catch (error) {
      if (mine !== attempt) return;
      isUseless = true;
      showTrouble(explainTrouble(error, words));
    }
  }

  async function showViewfinder(): Promise<void> {
    const cameras = await navigator.mediaDevices.enumerateDevices();
    const several = cameras.filter(({ kind }) => kind === 'videoinput').length > 1;
    const settings = stream?.getVideoTracks()[0]?.getSettings();
    // People expect a mirror of their own face; the picture itself is not mirrored.
    dialog.dataset['mirrored'] = String(settings?.facingMode === 'user' || facing === 'user');
    dialog.dataset['stage'] = 'live';
    hint.textContent = {
      document_photo: words.cameraDocument,
      paper: words.cameraDocument,
      selfie: words.cameraSelfie,
      liveness: cue?.instruction ?? words.cameraAny,
      files: words.cameraAny,
      '': words.cameraAny,
    }[dialog.dataset['expects'] as Expected | ''];
    const label = cue ? words.cameraShootSoon : words.cameraShoot;
    const shoot = make('button', { type: 'button', class: 'shutter', 'aria-label': label });
    shoot.addEventListener('click', () => {
      if (cue) void shootSoon(shoot);
      else showShot();
    });
    const turn = iconButton('switch', words.cameraSwitch, () => {
      facing = facing === 'user' ? 'environment' : 'user';
      void start();
    });
    turn.hidden = !several;
    controls.replaceChildren(cancelButton(), shoot, turn);
    shoot.focus();
  }

  /** Whoever looks up or to the side cannot see a button: it counts down aloud, and shoots by itself. */
  async function shootSoon(shoot: HTMLButtonElement): Promise<void> {
    const mine = attempt;
    shoot.disabled = true;
    for (let second = SELF_TIMER_S; second > 0; second--) {
      countdown.textContent = String(second);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      if (mine !== attempt || dialog.dataset['stage'] !== 'live') return;
    }
    if ('vibrate' in navigator) navigator.vibrate(80);
    showShot();
  }

  function showShot(): void {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    stop();
    dialog.dataset['stage'] = 'shot';
    hint.textContent = cue ? words.cameraCheckMovement : words.cameraCheck;
    const again = make('button', { type: 'button', class: 'ghost' }, words.cameraRetake);
    again.addEventListener('click', () => void start());
    const use = make('button', { type: 'button', class: 'primary' }, words.cameraUse);
    use.addEventListener('click', () => void useShot());
    controls.replaceChildren(again, use);
    use.focus();
  }

  async function useShot(): Promise<void> {
    const name =
      { selfie: 'selfie.jpg', liveness: 'movement.jpg' }[dialog.dataset['expects'] ?? ''] ?? 'photo.jpg';
    const photo = await toJpeg(canvas, name, deps.limits.maxPhotoBytes);
    dialog.close();
    if (photo) deps.onPhoto(photo);
  }

  function showTrouble(text: string): void {
    stop();
    dialog.dataset['stage'] = 'trouble';
    hint.textContent = text;
    const choose = make('button', { type: 'button', class: 'primary' }, words.cameraChooseFile);
    choose.addEventListener('click', () => {
      dialog.close();
      deps.onChooseFile();
    });
    controls.replaceChildren(cancelButton(), choose);
    choose.focus();
  }

  /** No photo helps any more; the next step is to be asked for something else. */
  function showLate(): void {
    if (!cue) return;
    const { renew } = cue;
    attempt++;
    stop();
    dialog.dataset['stage'] = 'trouble';
    hint.textContent = words.cameraLate;
    const again = make('button', { type: 'button', class: 'primary' }, renew);
    again.addEventListener('click', () => {
      dialog.close();
      deps.onSay(renew);
    });
    controls.replaceChildren(cancelButton(), again);
    again.focus();
  }

  function cancelButton(): HTMLButtonElement {
    const button = make('button', { type: 'button', class: 'ghost' }, words.cameraCancel);
    button.addEventListener('click', () => dialog.close());
    return button;
  }

  function stop(): void {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    video.srcObject = null;
    countdown.textContent = '';
  }

  function open(expects: Expected | undefined, movement: LivenessCue | undefined): void {
    cue = movement;
    dialog.dataset['expects'] = expects ?? '';
    facing = expects === 'selfie' || expects === 'liveness' ? 'user' : 'environment';
    if (!dialog.open) dialog.showModal();
    timer.stop();
    void start();
    if (cue) timer.start(cue.until);
  }

  return {
    open,
    openUnasked(movement) {
      if (isUseless || dialog.open || openedFor === movement.until) return;
      openedFor = movement.until;
      open('liveness', movement);
    },
    closeCue() {
      if (cue && dialog.open) dialog.close();
      cue = undefined;
    },
  };
}

/** Chromium plays two pixels until the first picture comes, which can be a while on a slow machine. */
async function hasPicture(video: HTMLVideoElement): Promise<void> {
  while (video.videoWidth <= 2) {
    await new Promise((resolve) => video.addEventListener('resize', resolve, { once: true }));
  }
}

async function openCamera(facingMode: 'environment' | 'user'): Promise<MediaStream> {
  if (!globalThis.isSecureContext) throw new DOMException('no secure context', 'SecurityError');
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: facingMode }, width: { ideal: 1920 }, height: { ideal: 1080 } },
  });
}

function explainTrouble(error: unknown, words: WidgetWords): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'SecurityError') return words.cameraInsecure;
  if (name === 'NotAllowedError') return mayAsk() ? words.cameraRefused : words.cameraForbidden;
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return words.cameraMissing;
  return words.cameraBusy;
}

/** False where the page around has not passed on the permission, so that the user was never asked. */
function mayAsk(): boolean {
  const { featurePolicy } = document as Document & {
    featurePolicy?: { allowsFeature(name: string): boolean };
  };
  return featurePolicy?.allowsFeature('camera') ?? true;
}
