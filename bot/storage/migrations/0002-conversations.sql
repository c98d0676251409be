-- The durable log of every conversation, the turns that still owe an answer, and what the dialogs remember.
-- Words, names and browsers are sealed; ids, order, times and states are plain.

create table conversation (
  id text primary key,
  customer_id text not null,
  channel text not null,
  owner text not null default 'bot' check (owner in ('bot', 'agent')),
  -- The newest entry's place. Taking the next one locks this row, so the log has no gaps.
  last_seq bigint not null default 0,
  last_at timestamptz not null,
  created_at timestamptz not null,
  -- Sealed: the browser, the language, and how a remote channel is reached.
  about bytea not null
);
create index conversation_of_customer on conversation (customer_id, created_at desc);

create table activity (
  conversation_id text not null references conversation (id) on delete cascade,
  seq bigint not null,
  id text not null,
  author text not null check (author in ('user', 'bot', 'agent')),
  at timestamptz not null,
  -- Keyed hash of what makes this entry once-only: a client's own id of its message, or the key of a notice.
  once bytea,
  -- A newer entry with the same id took its place, or it was withdrawn.
  superseded boolean not null default false,
  -- For remote channels: still to be sent there.
  due boolean not null default false,
  -- For remote channels: the id that the channel gave it.
  channel_activity_id text,
  sealed bytea not null,
  primary key (conversation_id, seq)
);
create unique index activity_by_id on activity (conversation_id, id) where not superseded;
create unique index activity_once on activity (conversation_id, once) where once is not null;
create index activity_due on activity (conversation_id, seq) where due;

-- A message that was acknowledged and not answered yet. Removed in the transaction that logs the answer.
create table pending_turn (
  conversation_id text not null,
  seq bigint not null,
  -- Tries that did not end well, so that one bad message cannot block or crash us for ever.
  attempts integer not null default 0,
  since timestamptz not null,
  primary key (conversation_id, seq),
  foreign key (conversation_id, seq) references activity (conversation_id, seq) on delete cascade
);
create index pending_turn_since on pending_turn (since);

create table bot_state (
  key text primary key,
  conversation_id text not null references conversation (id) on delete cascade,
  version bigint not null,
  sealed bytea not null
);
create index bot_state_of_conversation on bot_state (conversation_id);
