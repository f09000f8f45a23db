/** Reads, writes and deletes the timelines of items. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

interface Timeline {
  readonly format: string
  readonly content: string
}

/** Those of an item, or the one in a format; by format. Index: the primary key. */
export async function readTimelines(
  em: EntityManager,
  item: number,
  format?: string,
): Promise<readonly Timeline[]> {
  return execute<Timeline>(em, READ, [item, format ?? null, format ?? null])
}

const READ = /* sql */ `
select format, content from callsheet.timeline
where item_id = ? and (?::text is null or format = ?) order by format`

/** Adds the timeline, or replaces the one in its format. */
export async function writeTimeline(
  em: EntityManager,
  item: number,
  { format, content }: Timeline,
): Promise<void> {
  await execute(em, WRITE, [item, format, content])
}

const WRITE = /* sql */ `
insert into callsheet.timeline (item_id, format, content) values (?, ?, ?)
on conflict (item_id, format) do update set content = excluded.content, changed = callsheet.now()`

/** Returns how many there were: all, or the one in a format. */
export async function deleteTimelines(em: EntityManager, item: number, format?: string): Promise<number> {
  return (await execute(em, DELETE, [item, format ?? null, format ?? null])).length
}

const DELETE = /* sql */ `
delete from callsheet.timeline where item_id = ? and (?::text is null or format = ?) returning format`
