-- The life of a ticket in full, who has a conversation, and the signs that people at both ends give each other.

alter table ticket drop constraint ticket_state_check;
alter table ticket add constraint ticket_state_check
  check (state in ('new', 'open', 'reopened', 'waiting', 'solved', 'closed'));
-- The customer's verification was rejected and sent in again: such tickets go first.
alter table ticket add column expedited boolean not null default false;
-- What the customer thought of the help: 1 to 5, and a word about it. The word is sealed.
alter table ticket add column rating smallint check (rating between 1 and 5);
alter table ticket add column rated_at timestamptz;
alter table ticket add column rating_word bytea;

drop index ticket_queue;
create index ticket_queue on ticket (expedited desc, state_since)
  where state in ('new', 'open', 'reopened', 'waiting');

-- Which agent it is when an agent has the conversation.
alter table conversation add column owner_agent_id uuid;
-- How far each side has read, and until when it counts as being there unless it says so again.
alter table conversation add column customer_read bigint not null default 0;
alter table conversation add column customer_read_at timestamptz;
alter table conversation add column customer_here_until timestamptz;
alter table conversation add column agent_read bigint not null default 0;
alter table conversation add column agent_here_until timestamptz;

-- Agents whose desk is open.
create table agent_presence (
  agent_id uuid primary key references agent (id),
  here_until timestamptz not null
);
