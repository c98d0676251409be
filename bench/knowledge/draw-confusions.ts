import type { Confusion } from '../../knowledge/check/confusions.ts';
import { draw } from '../eval/draw.ts';

const CELL = 13;

/** What was meant, line by line, and what it was taken for, as shares of what was meant. */
export function drawConfusions(
  file: string,
  confusions: readonly Confusion[],
  folder: string,
): Promise<void> {
  const labels = [...new Set(confusions.map(({ meant }) => meant))].sort();
  const meant = new Map<string, number>();
  for (const each of confusions) meant.set(each.meant, (meant.get(each.meant) ?? 0) + each.count);
  const values = confusions.map((each) => ({
    meant: each.meant,
    guessed: each.guessed,
    share: each.count / (meant.get(each.meant) ?? 1),
  }));
  const axis = (title: string, labelAngle = 0) => ({ title, labelAngle, labelFontSize: 10, labelLimit: 220 });
  return draw(
    file,
    {
      title: 'What examples are taken for by a net that has not seen them',
      width: labels.length * CELL,
      height: labels.length * CELL,
      data: { values },
      mark: { type: 'rect' },
      encoding: {
        x: {
          field: 'guessed',
          type: 'nominal',
          scale: { domain: labels },
          axis: { ...axis('taken for', -90), orient: 'top' },
        },
        y: { field: 'meant', type: 'nominal', scale: { domain: labels }, axis: axis('meant') },
        color: {
          field: 'share',
          type: 'quantitative',
          scale: { scheme: 'blues', domain: [0, 1] },
          legend: { format: '.0%' },
        },
      },
    },
    folder,
  );
}
