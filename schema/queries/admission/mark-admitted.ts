import type { Statement } from '../../sql/execute.ts'

/** Marks jobs of which a short step is about to run, so that the next round counts them. One that is locked is about to move. */
export function markingAdmitted(jobIds: readonly number[]): Statement {
  return [MARK_ADMITTED, [JSON.stringify(jobIds)]]
}

const MARK_ADMITTED = /* sql */ `
update callsheet.job j
set admitted = callsheet.now()
from (
  select id
  from callsheet.job
  where id in (select jsonb_array_elements_text(?::jsonb)::integer) and finished is null and state = 'READY'
  for update skip locked
) ready
where j.id = ready.id and j.finished is null`
