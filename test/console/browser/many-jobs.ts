import type { Home } from '../../server/life/home.ts'

/**
 * Inserts finished jobs of several kinds directly into the tables, with their counts in one statement instead
 * of row by row.
 */
export async function manyJobs(home: Home, count: number): Promise<void> {
  await home.query(/* sql */ `
set session_replication_role = replica;
with made as (
  insert into callsheet.job (type, state, priority, user_name, started, run_started, finished)
  select (array['TRANSCODE', 'THUMBNAIL', 'COPY_FILE'])[1 + n % 3],
         (array['FINISHED', 'FINISHED', 'FAILED_TOTAL', 'ABORTED'])[1 + n % 4],
         1 + n % 5, 'admin', t, t, t + interval '4 s'
  from (select n, now() - interval '7 days' + n * interval '1 s' as t from generate_series(1, ${count}) n) jobs
  returning type, state, user_name, priority
)
insert into callsheet.job_count
select type, state, user_name, priority, count(*)
from made
group by 1, 2, 3, 4;
set session_replication_role = origin;
analyze callsheet.job, callsheet.job_count`)
}
