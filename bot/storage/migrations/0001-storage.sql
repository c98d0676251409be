-- What the storage itself needs. Columns of type bytea are sealed by the vault unless said otherwise.

-- Facts about this database that are neither data nor configuration.
create table setting (
  name text primary key,
  value bytea not null -- not sealed: a keyed hash
);

-- Files that customers sent; the bytes are in the file store under the same id.
create table upload (
  id text primary key,
  customer_id text not null,
  conversation_id text not null,
  kind text not null check (kind in ('image', 'video', 'other')),
  content_type text not null,
  name bytea not null,
  bytes bigint not null check (bytes >= 0),
  created_at timestamptz not null
);
create index upload_of_customer on upload (customer_id);

-- Work that survives a crash. A finished job stays, without its payload: its key makes it once-only.
create table job (
  id bigint generated always as identity primary key,
  kind text not null,
  key text not null,
  payload bytea,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'dead')),
  -- When a waiting job may run, or when a running one counts as abandoned.
  due_at timestamptz not null,
  attempts integer not null default 0,
  -- Grows with each claim: who holds an older number has lost the job.
  fence bigint not null default 0,
  -- An error's code or name; never its message.
  last_error text,
  created_at timestamptz not null,
  ended_at timestamptz,
  unique (kind, key)
);
create index job_due on job (due_at) where state in ('waiting', 'running');
