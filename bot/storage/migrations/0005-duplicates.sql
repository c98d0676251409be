-- What makes a second account of one person findable, and what was found.

-- One row for each submission that was sent in. Rows are added under a lock, so that they become visible in
-- the order of `change`: who has read up to a number has missed nothing before it.
create sequence enrolment_change;

create table enrolment (
  id bigint generated always as identity primary key,
  -- Grows with each change of a row: where a reader goes on.
  change bigint not null unique default nextval('enrolment_change'),
  submission_id uuid not null unique references submission (id),
  -- Null once removed; an empty row stays, so that who holds a copy in memory learns of it.
  customer_id text,
  -- Descriptors, perceptual hashes, date of birth and name. Null once removed.
  content bytea,
  -- Keyed hashes of the files.
  file_keys bytea[] not null default '{}',
  at timestamptz not null
);

create index enrolment_of_customer on enrolment (customer_id);
create index enrolment_file on enrolment using gin (file_keys);

-- That a submission was compared, and with how many.
create table duplicate_search (
  submission_id uuid primary key references submission (id),
  at timestamptz not null,
  faces integer not null,
  -- Faces measured by another version of the net: they cannot be compared.
  faces_of_other_nets integer not null
);

-- Two submissions of different accounts that have something in common: one row for each pair.
create table duplicate_hit (
  id bigint generated always as identity primary key,
  one_id uuid not null references submission (id),
  other_id uuid not null references submission (id),
  -- The one of the two whose search found it.
  found_by uuid not null references submission (id),
  at timestamptz not null,
  -- What they have in common, and how it was judged.
  content bytea not null,
  unique (one_id, other_id),
  check (one_id < other_id)
);

create index duplicate_hit_of_other on duplicate_hit (other_id);

-- What reviewers said about two accounts. Only ever added to; the last word counts.
create table duplicate_opinion (
  id bigint generated always as identity primary key,
  one_customer text not null,
  other_customer text not null,
  one_submission uuid not null references submission (id),
  other_submission uuid not null references submission (id),
  opinion text not null check (opinion in ('same_person', 'other_person')),
  agent_id uuid not null,
  at timestamptz not null,
  check (one_customer < other_customer)
);

create index duplicate_opinion_of_pair on duplicate_opinion (one_customer, other_customer, id);
create index duplicate_opinion_of_one on duplicate_opinion (one_submission);
create index duplicate_opinion_of_other on duplicate_opinion (other_submission);

create trigger duplicate_opinion_append_only before update or delete on duplicate_opinion
  for each row execute function refuse_rewriting_history();
