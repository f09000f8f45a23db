/** Tells which items, shapes and components files belong to. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** One component that has a file. */
export interface FileUse {
  readonly fileId: number
  readonly itemId: number
  readonly shapeId: number
  readonly componentId: number
}

/** Ordered by item, shape and component. Expects the index `component_file_file`. */
export async function usesOfFiles(
  em: EntityManager,
  fileIds: readonly number[],
): Promise<readonly FileUse[]> {
  return execute<FileUse>(em, USES, [JSON.stringify(fileIds)])
}

const USES = /* sql */ `
select f.file_id as "fileId", s.item_id as "itemId", s.id as "shapeId", c.id as "componentId"
from callsheet.component_file f
join callsheet.component c on c.id = f.component_id
join callsheet.shape s on s.id = c.shape_id
where f.file_id = any (array(select jsonb_array_elements_text(?::jsonb)::integer))
order by s.item_id, s.id, c.id`
