-- A copy of a picture with what is personal covered: what agents see of screenshots. It goes with its original.
alter table upload add column redacted_of text unique references upload (id) on delete cascade;
