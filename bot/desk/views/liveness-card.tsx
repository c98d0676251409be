import type { VNode } from 'preact';

import type { Verdict } from '../../../knowledge/verdict.ts';
import type { CriterionLine } from '../reading/criteria-lines.ts';
import { OutcomeBadge } from './badge.tsx';
import type { ReasonWords } from './decision-card.tsx';
import { MaskedFile } from './file-view.tsx';
import { CriterionTable } from './measurements-card.tsx';
import { VerdictReasons } from './photo-card.tsx';
import { Moment } from './time.tsx';

export interface ShownChallenge {
  readonly drawnAt: string;
  readonly end: string;
  /** It was for a selfie that the customer replaced since. */
  readonly forOtherSelfie: boolean;
  readonly prompts: readonly ShownPrompt[];
}

export interface ShownPrompt {
  readonly movement: string;
  readonly askedAt?: string | undefined;
  readonly photos: readonly ShownAnswer[];
}

export interface ShownAnswer {
  readonly uploadId: string;
  /** False when the picture is not kept any more; its measurements are. */
  readonly kept: boolean;
  /** Undefined while it is masked. */
  readonly address: string | undefined;
  readonly verdict: Verdict;
  readonly lines: readonly CriterionLine[];
}

export interface ShownLiveness {
  /** Newest first. */
  readonly challenges: readonly ShownChallenge[];
  readonly cannot: readonly string[];
  readonly verdict?: Verdict | undefined;
}

/** Whether the person was there: what was asked, when, and what came. */
export function LivenessCard({
  liveness,
  reasonWords,
}: {
  liveness: ShownLiveness | undefined;
  reasonWords: ReasonWords;
}): VNode | null {
  if (!liveness) return null;
  const { challenges, cannot, verdict } = liveness;
  const ofTheWhole = verdict && withoutThoseOfPhotos(verdict, challenges);
  return (
    <section class="card stack" aria-labelledby="liveness">
      <div class="spread">
        <h2 id="liveness">Movements before the camera</h2>
        {verdict && <OutcomeBadge outcome={verdict.outcome} />}
      </div>
      {ofTheWhole && <VerdictReasons verdict={ofTheWhole} reasonWords={reasonWords} />}
      {cannot.length > 0 && (
        <p>The customer says that they cannot do this: {cannot.join(', ').toLowerCase()}.</p>
      )}
      {challenges.length === 0 && <p class="nothing">No movement was asked for.</p>}
      {challenges.map((challenge, index) => (
        <details key={challenge.drawnAt} open={index === 0} class="challenge">
          <summary>
            {challenge.end}{' '}
            <span class="quiet small">
              asked <Moment at={challenge.drawnAt} />
              {challenge.forOtherSelfie && ', for an earlier selfie'}
            </span>
          </summary>
          <div class="measured">
            {challenge.prompts.map((prompt, place) => (
              <Prompt key={place} {...{ prompt, reasonWords, id: `challenge-${index}-${place}` }} />
            ))}
          </div>
        </details>
      ))}
      <p class="quiet small">
        A prepared video that holds the movements can pass this. Compare the photos with each other: the same
        light, the same place, the same clothes?
      </p>
    </section>
  );
}

/** What is said beside a photo below need not be said twice. */
function withoutThoseOfPhotos(verdict: Verdict, challenges: readonly ShownChallenge[]): Verdict {
  if (verdict.outcome === 'pass') return verdict;
  const below = challenges.flatMap(({ prompts }) =>
    prompts.flatMap(({ photos }) =>
      photos.flatMap((photo) =>
        photo.verdict.outcome === 'review' ? photo.verdict.reasons.map(({ code }) => code) : [],
      ),
    ),
  );
  const [first, ...more] = verdict.reasons.filter(({ code }) => !below.includes(code));
  return first ? { ...verdict, reasons: [first, ...more] } : { outcome: 'pass' };
}

function Prompt({
  prompt,
  reasonWords,
  id,
}: {
  prompt: ShownPrompt;
  reasonWords: ReasonWords;
  id: string;
}): VNode {
  return (
    <div class="stack">
      <h3 id={id}>{prompt.movement}</h3>
      {prompt.photos.length === 0 && (
        <p class="nothing">{prompt.askedAt ? 'No photo came.' : 'It was not asked for any more.'}</p>
      )}
      {prompt.photos.map(({ uploadId, kept, address, verdict, lines }) => (
        <div key={uploadId} class="stack">
          <div>
            <OutcomeBadge outcome={verdict.outcome} />
          </div>
          {!kept ? (
            <p class="nothing">The picture is not kept any more.</p>
          ) : address === undefined ? (
            <MaskedFile words={prompt.movement} />
          ) : (
            <a class="picture" href={address} target="_blank" rel="noopener" data-large="">
              <img src={address} alt={`${prompt.movement}, opens large`} loading="lazy" />
            </a>
          )}
          <VerdictReasons verdict={verdict} reasonWords={reasonWords} />
          <CriterionTable labelledBy={id} lines={lines} />
        </div>
      ))}
    </div>
  );
}
