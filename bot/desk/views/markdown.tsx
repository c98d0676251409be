import type { VNode } from 'preact';

/**
 * The light Markdown that the bot writes: paragraphs, lists, bold, italics, code and links. Anything else stays as it
 * was typed. Links are shown, not followed: what stands in a transcript may come from anybody.
 */
export function Markdown({ text }: { text: string }): VNode {
  return <>{blocksOf(text).map(block)}</>;
}

function blocksOf(text: string): readonly string[][] {
  const blocks: string[][] = [];
  let current: string[] = [];
  for (const line of text.split('\n')) {
    const before = current.at(-1);
    const changesKind = before !== undefined && isItem(line) !== isItem(before);
    if ((line.trim() === '' || changesKind) && current.length > 0) {
      blocks.push(current);
      current = [];
    }
    if (line.trim() !== '') current.push(line);
  }
  return current.length > 0 ? [...blocks, current] : blocks;
}

const ITEM = /^\s*(?:[-*]|\d+[.)])\s+/;
const isItem = (line: string): boolean => ITEM.test(line);

function block(lines: readonly string[], index: number): VNode {
  if (!isItem(lines[0] ?? '')) {
    return (
      <p key={index}>
        {lines.map((line, at) => (
          <span key={at}>
            {at > 0 && <br />}
            {inline(line)}
          </span>
        ))}
      </p>
    );
  }
  const items = lines.map((line, at) => <li key={at}>{inline(line.replace(ITEM, ''))}</li>);
  return /^\s*\d/.test(lines[0] ?? '') ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>;
}

const INLINE =
  /(\*\*[^*]+\*\*|(?<![\\*\w])\*[^*\s][^*]*\*(?![\w*])|(?<![\\\w])_[^_\s][^_]*_(?!\w)|`[^`]+`|\[[^\]]+\]\([^)\s]+\))/;

function inline(line: string): (VNode | string)[] {
  return line.split(INLINE).map((part, index) => {
    if (/^\*\*[^*]+\*\*$/.test(part)) return <strong key={index}>{unescaped(part.slice(2, -2))}</strong>;
    if (/^(?:\*[^*]+\*|_[^_]+_)$/.test(part)) return <em key={index}>{unescaped(part.slice(1, -1))}</em>;
    if (/^`[^`]+`$/.test(part)) return <code key={index}>{part.slice(1, -1)}</code>;
    const link = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part);
    return link ? `${unescaped(link[1] ?? '')} (${link[2] ?? ''})` : unescaped(part);
  });
}

/** `\_` is how Markdown writes `_` itself. */
const unescaped = (text: string): string => text.replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1');
