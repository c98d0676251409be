import type { Expected, FileLimits, WidgetWords } from '../wire.ts';
import { iconButton, make, required } from './elements.ts';
import { toJpeg } from './shrink.ts';

export interface CameraDeps {
  readonly words: WidgetWords;
  readonly limits: FileLimits;
  /** Called with a photo that the user has looked at and wants to send. */
  readonly onPhoto: (photo: File) => void;
  /** The way round every trouble with a camera. */
  readonly onChooseFile: () => void;
}

/** Opens a view-finder over the chat; the picture is looked at before it is sent. */
export function createCamera(deps: CameraDeps): { open(expects: Expected | undefined): void } {
  const { words } = deps;
  const dialog = required('#camera', HTMLDialogElement);
  const video = required('#camera video', HTMLVideoElement);
  const canvas = required('#camera canvas', HTMLCanvasElement);
  const hint = required('#camera .hint', HTMLElement);
  const controls = required('#camera .controls', HTMLElement);
  let stream: MediaStream | undefined;
  let facing: 'environment' | 'user' = 'environment';
  let attempt = 0;

  dialog.addEventListener('close', () => {
    attempt++;
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
      await showViewfinder();
    } catch (error) {
      if (mine === attempt) showTrouble(explainTrouble(error, words));
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
      selfie: words.cameraSelfie,
      files: words.cameraAny,
      '': words.cameraAny,
    }[dialog.dataset['expects'] as Expected | ''];
    const shoot = make('button', { type: 'button', class: 'shutter', 'aria-label': words.cameraShoot });
    shoot.addEventListener('click', () => showShot());
    const turn = iconButton('switch', words.cameraSwitch, () => {
      facing = facing === 'user' ? 'environment' : 'user';
      void start();
    });
    turn.hidden = !several;
    controls.replaceChildren(cancelButton(), shoot, turn);
    shoot.focus();
  }

  function showShot(): void {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    stop();
    dialog.dataset['stage'] = 'shot';
    hint.textContent = words.cameraCheck;
    const again = make('button', { type: 'button', class: 'ghost' }, words.cameraRetake);
    again.addEventListener('click', () => void start());
    const use = make('button', { type: 'button', class: 'primary' }, words.cameraUse);
    use.addEventListener('click', () => void useShot());
    controls.replaceChildren(again, use);
    use.focus();
  }

  async function useShot(): Promise<void> {
    const name = dialog.dataset['expects'] === 'selfie' ? 'selfie.jpg' : 'photo.jpg';
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

  function cancelButton(): HTMLButtonElement {
    const button = make('button', { type: 'button', class: 'ghost' }, words.cameraCancel);
    button.addEventListener('click', () => dialog.close());
    return button;
  }

  function stop(): void {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    video.srcObject = null;
  }

  return {
    open(expects) {
      dialog.dataset['expects'] = expects ?? '';
      facing = expects === 'selfie' ? 'user' : 'environment';
      dialog.showModal();
      void start();
    },
  };
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
