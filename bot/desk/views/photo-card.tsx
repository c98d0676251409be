import type { VNode } from 'preact';

import type { PhotoSlot } from '../../../knowledge/verification/submission.ts';
import type { Box } from '../../../knowledge/checks/photo-measurements.ts';
import type { Verdict } from '../../../knowledge/verdict.ts';
import type { CriterionLine } from '../reading/criteria-lines.ts';
import { countWords, SLOT_WORDS } from '../reading/words.ts';
import { OutcomeBadge } from './badge.tsx';
import type { ReasonWords } from './decision-card.tsx';
import { MaskedFile } from './file-view.tsx';
import { Moment } from './time.tsx';

export interface ShownPhoto {
  readonly slot: PhotoSlot;
  readonly uploadId: string;
  /** False when the picture is not kept any more; its measurements are. */
  readonly kept: boolean;
  /** Undefined while it is masked. */
  readonly address: string | undefined;
  readonly at: string;
  readonly verdict: Verdict;
  /** Judged again with today's criteria and answers, when that gives something else. */
  readonly again?: Verdict;
  readonly lines: readonly CriterionLine[];
  /** Where faces were found, in pixels of the upright photo. */
  readonly faces?: FoundFaces | undefined;
}

export interface FoundFaces {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly boxes: readonly (Box & { readonly score: number; readonly counted: boolean })[];
}

export function PhotoCard({ photo, reasonWords }: { photo: ShownPhoto; reasonWords: ReasonWords }): VNode {
  const { slot, address, verdict, again } = photo;
  const title = `photo-${slot}`;
  return (
    <article class="card photo" aria-labelledby={title}>
      <div class="spread">
        <h2 id={title}>{SLOT_WORDS[slot]}</h2>
        <OutcomeBadge outcome={verdict.outcome} />
      </div>
      {!photo.kept ? (
        <p class="nothing">The picture is not kept any more.</p>
      ) : address === undefined ? (
        <MaskedFile words={SLOT_WORDS[slot]} />
      ) : (
        <a class="picture" href={address} target="_blank" rel="noopener" data-large="">
          <img src={address} alt={`${SLOT_WORDS[slot]}, opens large`} />
          {photo.faces && <FaceBoxes faces={photo.faces} />}
        </a>
      )}
      <VerdictReasons verdict={verdict} reasonWords={reasonWords} />
      {again && (
        <div class="again">
          <p class="spread">
            <span class="strong">Judged again now</span> <OutcomeBadge outcome={again.outcome} />
          </p>
          <VerdictReasons verdict={again} reasonWords={reasonWords} />
        </div>
      )}
      <p class="quiet small">
        {photo.kept && photo.faces && `${facesWords(photo.faces)}. `}
        Given <Moment at={photo.at} />
      </p>
    </article>
  );
}

/** Laid over the picture, which fills its place in the same way. */
function FaceBoxes({ faces: { widthPx, heightPx, boxes } }: { faces: FoundFaces }): VNode {
  return (
    <svg class="faces" viewBox={`0 0 ${widthPx} ${heightPx}`} aria-hidden="true">
      {boxes.map(({ x, y, width, height, counted }, index) => (
        <rect key={index} class={counted ? 'counted' : 'doubtful'} {...{ x, y, width, height }} />
      ))}
    </svg>
  );
}

/** How many faces, for those who do not see the boxes, and how sure the finder is of each. */
function facesWords({ boxes }: FoundFaces): string {
  if (boxes.length === 0) return 'No face was found';
  const sure = boxes.map(({ score }) => score.toFixed(2)).join(', ');
  return `${countWords(boxes.length, 'face')} found, certainty ${sure}`;
}

/** What the code means and what to look at; the figures are in the table. */
export function VerdictReasons({
  verdict,
  reasonWords,
}: {
  verdict: Verdict;
  reasonWords: ReasonWords;
}): VNode | null {
  if (verdict.outcome === 'pass') return null;
  return (
    <ul class="reasons">
      {verdict.reasons.map(({ code, details }) => (
        <li key={code}>
          <span class="strong">{reasonWords(code).title}</span>
          <br />
          <span class="small">{reasonWords(code).internal}</span>{' '}
          {details && (
            <span class="small quiet">
              {Object.entries(details)
                .map(([name, value]) => `${name}: ${value}`)
                .join(', ')}
            </span>
          )}{' '}
          <code class="small">{code}</code>
        </li>
      ))}
    </ul>
  );
}
