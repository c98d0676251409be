import type { OpenQuestion, QuestionService } from '../../dialogs/services.ts';
import type { Database } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';

/** Questions that read alike. */
export interface AskedQuestion {
  /** To settle it; the newest of them. */
  readonly id: string;
  readonly text: string;
  readonly locale: string;
  readonly why: OpenQuestion['why'];
  readonly shown: readonly string[];
  readonly times: number;
  /** ISO 8601, of the last one. */
  readonly lastDay: string;
}

export interface Questions extends QuestionService {
  /** Those that nobody has settled, the most frequent first. */
  open(most?: number): Promise<readonly AskedQuestion[]>;
  /** The knowledge answers it now, or need not: it and those that read alike. False when there is no such question. */
  settle(id: string): Promise<boolean>;
}

type Content = Pick<OpenQuestion, 'text' | 'locale' | 'shown'>;

type Row = {
  readonly id: string;
  readonly message_key: Buffer;
  readonly why: OpenQuestion['why'];
  readonly content: Buffer;
  readonly times: string;
  readonly last_day: string;
};

const MOST = 100;

/** Keeps questions sealed and without their customer; counts those that read alike. */
export function createQuestions(deps: { database: Database; vault: Vault; now: () => Date }): Questions {
  const { database, vault, now } = deps;
  const contextOf = (messageKey: Buffer) => `open_question.content:${messageKey.toString('hex')}`;

  return {
    async collect({ key, why, ...content }) {
      const messageKey = vault.keyedHash(key, 'open_question.message');
      const wordsKey = vault.keyedHash(`${why} ${readAlike(content)}`, 'open_question.words');
      const sealed = vault.seal(content satisfies Content, contextOf(messageKey));
      await database.query(
        `insert into open_question (message_key, words_key, day, why, content) values ($1, $2, $3, $4, $5)
         on conflict (message_key) do nothing`,
        [messageKey, wordsKey, now().toISOString().slice(0, 10), why, sealed],
      );
    },

    async open(most = MOST) {
      const rows = await database.query<Row>(
        `select distinct on (words_key) id, message_key, why, content,
           count(*) over (partition by words_key) as times,
           to_char(max(day) over (partition by words_key), 'YYYY-MM-DD') as last_day
         from open_question where not settled
         order by words_key, id desc`,
      );
      return rows
        .map((row): AskedQuestion => ({
          ...vault.open<Content>(row.content, contextOf(row.message_key)),
          id: row.id,
          why: row.why,
          times: Number(row.times),
          lastDay: row.last_day,
        }))
        .sort((one, other) => other.times - one.times || Number(other.id) - Number(one.id))
        .slice(0, most);
    },

    async settle(id) {
      if (!/^\d{1,18}$/.test(id)) return false;
      const settled = await database.query(
        `update open_question set settled = true
         where not settled and words_key = (select words_key from open_question where id = $1)
         returning id`,
        [id],
      );
      return settled.length > 0;
    },
  };
}

function readAlike({ text, locale }: Pick<Content, 'text' | 'locale'>): string {
  return `${locale} ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()}`;
}
