/** Finds one file of a shape by its name: of a package for streaming, which has thousands. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

/**
 * The URI of the file; undefined if the shape has none of that name that is there. Index: `component_shape`.
 */
export async function uriInShape(
  em: EntityManager,
  shapeId: number,
  name: string,
): Promise<string | undefined> {
  const end = `/${encodeURIComponent(name)}`
  const [row] = await execute<{ readonly uri: string }>(em, NAMED, [shapeId, end, end])
  return row?.uri
}

const NAMED = /* sql */ `
select f.uri
from callsheet.component c
join callsheet.component_file l on l.component_id = c.id
join callsheet.file f on f.id = l.file_id
where c.shape_id = ? and right(f.uri, length(?)) = ? and f.state not in ('LOST', 'TO_BE_DELETED')
order by f.id limit 1`
