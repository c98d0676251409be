-- What helpdesks outside of Veriguide are told about tickets, and how far that got.

-- A ticket as one helpdesk knows it.
create table helpdesk_ticket (
  ticket_id uuid not null references ticket (id),
  helpdesk text not null,
  -- What the helpdesk calls it; null until it was delivered there.
  external_id text,
  -- Up to which entry of the conversation's log the helpdesk was told.
  told_seq bigint not null default 0,
  primary key (ticket_id, helpdesk)
);

create unique index helpdesk_ticket_external on helpdesk_ticket (helpdesk, external_id);

-- One thing that one helpdesk is to be told, written in the transaction that caused it. Those of one ticket and
-- helpdesk are sent one after the other; a job (kind deliver_<helpdesk>) does it.
create table delivery (
  id uuid primary key,
  ordinal bigint generated always as identity,
  ticket_id uuid not null,
  number text not null,
  helpdesk text not null,
  kind text not null check (kind in ('opened', 'customer_wrote', 'attachment_added', 'solved', 'reopened')),
  upload_ids text[] not null default '{}',
  state text not null default 'waiting' check (state in ('waiting', 'arrived', 'dead')),
  -- Grows each time somebody has it sent again: a job is once-only for its key.
  round integer not null default 1,
  -- Set just before the first request: from then on it may have arrived, whatever we know of it.
  tried_at timestamptz,
  -- Failed tries, over all rounds.
  failures integer not null default 0,
  -- A code, never an answer's words.
  last_error text,
  -- What is sent, sealed: made for the first try, the same for each further one, gone once it arrived.
  content bytea,
  created_at timestamptz not null,
  ended_at timestamptz,
  foreign key (ticket_id, helpdesk) references helpdesk_ticket (ticket_id, helpdesk)
);

create index delivery_lane on delivery (ticket_id, helpdesk, ordinal) where state <> 'arrived';
