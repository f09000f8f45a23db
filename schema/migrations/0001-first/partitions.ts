/** Monthly partitions of finished jobs and of the history. */
export const PARTITIONS = /* sql */ `
-- Creates the monthly partitions from this month to some months ahead. Rows of a month without a partition stay in the
-- default partition, and that month then gets none: nothing is refused, and nothing is moved.
create function callsheet.make_partitions(months integer) returns integer language plpgsql as $$
declare
  made integer := 0;
  parent text;
  rest text;
  key text;
  first timestamptz;
  name text;
  taken boolean;
begin
  for parent, rest, key in values ('job', 'job_live', 'finished'), ('history', 'history_rest', 'at') loop
    for month in 0 .. months loop
      first := date_trunc('month', callsheet.now() at time zone 'utc') at time zone 'utc' + make_interval(months => month);
      name := parent || '_' || to_char(first at time zone 'utc', 'YYYY_MM');
      continue when to_regclass('callsheet.' || name) is not null;
      execute format('select exists (select from callsheet.%I where %I >= $1 and %I < $2)', rest, key, key)
        into taken using first, first + interval '1 month';
      continue when taken;
      execute format('create table callsheet.%I partition of callsheet.%I for values from (%L) to (%L)',
        name, parent, first, first + interval '1 month');
      made := made + 1;
    end loop;
  end loop;
  return made;
end $$;
select callsheet.make_partitions(3);`
