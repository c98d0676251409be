-- The lists of tickets are read by the indexes of 0012; nothing asks for these any more.
drop index if exists ticket_queue;

-- Why the checks refused a photo or a movement, to be counted; nothing in the events of before.
alter table submission_event add column codes text[] not null default '{}';

-- A helpdesk that knows no keys is looked through before anything is sent again; not while it may still be working on
-- what it was sent.
alter table delivery
  -- A try began whose end we do not know.
  add column in_hand boolean not null default false,
  -- When that helpdesk is through with it at the latest; null while the try goes on, or when its process died.
  add column settled_at timestamptz;
-- Answers of our own desk are told when they are written.
alter table delivery drop constraint delivery_kind_check;
alter table delivery add constraint delivery_kind_check
  check (kind in ('opened', 'customer_wrote', 'attachment_added', 'agent_answered', 'solved', 'reopened'));

-- A one-time link by which somebody sets a new password. Only the token's hash is kept.
create table agent_password_reset (
  id uuid primary key,
  token_hash bytea not null unique,
  agent_id uuid not null references agent (id),
  made_by uuid not null references agent (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  voided_at timestamptz
);
create index agent_password_reset_of on agent_password_reset (agent_id) where used_at is null and voided_at is null;
