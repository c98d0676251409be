-- Questions that the knowledge did not answer, for the people who look after it. No row says who asked: there is
-- no customer, no conversation and no time of day.
create table open_question (
  id bigint generated always as identity primary key,
  -- Keyed hash of the message that asked: a turn that runs again adds nothing.
  message_key bytea not null unique,
  -- Keyed hash of the words: questions that read alike are counted together.
  words_key bytea not null,
  day date not null,
  why text not null check (why in ('unanswered', 'unhelpful')),
  -- The words, scrubbed, their language, and what was shown for them. Sealed.
  content bytea not null,
  settled boolean not null default false
);

create index open_question_of_words on open_question (words_key) where not settled;
