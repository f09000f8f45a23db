/** What bounds the queue besides the hosts, and what is paused. */
export const QUEUE = /* sql */ `
create table callsheet.queue (
  one              boolean primary key default true check (one),
  concurrent_jobs  integer check (concurrent_jobs > 0),
  pools            jsonb not null default '[]',
  groups           jsonb not null default '[]',
  priorities       jsonb not null default '{}'
);
insert into callsheet.queue default values;

-- A paused job type, or the whole queue (an empty type).
create table callsheet.pause (
  type       text primary key,
  at         timestamptz not null default callsheet.now(),
  user_name  text not null
);`
