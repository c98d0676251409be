-- Verification of institutions: a company, its authorised person and its documents.
-- Sealed columns (bytea) hold personal data; everything else is ids, states, times and codes.

create table institution (
  id uuid primary key,
  -- Age decides which of a customer's institutions is the latest; clocks may jump.
  ordinal bigint generated always as identity,
  reference text not null unique,
  customer_id text not null,
  conversation_id text not null,
  state text not null check (state in ('draft', 'submitted', 'more_wanted', 'approved', 'rejected', 'withdrawn')),
  -- Grows with each change: a reviewer decides on what they saw, or is told that it changed.
  version integer not null default 1,
  -- Answers, documents with measurements and verdicts, refused files, a decision's note.
  content bytea not null,
  created_at timestamptz not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  decided_by uuid,
  -- Of the decision, or why more was asked for.
  reasons text[] not null default '{}'
);

create unique index institution_one_open on institution (customer_id) where state in ('draft', 'more_wanted', 'submitted');
create index institution_of_customer on institution (customer_id, ordinal desc);
create index institution_queue on institution (submitted_at, ordinal) where state = 'submitted';
create index institution_asked on institution (decided_at desc) where state = 'more_wanted';
create index institution_decided on institution (decided_at desc) where state in ('approved', 'rejected');

create table institution_event (
  id bigint generated always as identity primary key,
  institution_id uuid not null references institution (id),
  at timestamptz not null,
  kind text not null,
  -- Set when a person at the desk did it.
  agent_id uuid,
  version integer not null,
  details bytea
);
create index institution_event_of on institution_event (institution_id, id);
create trigger institution_event_append_only before update or delete on institution_event
  for each row execute function refuse_rewriting_history();

-- The first of two decisions, where two are asked for.
create table institution_proposal (
  id bigint generated always as identity primary key,
  institution_id uuid not null references institution (id),
  version integer not null,
  agent_id uuid not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('approved', 'rejected')),
  reasons text[] not null,
  note bytea
);
create index institution_proposal_of on institution_proposal (institution_id, id);
create trigger institution_proposal_append_only before update or delete on institution_proposal
  for each row execute function refuse_rewriting_history();

-- Their personal data is masked and opened like that of the others.
alter table personal_data_opening drop constraint personal_data_opening_what_check;
alter table personal_data_opening add constraint personal_data_opening_what_check
  check (what in ('ticket', 'submission', 'institution'));
