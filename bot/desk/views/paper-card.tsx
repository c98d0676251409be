import type { VNode } from 'preact';

import { PAPER_WORDS, type ShownPaper } from '../reading/shown-papers.ts';
import { bytesWords, countWords } from '../reading/words.ts';
import { OutcomeBadge } from './badge.tsx';
import type { ReasonWords } from './decision-card.tsx';
import { MaskedFile } from './file-view.tsx';
import { VerdictReasons } from './photo-card.tsx';
import { Moment } from './time.tsx';

/** So many pages stand there at once; the others are drawn when somebody wants to see them. */
const FIRST_PAGES = 2;

/** A document: the pages of a PDF as pictures that the server drew, or the photo of a page. */
export function PaperCard({
  paper,
  number,
  reasonWords,
}: {
  paper: ShownPaper;
  number: number;
  reasonWords: ReasonWords;
}): VNode {
  const { slot, file, pages, verdict, at } = paper;
  const title = `paper-${slot}-${number}`;
  const words = number > 1 ? `${PAPER_WORDS[slot]} (${number})` : PAPER_WORDS[slot];
  return (
    <article class="card photo" aria-labelledby={title}>
      <div class="spread">
        <h3 id={title}>{words}</h3>
        <OutcomeBadge outcome={verdict.outcome} />
      </div>
      <Look paper={paper} words={words} />
      <VerdictReasons verdict={verdict} reasonWords={reasonWords} />
      <p class="quiet small">
        {pages.length > 0 && `${countWords(pages.length, 'page')}. `}
        Given <Moment at={at} />
        {file?.address !== undefined && (
          <>
            {'. '}
            <a href={file.address} download={file.name}>
              Download the file
            </a>{' '}
            ({bytesWords(file.bytes)})
          </>
        )}
      </p>
    </article>
  );
}

function Look({ paper: { file, pages }, words }: { paper: ShownPaper; words: string }): VNode {
  if (!file) return <p class="nothing">The file is not kept any more.</p>;
  if (file.address === undefined) return <MaskedFile words={words} />;
  if (pages.length === 0) return <Picture address={file.address} words={words} />;
  const page = (address: string, index: number): VNode => (
    <Picture key={index} address={address} words={`${words}, page ${index + 1} of ${pages.length}`} />
  );
  return (
    <>
      <div class="pages-of-paper">{pages.slice(0, FIRST_PAGES).map(page)}</div>
      {pages.length > FIRST_PAGES && (
        <details>
          <summary>{countWords(pages.length - FIRST_PAGES, 'more page')}</summary>
          <div class="pages-of-paper">
            {pages.slice(FIRST_PAGES).map((address, index) => page(address, index + FIRST_PAGES))}
          </div>
        </details>
      )}
    </>
  );
}

function Picture({ address, words }: { address: string; words: string }): VNode {
  return (
    <a class="picture" href={address} target="_blank" rel="noopener" data-large="">
      <img src={address} alt={`${words}, opens large`} loading="lazy" />
    </a>
  );
}
