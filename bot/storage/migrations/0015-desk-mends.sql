-- The lists of tickets are read by the indexes of 0012; nothing asks for these any more.
drop index if exists ticket_queue;

-- Why the checks refused a photo or a movement, to be counted; nothing in the events of before.
alter table submission_event add column codes text[] not null default '{}';
