/** Reads shapes with their components, files and the methods of their storages. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ComponentKind, KeyValues } from '../../../media.ts'
import type { ComponentParts } from '../../../shapes/components.ts'
import { execute } from '../../../sql/execute.ts'
import { FILE_PARTS, type FileParts } from './read-files.ts'

export interface ShapeParts {
  readonly id: number
  readonly itemId: number
  readonly created: string
  readonly essenceVersion: number
  readonly tags: readonly string[]
  readonly mimeTypes: readonly string[]
  readonly uuid: string | null
  /** How many components are to come; null: not a placeholder. */
  readonly expected: Readonly<Partial<Record<ComponentKind, number>>> | null
  readonly metadata: KeyValues
  /** By kind and position. */
  readonly components: readonly ComponentRow[]
}

export interface ComponentRow extends ComponentParts {
  readonly id: number
  readonly files: readonly FileParts[]
}

/** The shapes of these items, by id. Index: `shape_item`. */
export async function shapesOfItems(
  em: EntityManager,
  items: readonly number[],
): Promise<readonly ShapeParts[]> {
  return items.length === 0
    ? []
    : execute<ShapeParts>(em, `${READ} where s.item_id = any (?) order by s.id`, [items])
}

/** The shapes with these ids, by id. Index: the primary key. */
export async function readShapes(em: EntityManager, ids: readonly number[]): Promise<readonly ShapeParts[]> {
  return ids.length === 0 ? [] : execute<ShapeParts>(em, `${READ} where s.id = any (?) order by s.id`, [ids])
}

const FILES = /* sql */ `
(select coalesce(jsonb_agg(${FILE_PARTS} order by l.position, f.id), '[]')
 from callsheet.component_file l
 join callsheet.file f on f.id = l.file_id
 left join callsheet.storage t on t.id = f.storage_id
 where l.component_id = c.id)`

const READ = /* sql */ `
select s.id, s.item_id as "itemId", s.created::text, s.essence_version as "essenceVersion", s.tags,
  s.mime_types as "mimeTypes", s.uuid, s.expected, s.metadata,
  (select coalesce(jsonb_agg(jsonb_build_object(
     'id', c.id, 'kind', c.kind, 'position', c.position, 'facts', c.facts, 'metadata', c.metadata, 'files', ${FILES}
   ) order by c.kind, c.position, c.id), '[]')
   from callsheet.component c where c.shape_id = s.id) as components
from callsheet.shape s`
