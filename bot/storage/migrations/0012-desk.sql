-- What agents sort, find and promise by, and the tools that they make for themselves.

-- Derived of a ticket's history and category by bot/keep-tickets.ts, except for the priority once an agent set it.
alter table ticket
  -- 0 urgent, 1 high, 2 normal, 3 low: sorted by as it is.
  add column priority smallint not null default 2 check (priority between 0 and 3),
  -- ISO 639-1, of the conversation.
  add column language text,
  add column first_answered_at timestamptz,
  add column finished_at timestamptz,
  -- When the first answer and the solution were promised.
  add column answer_due_at timestamptz,
  add column solution_due_at timestamptz,
  -- The next promise that is still to be kept; for ever where there is none.
  add column due_at timestamptz not null default 'infinity';

-- One index for each order of each part of the queue: a page is read from it without sorting the rest.
create index ticket_with_us_longest on ticket ((not expedited), state_since, id) where state in ('new', 'open', 'reopened');
create index ticket_with_us_due on ticket (due_at, id) where state in ('new', 'open', 'reopened');
create index ticket_with_us_priority on ticket (priority, state_since, id) where state in ('new', 'open', 'reopened');
create index ticket_waiting_longest on ticket ((not expedited), state_since, id) where state = 'waiting';
create index ticket_finished_latest on ticket (state_since desc, id desc) where state in ('solved', 'closed');
create index ticket_newest on ticket (opened_at desc, id desc);
create index ticket_category_newest on ticket (category, opened_at desc, id desc);
create index ticket_language_newest on ticket (language, opened_at desc, id desc);
create index ticket_agent_newest on ticket (agent_id, opened_at desc, id desc);
create index ticket_agent_with_us on ticket (agent_id, state_since, id) where state in ('new', 'open', 'reopened');
create index ticket_finished_at on ticket (finished_at) where finished_at is not null;
create index ticket_rated_at on ticket (rated_at) where rated_at is not null;
create index ticket_first_answered_at on ticket (first_answered_at) where first_answered_at is not null;

create index submission_decided on submission (decided_at desc) where state in ('approved', 'rejected');
create index submission_submitted_at on submission (submitted_at) where submitted_at is not null;
create index submission_event_at on submission_event (at);

-- The words of a ticket and its conversation, each as 32 bits of a keyed hash: found without being readable.
create table ticket_words (
  ticket_id uuid primary key references ticket (id) on delete cascade,
  opened_at timestamptz not null,
  -- Up to where the conversation's log is in it.
  seq bigint not null default 0,
  words integer[] not null
);
create index ticket_words_word on ticket_words using gin (words);
create index ticket_words_newest on ticket_words (opened_at desc, ticket_id desc);

-- Tickets of which something was written. Only ever added to by those who write, so that nobody waits here; no
-- reference to the ticket, whose check would wait for its lock.
create table ticket_upkeep (
  id bigint generated always as identity primary key,
  ticket_id uuid not null
);
create index ticket_upkeep_of on ticket_upkeep (ticket_id, id);

create function ask_for_ticket_upkeep() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'ticket' then
    insert into ticket_upkeep (ticket_id) values (new.id);
  elsif tg_table_name = 'activity' then
    insert into ticket_upkeep (ticket_id) select id from ticket where conversation_id = new.conversation_id;
    if not found then return null; end if;
  else
    insert into ticket_upkeep (ticket_id) values (new.ticket_id);
  end if;
  perform pg_notify('ticket_upkeep', '');
  return null;
end $$;

create trigger ticket_upkeep after insert or update of state, category, content on ticket
  for each row execute function ask_for_ticket_upkeep();
create trigger ticket_upkeep after insert on activity
  for each row execute function ask_for_ticket_upkeep();

insert into ticket_upkeep (ticket_id) select id from ticket;

-- Only the desk reads these, never the customer.
create table ticket_note (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references ticket (id),
  agent_id uuid not null,
  at timestamptz not null,
  -- A form sent twice counts once.
  key text not null unique,
  content bytea not null
);
create index ticket_note_of on ticket_note (ticket_id, id);
create trigger ticket_note_append_only before update or delete on ticket_note
  for each row execute function refuse_rewriting_history();
create trigger ticket_upkeep after insert on ticket_note
  for each row execute function ask_for_ticket_upkeep();

-- Up to where an agent has read a ticket's conversation.
create table ticket_seen (
  agent_id uuid not null references agent (id),
  ticket_id uuid not null references ticket (id) on delete cascade,
  seq bigint not null,
  primary key (agent_id, ticket_id)
);

-- Answers that are given again and again. They are the desk's words and nobody's data.
create table canned_reply (
  id uuid primary key,
  title text not null,
  -- Language to text, with placeholders.
  texts jsonb not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by uuid not null,
  removed_at timestamptz
);

-- Several steps in one.
create table macro (
  id uuid primary key,
  title text not null,
  reply_id uuid references canned_reply (id),
  -- What is done after the answer.
  then_state text check (then_state in ('solve', 'close')),
  -- 'me', 'nobody changes' is null, else an agent's id.
  assignee text,
  priority smallint check (priority between 0 and 3),
  changed_at timestamptz not null,
  changed_by uuid not null,
  removed_at timestamptz
);

-- Filters that somebody keeps. Shared ones are everybody's.
create table desk_view (
  id uuid primary key,
  agent_id uuid not null references agent (id),
  shared boolean not null,
  -- Name and filter.
  content bytea not null,
  created_at timestamptz not null
);
create index desk_view_of on desk_view (agent_id);
create index desk_view_shared on desk_view (created_at) where shared;

-- The first of two decisions, where two are asked for.
create table review_proposal (
  id bigint generated always as identity primary key,
  submission_id uuid not null references submission (id),
  -- Of the submission that was looked at: a proposal holds for that one.
  version integer not null,
  agent_id uuid not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('approved', 'rejected')),
  reasons text[] not null,
  note bytea
);
create index review_proposal_of on review_proposal (submission_id, id);
create trigger review_proposal_append_only before update or delete on review_proposal
  for each row execute function refuse_rewriting_history();
