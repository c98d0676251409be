import type { Expected, LivenessCue, WidgetConfig } from '../wire.ts';
import { createCamera, type Camera } from './camera.ts';
import { iconButton, make, required } from './elements.ts';
import { checkCount, checkFile, type FileProblem } from './file-check.ts';
import type { Notices } from './notices.ts';
import { shrinkPicture } from './shrink.ts';

export interface ComposerDeps {
  readonly config: WidgetConfig;
  readonly notices: Notices;
  /** What the bot waits for right now. */
  readonly expects: () => Expected | undefined;
  readonly cue: () => LivenessCue | undefined;
  readonly send: (files: readonly File[]) => void;
  readonly say: (text: string) => void;
}

export interface Composer {
  /** The buttons to stand beside the text box. */
  readonly tools: readonly HTMLElement[];
  readonly camera: Camera;
}

/** The ways in for files: dialog, camera, paste and drop. */
export function createComposer({ config, notices, expects, cue, send, say }: ComposerDeps): Composer {
  const { words, limits } = config;
  const input = make('input', {
    type: 'file',
    multiple: '',
    hidden: '',
    accept: config.accept.join(','),
    'aria-hidden': 'true',
    tabindex: '-1',
  });
  const choose = (): void => input.click();
  const attach = iconButton('attach', words.attach, choose);
  attach.title = words.attachHint;
  attach.setAttribute('aria-description', words.attachHint);
  const camera = createCamera({
    ...{ words, limits },
    onPhoto: (photo) => offer([photo]),
    onChooseFile: choose,
    onSay: say,
  });
  const shoot = iconButton('camera', words.camera, () => camera.open(expects(), cue()));
  input.addEventListener('change', () => {
    offer([...(input.files ?? [])]);
    // The same file may be chosen again after a refusal.
    input.value = '';
  });
  takePastes(offer);
  takeDrops(offer);

  /** Sends what would be taken and says what would not, and why. */
  function offer(files: readonly File[]): void {
    if (files.length === 0) return;
    notices.clearProblem();
    const tooMany = checkCount(files.length, words);
    if (tooMany) {
      notices.problem(tooMany.text);
      return;
    }
    const judged = files.map((file) => ({ file, problem: checkFile(file, expects(), { ...config }) }));
    const good = judged.filter(({ problem }) => !problem).map(({ file }) => file);
    if (good.length > 0) send(good);
    for (const { file, problem } of judged) if (problem) explain(file, problem);
  }

  function explain(file: File, { text, shrinkToBytes }: FileProblem): void {
    const another = { label: words.cameraChooseFile, run: choose };
    if (shrinkToBytes === undefined) {
      notices.problem(text, [another]);
      return;
    }
    const run = async (): Promise<void> => {
      const smaller = await shrinkPicture(file, shrinkToBytes);
      if (smaller) send([smaller]);
      else notices.problem(words.shrinkFailed, [another]);
    };
    notices.problem(text, [{ label: words.shrink, run: () => void run() }, another]);
  }

  return { tools: [attach, shoot, input], camera };
}

function takePastes(offer: (files: readonly File[]) => void): void {
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    offer(files);
  });
}

function takeDrops(offer: (files: readonly File[]) => void): void {
  const target = required('#drop', HTMLElement);
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  document.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    target.hidden = false;
  });
  document.addEventListener('dragleave', (event) => {
    // Only when it leaves the window: every element on the way fires it, too.
    if (event.relatedTarget === null) target.hidden = true;
  });
  document.addEventListener('drop', (event) => {
    target.hidden = true;
    if (!carriesFiles(event)) return;
    event.preventDefault();
    offer([...(event.dataTransfer?.files ?? [])]);
  });
}
