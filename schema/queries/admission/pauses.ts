/** Reads and writes the pauses of job types and of the queue. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** A paused job type, or the paused queue. */
export interface Pause {
  /** A job type; empty for the whole queue. */
  readonly type: string
  /** ISO 8601. */
  readonly at: string
  readonly user: string
}

/** Everything that is paused, the whole queue first. */
export async function listPauses(em: EntityManager): Promise<readonly Pause[]> {
  return execute<Pause>(em, LIST)
}

const LIST = /* sql */ `
select type, to_json(at)#>>'{}' as at, user_name as user from callsheet.pause order by type`

/** Pauses a type, or the queue. An earlier pause keeps its time and user. */
export async function pauseType(em: EntityManager, type: string, user: string): Promise<void> {
  await execute(em, 'insert into callsheet.pause (type, user_name) values (?, ?) on conflict do nothing', [
    type,
    user,
  ])
}

export async function resumeType(em: EntityManager, type: string): Promise<void> {
  await execute(em, 'delete from callsheet.pause where type = ?', [type])
}
