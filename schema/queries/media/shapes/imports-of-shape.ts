/** Counts the unfinished imports into a placeholder. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../../ids.ts'
import type { ComponentKind } from '../../../media.ts'
import { execute } from '../../../sql/execute.ts'

/** Index: `metadata_value`. */
export async function importsOfShape(
  em: EntityManager,
  shapeId: number,
  kind: ComponentKind,
): Promise<number> {
  const [row] = await execute<{ readonly count: string }>(em, COUNT, [siteId(shapeId), kind])
  return Number(row?.count ?? 0)
}

const COUNT = /* sql */ `
select count(*) from callsheet.metadata m
join callsheet.job j on j.id = m.job_id and j.finished is null
join callsheet.metadata k on k.job_id = j.id and k.key = 'component'
where m.key = 'shapeId' and left(m.value, 200) = ? and k.value = ?`
