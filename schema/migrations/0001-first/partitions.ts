/** Monthly partitions of finished jobs, and ranges of jobs whose parts are stored and dropped together. */
export const PARTITIONS = /* sql */ `
-- Creates the monthly partitions of jobs from this month to some months ahead. Jobs of a month without a partition stay in
-- the default partition, and that month then gets none: nothing is refused, and nothing is moved.
create function callsheet.make_partitions(months integer) returns integer language plpgsql as $$
declare
  made integer := 0;
  first timestamptz;
  name text;
  taken boolean;
begin
  for month in 0 .. months loop
    first := date_trunc('month', callsheet.now() at time zone 'utc') at time zone 'utc' + make_interval(months => month);
    name := 'job_' || to_char(first at time zone 'utc', 'YYYY_MM');
    continue when to_regclass('callsheet.' || name) is not null;
    select exists (select from callsheet.job_live where finished >= first and finished < first + interval '1 month') into taken;
    continue when taken;
    execute format('create table callsheet.%I partition of callsheet.job for values from (%L) to (%L)',
      name, first, first + interval '1 month');
    made := made + 1;
  end loop;
  return made;
end $$;
select callsheet.make_partitions(3);

-- The tables of the parts of jobs have one partition for each range of job ids, and one for all other ids.
create function callsheet.part_tables() returns text[] language sql immutable
return array['step', 'attempt', 'progress', 'log_line', 'metadata', 'history'];

create function callsheet.last_job_id() returns integer language sql as $$
  select case when s.is_called then s.last_value else 0 end::integer from callsheet.job_id_seq s
$$;

create table callsheet.job_range (
  first   integer primary key,
  -- The first id after the range.
  beyond  integer not null check (beyond > first),
  -- When it was made, and the last id at that time.
  made    timestamptz not null default callsheet.now(),
  last    integer not null
);

-- How many ids the next range has: as many as there were jobs in the last month, so that a range is about a month and the
-- number of partitions does not grow with the number of jobs.
create function callsheet.next_range_size(last integer) returns integer language sql stable
return least(greatest(last - coalesce((
  select r.last from callsheet.job_range r where r.made < callsheet.now() - interval '30 days' order by r.made desc limit 1),
  (select min(r.last) from callsheet.job_range r), 0),
  10000), 100000000);

-- Makes ranges until one is wholly unused. Gives up for now if a statement holds the default partitions for long. Ids that
-- have run ahead of the ranges stay in the default partitions, and the next range begins a little behind the last id.
create function callsheet.make_ranges() returns integer language plpgsql set lock_timeout = '500ms' as $$
declare
  made integer := 0;
  last_id integer;
  first_id integer;
  beyond_id integer;
  parent text;
begin
  -- "RANG" in ASCII; any number that is ours will do.
  perform pg_advisory_xact_lock(1380011591);
  loop
    last_id := callsheet.last_job_id();
    exit when exists (select from callsheet.job_range r where r.first > last_id) or last_id >= 2000000000;
    select coalesce(max(r.beyond), 1) into first_id from callsheet.job_range r;
    if first_id <= last_id then first_id := last_id + 1000; end if;
    beyond_id := first_id + callsheet.next_range_size(last_id);
    foreach parent in array callsheet.part_tables() loop
      execute format('create table callsheet.%I partition of callsheet.%I for values from (%s) to (%s)',
        parent || '_' || first_id, parent, first_id, beyond_id);
    end loop;
    execute format('alter table callsheet.%I set (fillfactor = 50)', 'progress_' || first_id);
    insert into callsheet.job_range (first, beyond, last) values (first_id, beyond_id, last_id);
    made := made + 1;
  end loop;
  return made;
exception when lock_not_available or check_violation then
  return 0;
end $$;

do $$
declare
  parent text;
begin
  foreach parent in array callsheet.part_tables() loop
    execute format('create table callsheet.%I partition of callsheet.%I default', parent || '_rest', parent);
  end loop;
end $$;
select callsheet.make_ranges();

-- Drops a month of finished jobs with their parts: whole partitions, without a row-wise deletion. The parts of a range go when
-- its last job has gone, so those of a month's last jobs may stay until the next month is dropped; nothing reads them. Returns
-- how many jobs and ranges went. Fails if the month is not over, and with 55P03 if a statement holds the tables for long.
create function callsheet.drop_month(month date, out jobs bigint, out ranges integer) language plpgsql
set lock_timeout = '500ms' as $$
declare
  name text := 'job_' || to_char(month, 'YYYY_MM');
begin
  if (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'utc' > callsheet.now() then
    raise exception 'the month % is not over', to_char(month, 'YYYY-MM');
  end if;
  jobs := 0;
  if to_regclass('callsheet.' || name) is not null then
    lock table callsheet.job in access exclusive mode;
    execute format('insert into callsheet.job_count
      select type, state, user_name, priority, -count(*) from callsheet.%I group by type, state, user_name, priority', name);
    execute format('select count(*) from callsheet.%I', name) into jobs;
    execute format('drop table callsheet.%I', name);
  end if;
  ranges := callsheet.drop_empty_ranges();
end $$;

-- The ranges without a job. A job that is being created may have taken an id of theirs: ask again under the lock.
create function callsheet.empty_ranges() returns setof integer language sql as $$
  select r.first
  from callsheet.job_range r
  where r.beyond <= callsheet.last_job_id()
    and not exists (select from callsheet.job j where j.id >= r.first and j.id < r.beyond)
$$;

create function callsheet.rest_is_empty() returns boolean language sql as $$
  select not exists (select from callsheet.step_rest s join callsheet.job j on j.id = s.job_id)
$$;

create function callsheet.drop_empty_ranges() returns integer language plpgsql set lock_timeout = '500ms' as $$
declare
  dropped integer := 0;
  first_id integer;
  parent text;
begin
  if not exists (select from callsheet.empty_ranges()) and not exists (select from callsheet.step_rest) then
    return 0;
  end if;
  lock table callsheet.step, callsheet.attempt, callsheet.progress, callsheet.log_line, callsheet.metadata, callsheet.history
  in access exclusive mode;
  for first_id in select callsheet.empty_ranges() loop
    foreach parent in array callsheet.part_tables() loop
      execute format('drop table callsheet.%I', parent || '_' || first_id);
    end loop;
    delete from callsheet.job_range r where r.first = first_id;
    dropped := dropped + 1;
  end loop;
  if callsheet.rest_is_empty() then
    truncate callsheet.step_rest, callsheet.attempt_rest, callsheet.progress_rest, callsheet.log_line_rest,
      callsheet.metadata_rest, callsheet.history_rest;
  end if;
  return dropped;
end $$;`
