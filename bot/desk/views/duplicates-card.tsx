import type { VNode } from 'preact';

import type { Likelihood } from '../../../knowledge/checks/duplicates/check-duplicate.ts';
import {
  LIKELIHOOD_WORDS,
  OPINION_WORDS,
  type PhotoPair,
  type ShownDuplicate,
  type ShownDuplicates,
} from '../reading/duplicates.ts';
import { countWords, SLOT_WORDS } from '../reading/words.ts';
import { Badge, SubmissionBadge } from './badge.tsx';
import type { ReasonWords } from './decision-card.tsx';
import { MaskedFile } from './file-view.tsx';
import { FormToken, type Viewer } from './layout.tsx';
import { Moment } from './time.tsx';

export interface DuplicatesProps {
  readonly viewer: Viewer;
  readonly reference: string;
  readonly duplicates: ShownDuplicates;
  readonly reasonWords: ReasonWords;
  readonly agentName: (agentId: string) => string;
  /** Undefined while it is masked. */
  readonly addressOf: (uploadId: string) => string | undefined;
}

/** What this submission has in common with other accounts. Never decided by itself: a person compares. */
export function DuplicatesCard(props: DuplicatesProps): VNode {
  const { search, found } = props.duplicates;
  return (
    <section class="card stack" id="duplicates" aria-labelledby="duplicates-title">
      <h2 id="duplicates-title">Other accounts</h2>
      {found.map((one) => (
        <Duplicate key={one.reference} one={one} {...props} />
      ))}
      {search ? (
        <p class="quiet small">
          {found.length === 0 && 'Nothing in common was found. '}
          Compared with the documents and files of all other accounts and with{' '}
          {countWords(search.faces, 'face')}, <Moment at={search.at} />.
          {search.facesOfOtherNets > 0 &&
            ` ${countWords(search.facesOfOtherNets, 'face')} were measured by another version and could not be compared.`}
        </p>
      ) : (
        <p class="quiet">Not searched yet. This page shows what is found as soon as it is.</p>
      )}
    </section>
  );
}

const TONES: Readonly<Record<Likelihood, 'bad' | 'attention' | 'calm'>> = {
  very_likely: 'bad',
  likely: 'attention',
  possible: 'calm',
};

function Duplicate({
  one,
  viewer,
  reference,
  reasonWords,
  agentName,
  addressOf,
}: DuplicatesProps & { one: ShownDuplicate }): VNode {
  const { opinion } = one;
  return (
    <article class="stack duplicate" aria-label={one.reference}>
      <div class="spread">
        <p>
          <a href={`/desk/submissions/${one.reference}`} class="id">
            {one.reference}
          </a>{' '}
          <SubmissionBadge state={one.state} />
        </p>
        <Badge tone={TONES[one.likelihood]}>{LIKELIHOOD_WORDS[one.likelihood]}</Badge>
      </div>
      <ul class="reasons">
        {one.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {one.codes.map((code) => (
          <li key={code} class="small">
            {reasonWords(code).internal} <code>{code}</code>
          </li>
        ))}
      </ul>
      <details>
        <summary>Compare the photos</summary>
        {one.pairs.map((pair) => (
          <Pair
            key={`${pair.mine.slot}-${pair.theirs.slot}`}
            reference={one.reference}
            {...{ pair, addressOf }}
          />
        ))}
      </details>
      {opinion && (
        <p>
          {agentName(opinion.agentId)} says: <span class="strong">{OPINION_WORDS[opinion.opinion]}</span>,{' '}
          <Moment at={opinion.at} />
        </p>
      )}
      <form
        class="buttons"
        action={`/desk/submissions/${reference}/duplicates/${one.reference}`}
        method="post"
      >
        <FormToken viewer={viewer} />
        <button type="submit" name="opinion" value="same_person">
          Same person
        </button>
        <button type="submit" name="opinion" value="other_person">
          Not the same person
        </button>
      </form>
    </article>
  );
}

/** Only fetched, and noted as seen, when somebody opens the comparison. */
function Pair({
  pair: { mine, theirs },
  reference,
  addressOf,
}: Pick<DuplicatesProps, 'addressOf' | 'reference'> & { pair: PhotoPair }): VNode {
  return (
    <div class="pair">
      <Photo {...{ ...mine, addressOf }} whose="here" />
      <Photo {...{ ...theirs, addressOf }} whose={`of ${reference}`} />
    </div>
  );
}

function Photo({
  slot,
  uploadId,
  whose,
  addressOf,
}: {
  slot: keyof typeof SLOT_WORDS;
  uploadId: string | undefined;
  whose: string;
  addressOf: DuplicatesProps['addressOf'];
}): VNode {
  const address = uploadId === undefined ? undefined : addressOf(uploadId);
  const words = `${SLOT_WORDS[slot]} ${whose}`;
  return (
    <figure>
      {uploadId === undefined ? (
        <p class="nothing">There is no such photo.</p>
      ) : address === undefined ? (
        <MaskedFile words={words} />
      ) : (
        <a class="picture" href={address} target="_blank" rel="noopener" data-large="">
          <img src={address} alt={`${words}, opens large`} loading="lazy" />
        </a>
      )}
      <figcaption class="quiet small">{words}</figcaption>
    </figure>
  );
}
