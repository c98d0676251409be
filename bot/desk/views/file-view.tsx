import type { VNode } from 'preact';

import type { StoredUpload } from '../../storage/uploads.ts';
import { bytesWords } from '../reading/words.ts';

export interface ShownFile extends Pick<StoredUpload, 'id' | 'kind' | 'contentType' | 'name' | 'bytes'> {
  /** Undefined while it is masked for whoever visits the page. */
  readonly address: string | undefined;
}

const SPEEDS = [0.25, 0.5, 1, 1.5, 2] as const;

/** Where a picture or a recording would stand. */
export function MaskedFile({ words }: { words: string }): VNode {
  return <p class="nothing masked">{words}: masked. Give a reason on top of the page to see it.</p>;
}

/** A screenshot as a picture that opens large, a recording that plays, anything else to download. */
export function FileView({ file, words }: { file: ShownFile; words: string }): VNode {
  const { address } = file;
  if (address === undefined) return <MaskedFile words={file.name} />;
  const caption = (
    <figcaption class="quiet small">
      {file.name} · {bytesWords(file.bytes)}
    </figcaption>
  );
  if (file.kind === 'image') {
    return (
      <figure class="file">
        <a href={address} target="_blank" rel="noopener" data-large="">
          <img src={address} alt={`${words}: ${file.name}`} loading="lazy" />
        </a>
        {caption}
      </figure>
    );
  }
  if (file.kind === 'video') {
    return (
      <figure class="file recording">
        {/* Loaded, and noted as looked at, when somebody plays it. */}
        <video
          src={address}
          controls
          preload="none"
          tabindex={0}
          aria-label={`${words}: ${file.name}`}
          aria-keyshortcuts="k ArrowLeft ArrowRight , . < >"
          data-recording={file.id}
        />
        <p class="fault" role="alert" data-unplayable="" hidden>
          This recording cannot be played here, or its address has run out. Reload the page, or{' '}
          <a href={address} download={file.name}>
            download it
          </a>
          .
        </p>
        <div class="spread">
          {caption}
          <label class="speed small">
            Speed
            <select data-speed="" autocomplete="off">
              {SPEEDS.map((speed) => (
                <option key={speed} value={speed} selected={speed === 1}>
                  {speed} ×
                </option>
              ))}
            </select>
          </label>
        </div>
      </figure>
    );
  }
  return (
    <p>
      <a href={address} download={file.name}>
        {file.name}
      </a>{' '}
      <span class="quiet small">{bytesWords(file.bytes)}</span>
    </p>
  );
}
