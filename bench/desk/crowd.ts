import { randomUUID } from 'node:crypto';

import { sealAbout, sealActivity } from '../../bot/conversations/conversation-rows.ts';
import type { Database } from '../../bot/storage/database.ts';
import type { Vault } from '../../bot/storage/vault.ts';
import type { BlindWords } from '../../bot/tickets/blind-words.ts';
import {
  deadlinesOf,
  PRIORITIES,
  priorityRank,
  type ServiceLevels,
} from '../../bot/tickets/service-levels.ts';
import { createRandom } from '../../test/specimen/random.ts';

const PART = 1000;
/** Messages of each conversation; those of the customer and of the assistant take turns. */
const MESSAGES = 8;
const LANGUAGES = ['en', 'en', 'en', 'es', 'pt', 'fr', 'de', 'tr', 'ru', 'vi'];
const CATEGORIES = [
  'person_wanted',
  'error_9810',
  'camera_permission',
  'upload_fails',
  'account_locked',
  'withdrawal',
];
const FIRST_NAMES = 400;
const SURNAMES = 8000;
const VOCABULARY = 6000;
const HOUR_MS = 3_600_000;

export interface CrowdParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly words: BlindWords;
  readonly levels: ServiceLevels;
  readonly agentIds: readonly string[];
  readonly now: Date;
}

/** A word that nobody else would say, made of syllables: the rarer, the higher its rank. */
export function wordOf(rank: number): string {
  const syllables = [
    'ba',
    'ce',
    'di',
    'fo',
    'gu',
    'ka',
    'le',
    'mi',
    'no',
    'pu',
    'ra',
    'se',
    'ti',
    'vo',
    'zu',
    'sha',
  ];
  let text = '';
  for (let rest = rank + 17; rest > 0; rest = Math.floor(rest / 16)) text += syllables[rest % 16] ?? '';
  return `${text}n`;
}

/**
 * Tickets with their conversations, sealed and indexed as the product does it. Words are as frequent as in real texts
 * (Zipf); of a hundred tickets 94 are finished, as on a desk that keeps up.
 */
export async function addTickets(parts: CrowdParts, count: number): Promise<void> {
  const random = createRandom(count);
  await parts.database.query('alter table activity disable trigger ticket_upkeep');
  for (let first = 0; first < count; first += PART) {
    const size = Math.min(PART, count - first);
    await addPart(parts, random, first, size, count);
  }
  await parts.database.query('alter table activity enable trigger ticket_upkeep');
  await parts.database.query('truncate ticket_upkeep');
}

async function addPart(
  { database, vault, words, levels, agentIds, now }: CrowdParts,
  random: () => number,
  first: number,
  size: number,
  count: number,
): Promise<void> {
  const pick = (below: number): number => Math.floor(random() * below);
  const conversations: unknown[][] = [[], [], [], []];
  const activities: unknown[][] = [[], [], [], [], [], []];
  const tickets: unknown[][] = Array.from({ length: 16 }, () => []);
  const events: unknown[][] = [[], [], [], []];
  const found: { id: string; at: Date; words: readonly number[] }[] = [];
  for (let place = 0; place < size; place += 1) {
    const ordinal = first + place;
    // A desk of so many tickets in as many quarter hours.
    const openedAt = new Date(now.getTime() - (count - ordinal) * (HOUR_MS / 4) - pick(HOUR_MS / 4));
    const [id, conversationId, customerId] = [randomUUID(), randomUUID(), `bench_${ordinal}`];
    const language = LANGUAGES[pick(LANGUAGES.length)] ?? 'en';
    const category = CATEGORIES[pick(CATEGORIES.length)] ?? 'person_wanted';
    const priority = PRIORITIES[random() < 0.05 ? 0 : random() < 0.2 ? 1 : random() < 0.8 ? 2 : 3];
    const agentId = agentIds[pick(agentIds.length)];
    const name = `${wordOf(100_000 + pick(FIRST_NAMES))} ${wordOf(200_000 + pick(SURNAMES))}`;
    const texts = Array.from({ length: MESSAGES }, (_, index) =>
      index === 0 ? `My name is ${name}, ${sentence(random)}` : sentence(random),
    );
    const summary = sentence(random).slice(0, 60);
    conversations[0]?.push(conversationId);
    conversations[1]?.push(customerId);
    conversations[2]?.push(openedAt);
    conversations[3]?.push(sealAbout(vault, conversationId, { language }));
    for (const [index, text] of texts.entries()) {
      const activityId = randomUUID();
      activities[0]?.push(conversationId);
      activities[1]?.push(index + 1);
      activities[2]?.push(activityId);
      activities[3]?.push(index % 2 === 0 ? 'user' : 'bot');
      activities[4]?.push(new Date(openedAt.getTime() - (MESSAGES - index) * 20_000));
      activities[5]?.push(sealActivity(vault, conversationId, { type: 'message', id: activityId, text }));
    }
    const fate = random();
    const state = fate < 0.03 ? 'new' : fate < 0.05 ? 'open' : fate < 0.06 ? 'waiting' : 'solved';
    const answeredAt = new Date(openedAt.getTime() + HOUR_MS * (0.2 + 8 * random()));
    const solvedAt = new Date(answeredAt.getTime() + HOUR_MS * 30 * random());
    const moments = [
      ...(state === 'new' ? [] : [{ at: answeredAt, kind: 'answer' }]),
      ...(state === 'open' ? [{ at: solvedAt, kind: 'customer_wrote' }] : []),
      ...(state === 'solved' ? [{ at: solvedAt, kind: 'solve' }] : []),
    ];
    const times = deadlinesOf(openedAt, moments, priority, levels);
    const content = { summary, tried: [sentence(random)], asked: [] };
    const row = [
      id,
      `VG-${1001 + ordinal}`,
      `bench ${ordinal}`,
      customerId,
      conversationId,
      state,
      category,
      state === 'new' ? null : agentId,
      vault.seal(content, `ticket.content:${id}`),
      openedAt,
      moments.at(-1)?.at ?? openedAt,
      priorityRank(priority),
      language,
      times.firstAnsweredAt ?? null,
      times.finishedAt ?? null,
      times.dueAt ?? null,
    ];
    for (const [column, value] of row.entries()) tickets[column]?.push(value);
    for (const { at, kind } of [{ at: openedAt, kind: 'opened' }, ...moments]) {
      for (const [column, value] of [id, at, kind, kind === 'opened' ? null : agentId].entries())
        events[column]?.push(value);
    }
    found.push({ id, at: openedAt, words: words.indexed([...texts, summary, ...content.tried], language) });
  }
  await database.query(
    `insert into conversation (id, customer_id, channel, last_seq, last_at, created_at, about)
     select id, customer_id, 'directline', ${MESSAGES}, at, at, about
     from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bytea[]) as given (id, customer_id, at, about)`,
    conversations,
  );
  await database.query(
    `insert into activity (conversation_id, seq, id, author, at, sealed)
     select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::bytea[])`,
    activities,
  );
  await database.query(
    `insert into ticket (id, number, key, customer_id, conversation_id, state, category, agent_id, content, opened_at,
       state_since, priority, language, first_answered_at, finished_at, diagnosis, upload_ids, due_at)
     select id, number, key, customer_id, conversation_id, state, category, agent_id, content, opened_at, state_since,
       priority, language, answered, finished, '{}', '{}', coalesce(due, 'infinity')
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[],
       $9::bytea[], $10::timestamptz[], $11::timestamptz[], $12::smallint[], $13::text[], $14::timestamptz[],
       $15::timestamptz[], $16::timestamptz[])
       as given (id, number, key, customer_id, conversation_id, state, category, agent_id, content, opened_at,
         state_since, priority, language, answered, finished, due)`,
    tickets,
  );
  await database.query(
    `insert into ticket_event (ticket_id, at, kind, agent_id)
     select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::uuid[])`,
    events,
  );
  // Arrays of unequal length cannot be unnested side by side: each comes as its text.
  await database.query(
    `insert into ticket_words (ticket_id, opened_at, seq, words)
     select id, at, ${MESSAGES}, words::integer[] from unnest($1::uuid[], $2::timestamptz[], $3::text[]) as given (id, at, words)`,
    [found.map(({ id }) => id), found.map(({ at }) => at), found.map((one) => `{${one.words.join(',')}}`)],
  );
}

/** Ten words, the frequent ones often (Zipf's law). */
function sentence(random: () => number): string {
  return Array.from({ length: 10 }, () => wordOf(Math.floor(VOCABULARY ** random()) - 1)).join(' ');
}
