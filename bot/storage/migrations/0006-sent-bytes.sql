-- A photo's limit is about the file as it was sent, which may be larger than what is stored of it.
-- Undefined for files from before: they were stored as they were sent.
alter table upload add column sent_bytes bigint check (sent_bytes >= bytes);
