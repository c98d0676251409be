-- What customers ask people for, and the people who answer.

create sequence ticket_number start 1001;

create table ticket (
  id uuid primary key,
  number text not null unique,
  -- The wish that opened it: one ticket per wish, however often a turn is run.
  key text not null unique,
  customer_id text not null,
  conversation_id text not null,
  state text not null check (state in ('new', 'open', 'waiting', 'solved', 'closed')),
  category text not null,
  diagnosis text[] not null,
  upload_ids text[] not null,
  -- Who looks after it.
  agent_id uuid,
  -- Summary, steps tried, e-mail.
  content bytea not null,
  version integer not null default 1,
  opened_at timestamptz not null,
  -- Since when the ball lies where it lies: the queue's waiting time.
  state_since timestamptz not null
);

create index ticket_of_customer on ticket (customer_id, opened_at desc);
create index ticket_of_conversation on ticket (conversation_id);
create index ticket_queue on ticket (state_since) where state in ('new', 'open', 'waiting');

create table ticket_event (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references ticket (id),
  at timestamptz not null,
  kind text not null,
  agent_id uuid,
  -- A form sent twice counts once.
  key text,
  details bytea,
  unique (ticket_id, key)
);

create trigger ticket_event_append_only before update or delete on ticket_event
  for each row execute function refuse_rewriting_history();

create table agent (
  id uuid primary key,
  -- Keyed hash of the login in lower case: found without being readable.
  login_key bytea not null unique,
  -- Name and login.
  content bytea not null,
  password_hash text not null,
  created_at timestamptz not null,
  signed_in_at timestamptz,
  disabled_at timestamptz
);

-- A one-time link that makes an agent. Only the token's hash is kept.
create table agent_link (
  id uuid primary key,
  token_hash bytea not null unique,
  -- Null: the link of the first start.
  invited_by uuid references agent (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  voided_at timestamptz
);

create table agent_session (
  token_hash bytea primary key,
  agent_id uuid not null references agent (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  seen_at timestamptz not null
);

create index agent_session_of on agent_session (agent_id);

-- Attempts to sign in, counted per window; keys are keyed hashes.
create table sign_in_attempt (
  key bytea primary key,
  attempts integer not null,
  window_ends_at timestamptz not null
);

-- Who looked at whose file or page, and when.
create table agent_access (
  id bigint generated always as identity primary key,
  agent_id uuid not null references agent (id),
  -- 'upload', 'ticket' or 'submission'
  what text not null,
  -- Its id, number or reference.
  subject text not null,
  at timestamptz not null
);

create index agent_access_of on agent_access (what, subject, id);

create trigger agent_access_append_only before update or delete on agent_access
  for each row execute function refuse_rewriting_history();
