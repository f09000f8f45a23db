import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** What starts nothing for now. */
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

/** Pauses a type, or the queue; what is paused already stays as it is. */
export async function pauseType(em: EntityManager, type: string, user: string): Promise<void> {
  await execute(em, 'insert into callsheet.pause (type, user_name) values (?, ?) on conflict do nothing', [
    type,
    user,
  ])
}

export async function resumeType(em: EntityManager, type: string): Promise<void> {
  await execute(em, 'delete from callsheet.pause where type = ?', [type])
}
