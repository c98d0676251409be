-- Who may do what at the desk, and how people prove who they are.

-- Until now everybody could do everything: nobody loses a right, admins take away what is too much.
alter table agent add column role text not null default 'admin'
  check (role in ('agent', 'reviewer', 'supervisor', 'admin'));
alter table agent alter column role drop default;

-- People who come by single sign-on have neither a login nor a password here.
alter table agent alter column login_key drop not null;
alter table agent alter column password_hash drop not null;

-- The link of a first start makes an admin; invitations that are under way, the least.
alter table agent_link add column role text not null default 'agent'
  check (role in ('agent', 'reviewer', 'supervisor', 'admin'));
update agent_link set role = 'admin' where invited_by is null;
alter table agent_link alter column role drop default;

-- An account at the identity provider: issuer and subject, never a mail address.
create table agent_identity (
  -- Keyed hash of issuer and subject.
  identity_key bytea primary key,
  agent_id uuid not null references agent (id),
  linked_at timestamptz not null
);
create index agent_identity_of on agent_identity (agent_id);

-- One-time codes from an app. The secret is sealed; `totp_step` is the last step that was used.
alter table agent
  add column totp_secret bytea,
  add column totp_step bigint,
  -- Shown to its agent, not yet proven.
  add column totp_draft bytea;

create table agent_recovery_code (
  code_hash bytea primary key,
  agent_id uuid not null references agent (id),
  used_at timestamptz
);
create index agent_recovery_code_of on agent_recovery_code (agent_id);

-- Sessions get a name that is no secret, so that people can end their own from elsewhere.
alter table agent_session
  add column id uuid not null default gen_random_uuid() unique,
  add column method text not null default 'password' check (method in ('password', 'link', 'single_sign_on')),
  -- The browser, as it named itself.
  add column content bytea;
alter table agent_session alter column id drop default, alter column method drop default;

-- Personal data that an agent had shown, of one ticket or submission, why, and for how long.
create table personal_data_opening (
  id uuid primary key,
  agent_id uuid not null references agent (id),
  -- 'ticket' or 'submission'
  what text not null check (what in ('ticket', 'submission')),
  -- Its number or reference.
  subject text not null,
  reason text not null,
  -- What they wrote beside the reason.
  note bytea,
  opened_at timestamptz not null,
  ends_at timestamptz not null
);
create index personal_data_opening_of on personal_data_opening (what, subject, agent_id, ends_at);

create trigger personal_data_opening_append_only before update or delete on personal_data_opening
  for each row execute function refuse_rewriting_history();
