const STEP_S = 5;
/** Screen recordings have 25 to 60 pictures a second: one step shows another one, and misses hardly any. */
const FRAME_S = 1 / 25;

const KEYS: Readonly<Record<string, (video: HTMLVideoElement) => void>> = {
  ' ': playOrPause,
  k: playOrPause,
  ArrowLeft: (video) => seek(video, -STEP_S),
  ArrowRight: (video) => seek(video, STEP_S),
  ',': (video) => step(video, -FRAME_S),
  '.': (video) => step(video, FRAME_S),
  '<': (video) => changeSpeed(video, -1),
  '>': (video) => changeSpeed(video, 1),
};

/** Recordings are played by the browser's own player; this adds speeds and keys while one has the focus. */
export function controlRecordings(): void {
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement) || target.dataset['speed'] === undefined) return;
    const video = videoOf(target);
    if (video) video.playbackRate = Number(target.value);
  });
  // Before the player and the page's own keys hear of it.
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLVideoElement))
        return;
      const act = KEYS[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act(event.target);
    },
    true,
  );
  // Addresses of files end after a while; the page makes new ones. Errors of a player do not bubble.
  document.addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLVideoElement)) return;
      const line = target.closest('figure')?.querySelector<HTMLElement>('[data-unplayable]');
      if (line) line.hidden = false;
    },
    true,
  );
}

/**
 * A part of the page is about to be replaced: what was begun to be looked at goes on in its new copy. Gives what has to
 * be called afterwards.
 */
export function keepRecordings(old: HTMLElement): () => void {
  const begun = [...old.querySelectorAll<HTMLVideoElement>('video[data-recording]')].filter(
    (video) => video.currentTime > 0 || !video.paused,
  );
  const kept = begun.map((video) => ({
    figure: video.closest('figure'),
    id: video.dataset['recording'] ?? '',
    isPlaying: !video.paused,
    hadFocus: document.activeElement === video,
    video,
  }));
  return () => {
    for (const { figure, id, isPlaying, hadFocus, video } of kept) {
      const place = old.querySelector(`video[data-recording="${CSS.escape(id)}"]`)?.closest('figure');
      if (!figure || !place) continue;
      place.replaceWith(figure);
      if (hadFocus) video.focus({ preventScroll: true });
      // Taken out of the page it was stopped.
      if (isPlaying) void video.play().catch(() => undefined);
    }
  };
}

function videoOf(element: Element): HTMLVideoElement | null | undefined {
  return element.closest('figure')?.querySelector('video');
}

function playOrPause(video: HTMLVideoElement): void {
  if (video.paused) void video.play().catch(() => undefined);
  else video.pause();
}

function seek(video: HTMLVideoElement, seconds: number): void {
  const end = Number.isFinite(video.duration) ? video.duration : Number.MAX_SAFE_INTEGER;
  video.currentTime = Math.min(end, Math.max(0, video.currentTime + seconds));
}

function step(video: HTMLVideoElement, seconds: number): void {
  video.pause();
  seek(video, seconds);
}

function changeSpeed(video: HTMLVideoElement, by: number): void {
  const choice = video.closest('figure')?.querySelector<HTMLSelectElement>('[data-speed]');
  if (!choice) return;
  choice.selectedIndex = Math.min(choice.options.length - 1, Math.max(0, choice.selectedIndex + by));
  video.playbackRate = Number(choice.value);
}
