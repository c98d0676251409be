import { checkCard } from './cards/check-card.ts';
import { helpOf, QuestionDialog } from './question.ts';
import { choose, plain } from './replies/choose.ts';
import type { Words } from './replies/words.ts';
import { stepPrompt, type StepAsking } from './verification/step-question.ts';

/** An answer as it is shown, and the question by which it is changed. */
export interface ReadOverRow<Question extends string> {
  readonly question: Question;
  readonly label: string;
  readonly value: string;
}

export interface ReadOver<Options extends StepAsking, Question extends string, Value> {
  readonly ask: string;
  /** In the words of whoever asks: the language may change while the question is open. */
  readonly rows: (options: Options) => readonly ReadOverRow<Question>[];
  readonly confirmed: Value;
  readonly change: (question: Question) => Value;
}

/** Shows every answer; each can be changed, and all of them are confirmed at once. */
export function readOverQuestion<Options extends StepAsking, Question extends string, Value>(
  words: Words,
  { ask, rows, confirmed, change }: ReadOver<Options, Question, Value>,
): QuestionDialog<Options, Value> {
  return new QuestionDialog<Options, Value>(words, {
    id: 'check',
    expects: 'choice',
    help: helpOf(words, 'help.check'),
    plausible: (text, options) => isConfirmation(words, text) || rowNamed(text, rows(options)) !== undefined,
    ask(turn, options, token) {
      const asked = stepPrompt(words, options, ask);
      return checkCard(words, asked, { rows: rows(options), token, rich: turn.rich });
    },
    judge(turn, options) {
      const { card, text } = turn.reply;
      const shown = rows(options);
      const wanted = card?.fields['change'];
      const row =
        wanted === undefined ? rowNamed(text, shown) : shown.find(({ question }) => question === wanted);
      if (row) return { kind: 'answer', value: change(row.question) };
      if (card?.fields['confirm'] === 'all' || isConfirmation(words, text))
        return { kind: 'answer', value: confirmed };
      return { kind: 'unclear', say: words.say('verification.check.unclear') };
    },
  });
}

function isConfirmation(words: Words, text: string): boolean {
  // A number names a row of the list, never the confirmation.
  return !/^\s*#?\d+\s*$/.test(text) && choose(text, [words.choice('all_correct')]) !== undefined;
}

/** The row whose number or name is in what was said; a longer name wins over one inside it. */
function rowNamed<Row extends { readonly label: string }>(
  text: string,
  rows: readonly Row[],
): Row | undefined {
  const said = plain(text);
  const number = /^#?(\d{1,2})$/.exec(said)?.[1];
  if (number !== undefined) return rows[Number(number) - 1];
  const named = rows.filter(({ label }) => said.includes(plain(label)));
  return named.sort((one, other) => other.label.length - one.label.length)[0];
}
