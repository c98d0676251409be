import { make, iconButton, required } from './elements.ts';
import type { WidgetWords } from '../wire.ts';

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Notices {
  /** One line about the connection; replaces the one before. Undefined: nothing to say. */
  line(text: string | undefined, action?: NoticeAction): void;
  /** What went wrong with something that the user did, until they dismiss it or do the next thing. */
  problem(text: string, actions?: readonly NoticeAction[]): void;
  clearProblem(): void;
  /** Share of an upload, 0 to 1. Undefined: none is running. */
  progress(share: number | undefined): void;
}

export function createNotices(words: WidgetWords): Notices {
  const line = required('#line', HTMLElement);
  const problems = required('#problems', HTMLElement);
  const progress = required('#progress', HTMLElement);
  const bar = required('#progress .bar', HTMLElement);

  function clearProblem(): void {
    problems.replaceChildren();
  }

  return {
    line(text, action) {
      line.hidden = text === undefined;
      line.replaceChildren(...(text === undefined ? [] : [make('span', {}, text)]));
      if (action) line.append(actionButton(action, action.run));
    },
    problem(text, actions = []) {
      const card = make('div', { class: 'problem' }, make('p', {}, text));
      const row = make('div', { class: 'actions' });
      for (const action of actions) {
        row.append(
          actionButton(action, () => {
            card.remove();
            action.run();
          }),
        );
      }
      if (actions.length > 0) card.append(row);
      card.append(iconButton('close', words.dismiss, () => card.remove()));
      problems.append(card);
    },
    clearProblem,
    progress(share) {
      progress.hidden = share === undefined || share === 1;
      bar.style.inlineSize = `${Math.round((share ?? 0) * 100)}%`;
      progress.setAttribute('aria-valuenow', String(Math.round((share ?? 0) * 100)));
    },
  };
}

function actionButton({ label }: NoticeAction, run: () => void): HTMLButtonElement {
  const button = make('button', { type: 'button', class: 'text-button' }, label);
  button.addEventListener('click', run);
  return button;
}
