-- Who we help, and what they gave to get verified.
-- Sealed columns (bytea) hold personal data; everything else is ids, states, times and codes.

create table customer (
  id text primary key,
  -- What the exchange vouches for: name, e-mail, registration date, residence.
  vouched bytea,
  -- What the customer told us themselves.
  told bytea,
  vouched_verified boolean not null default false,
  -- When a submission of theirs was approved here.
  verified_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table submission (
  id uuid primary key,
  -- Age decides which of a customer's submissions is the latest; clocks may jump.
  ordinal bigint generated always as identity,
  reference text not null unique,
  customer_id text not null,
  conversation_id text not null,
  state text not null check (state in ('draft', 'submitted', 'approved', 'rejected', 'withdrawn')),
  expedited boolean not null default false,
  to_mend text[],
  -- Grows with each change: a reviewer decides on what they saw, or is told that it changed.
  version integer not null default 1,
  -- Answers, photos with measurements and verdicts, refused photos, a decision's note.
  content bytea not null,
  -- Keyed hashes of what names the document: as typed, and as its machine-readable zone says.
  document_keys bytea[] not null default '{}',
  created_at timestamptz not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  decided_by uuid,
  reasons text[] not null default '{}'
);

create unique index submission_one_draft on submission (customer_id) where state = 'draft';
create index submission_of_customer on submission (customer_id, ordinal desc);
create index submission_queue on submission (expedited desc, submitted_at) where state = 'submitted';
create index submission_document on submission using gin (document_keys);

-- One document belongs to one account: the primary key is the rule.
create table verified_document (
  document_key bytea primary key,
  customer_id text not null,
  submission_id uuid not null references submission (id),
  at timestamptz not null
);

create table submission_event (
  id bigint generated always as identity primary key,
  submission_id uuid not null references submission (id),
  at timestamptz not null,
  kind text not null,
  -- Set when a person at the desk did it.
  agent_id uuid,
  version integer not null,
  details bytea
);

create index submission_event_of on submission_event (submission_id, id);

-- History is only ever added to. Erasing somebody's data, which the law may demand, says so first.
create function refuse_rewriting_history() returns trigger language plpgsql as $$
begin
  if current_setting('veriguide.erasing', true) = 'on' then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  raise exception 'history in % is append-only', tg_table_name;
end $$;

create trigger submission_event_append_only before update or delete on submission_event
  for each row execute function refuse_rewriting_history();
