import type { VNode } from 'preact';

import type { PhotoNote } from '../reading/photo-notes.ts';
import type { Block } from '../reading/readable-activity.ts';
import type { CardLine } from '../reading/readable-card.ts';
import type { Utterance } from '../reading/transcript.ts';
import { idWords, SLOT_WORDS } from '../reading/words.ts';
import { Badge } from './badge.tsx';
import { FileView, type ShownFile } from './file-view.tsx';
import { Markdown } from './markdown.tsx';
import { Clock, Day } from './time.tsx';

export interface TranscriptProps {
  readonly transcript: readonly Utterance[];
  readonly files: ReadonlyMap<string, ShownFile>;
  readonly photoNotes: ReadonlyMap<string, PhotoNote>;
  readonly customerName: string;
  readonly reasonTitle: (code: PhotoNote['reasons'][number]) => string;
}

/** The conversation as the customer saw it, with what the checks said about each photo. */
export function TranscriptView(props: TranscriptProps): VNode {
  const { transcript } = props;
  if (transcript.length === 0) return <p class="nothing">Nothing was said in this conversation.</p>;
  return (
    <ol class="transcript">
      {transcript.map((utterance, index) => (
        <>
          {startsDay(utterance, transcript[index - 1]) && (
            <li class="day">
              <Day at={utterance.at} />
            </li>
          )}
          <li key={utterance.seq} class={`said ${utterance.author}`}>
            <p class="speaker">
              {speaker(utterance, props.customerName)} <Clock at={utterance.at} />
            </p>
            <div class="bubble">
              {utterance.blocks.map((block, at) => (
                <BlockView key={at} block={block} {...props} />
              ))}
            </div>
          </li>
        </>
      ))}
    </ol>
  );
}

const startsDay = (one: Utterance, before: Utterance | undefined): boolean =>
  one.at.slice(0, 10) !== before?.at.slice(0, 10);

function speaker({ author, name }: Utterance, customerName: string): string {
  if (author === 'user') return customerName;
  return author === 'bot' ? 'Assistant' : (name ?? 'Desk');
}

function BlockView({ block, ...props }: TranscriptProps & { block: Block }): VNode {
  switch (block.kind) {
    case 'text':
      return <Markdown text={block.markdown} />;
    case 'card':
      return <div class="chat-card">{block.lines.map((line, index) => cardLine(line, index))}</div>;
    case 'file':
      return <SentFile block={block} {...props} />;
    case 'lost_file':
      return (
        <p class="quiet">
          {block.name}: refused on arrival ({idWords(block.why).toLowerCase()})
        </p>
      );
    case 'choices':
      return (
        <p class="offered small">
          <span class="quiet">Offered: </span>
          {block.titles.map((title) => (
            <span key={title} class="chip">
              {title}
            </span>
          ))}
        </p>
      );
    case 'given':
      return (
        <dl class="given">
          {block.fields.map(({ name, value }) => (
            <div key={name}>
              <dt>{idWords(spaced(name))}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
  }
}

/** `birthDate` as a card names it. */
const spaced = (name: string): string =>
  name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

function cardLine(line: CardLine, key: number): VNode {
  switch (line.kind) {
    case 'text':
      return (
        <div key={key} class={line.strong ? 'strong' : undefined}>
          <Markdown text={line.text} />
        </div>
      );
    case 'fact':
      return (
        <p key={key}>
          <span class="quiet">{line.title}</span> {line.value}
        </p>
      );
    case 'input':
      return (
        <p key={key} class="field-shown">
          <span class="quiet">{line.label}</span> {line.value}
        </p>
      );
    case 'button':
      return (
        <span key={key} class="chip">
          {line.title}
        </span>
      );
  }
}

/** Photos for a verification are not spread out here: whoever needs to look opens them. */
function SentFile(props: TranscriptProps & { block: Extract<Block, { kind: 'file' }> }): VNode {
  const { block, files, photoNotes, reasonTitle } = props;
  const file = files.get(block.uploadId);
  const note = photoNotes.get(block.uploadId);
  if (!file) return <p class="quiet">{block.name}: no longer kept</p>;
  if (!note) return <FileView file={file} words="Sent by the customer" />;
  return (
    <div class="photo-note">
      <p>
        {file.address === undefined ? (
          SLOT_WORDS[note.slot]
        ) : (
          <a href={file.address} target="_blank" rel="noopener" data-large="">
            {SLOT_WORDS[note.slot]}
          </a>
        )}{' '}
        <OutcomeOf note={note} />
      </p>
      {note.reasons.length > 0 && (
        <ul class="small">
          {note.reasons.map((code) => (
            <li key={code}>{reasonTitle(code)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function OutcomeOf({ note }: { note: PhotoNote }): VNode {
  if (note.outcome === 'kept') return <Badge tone="good">Passed the checks</Badge>;
  if (note.outcome === 'review') return <Badge tone="attention">For a person to look at</Badge>;
  return <Badge tone="bad">Refused</Badge>;
}
