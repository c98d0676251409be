-- Check codes of mails to customers. A code itself is kept nowhere: it is in the mail alone.
create table mail_code (
  -- Keyed hash of the customer and the code.
  code_hash bytea primary key,
  customer_id text not null references customer (id) on delete cascade,
  -- What the mail is about.
  kind text not null check (kind in ('result', 'ticket_opened', 'ticket_answered')),
  -- The mail's: one code for each mail, however often what causes it is run.
  mail_key text not null unique,
  sent_at timestamptz not null,
  expires_at timestamptz not null
);
create index mail_code_of on mail_code (customer_id);
create index mail_code_expiring on mail_code (expires_at);
