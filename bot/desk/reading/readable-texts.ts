import type { LoggedActivity } from '../../conversations/conversations.ts';
import { readActivity, type Block } from './readable-activity.ts';

/** All that people could read of a message, as plain texts: to find it by, and to show where it was found. */
export function readableTexts(activity: LoggedActivity): readonly string[] {
  return (readActivity(activity) ?? []).flatMap(textsOf);
}

function textsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'text':
      return [block.markdown];
    case 'card':
      return block.lines.flatMap((line) => {
        if (line.kind === 'text') return [line.text];
        if (line.kind === 'fact') return [`${line.title} ${line.value}`];
        return line.kind === 'input' ? [`${line.label} ${line.value}`] : [];
      });
    case 'file':
    case 'lost_file':
      return [block.name];
    case 'given':
      return block.fields.map(({ value }) => value);
    case 'choices':
      return [];
  }
}
