-- Who did what, and when. Each entry holds a keyed hash over itself and the hash of the entry before it, so that
-- whoever has the database without the key can neither change, take out nor reorder entries unseen.

create table audit_entry (
  seq bigint primary key,
  -- As exact as the hash is about it.
  at timestamptz(3) not null,
  -- 'agent:ID', 'customer:ID' or 'system'
  actor text not null,
  -- Like 'ticket.assigned'.
  action text not null,
  -- Like 'ticket:VG-1001'.
  object text not null,
  -- JSON, letter by letter as it was hashed. No personal data: it is readable and stays for ever.
  details text not null,
  previous bytea not null,
  hash bytea not null
);
create index audit_entry_of on audit_entry (object, seq);

-- How long the chain is and where it ends, sealed by the key: entries cut off at the end are missed.
create table audit_head (
  only_one boolean primary key default true check (only_one),
  seq bigint not null,
  hash bytea not null,
  seal bytea not null
);

-- Unlike other histories this one is not even rewritten where a customer is erased: it names nobody.
create function refuse_rewriting_audit() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;

create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_rewriting_audit();
create trigger audit_entry_never_emptied before truncate on audit_entry
  for each statement execute function refuse_rewriting_audit();
create trigger audit_head_stays before delete on audit_head
  for each row execute function refuse_rewriting_audit();
create trigger audit_head_never_emptied before truncate on audit_head
  for each statement execute function refuse_rewriting_audit();
