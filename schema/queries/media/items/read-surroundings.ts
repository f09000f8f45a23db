/** Reads what generated fields and lists of URIs tell about items: shapes, files, collections, pictures. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

/** What is around an item. */
export interface ItemSurroundings {
  readonly item: number
  /** By id. */
  readonly shapes: readonly ShapeAround[]
  /** The files of its shapes, each once per shape and component kind. */
  readonly files: readonly FileAround[]
  readonly collections: readonly number[]
  /** The collections that those are in. */
  readonly ancestors: readonly number[]
  readonly thumbnails: readonly PictureAround[]
  readonly posters: readonly PictureAround[]
  /** 1 if it is a sequence of others. */
  readonly sequences: number
}

export interface ShapeAround {
  readonly id: number
  readonly created: string
  readonly tags: readonly string[]
  readonly version: number
  readonly placeholder: boolean
}

export interface FileAround {
  readonly shape: number
  readonly kind: string
  /** The `format` of the container. */
  readonly format: string | null
  readonly id: number
  readonly state: string
  readonly sha1: string | null
  readonly storage: number | null
}

export interface PictureAround {
  readonly version: number
  readonly time: string
  /** A part of its URL without credentials. */
  readonly hash: string
}

/** In the order of the ids. Indexes: shape_item, component_shape, collection_entry_entry, primary keys. */
export async function readSurroundings(
  em: EntityManager,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ItemSurroundings>> {
  const rows = ids.length === 0 ? [] : await execute<ItemSurroundings>(em, READ, [ids])
  return new Map(rows.map((row) => [row.item, row]))
}

const PICTURES = (kind: string) => /* sql */ `
  (select coalesce(jsonb_agg(jsonb_build_object(
     'version', p.version, 'time', p.time, 'hash', p.hash) order by p.version, p.seconds), '[]')
   from callsheet.picture p where p.item_id = i.item and p.kind = '${kind}')`

const READ = /* sql */ `
select i.item,
  (select coalesce(jsonb_agg(jsonb_build_object(
     'id', s.id, 'created', s.created, 'tags', s.tags, 'version', s.essence_version, 'placeholder', s.expected is not null
   ) order by s.id), '[]')
   from callsheet.shape s where s.item_id = i.item) as shapes,
  (select coalesce(jsonb_agg(jsonb_build_object(
     'shape', s.id, 'kind', c.kind, 'format', c.facts ->> 'format', 'id', f.id, 'state', f.state, 'sha1', f.sha1,
     'storage', f.storage_id
   ) order by s.id, c.id, l.position), '[]')
   from callsheet.shape s
   join callsheet.component c on c.shape_id = s.id
   join callsheet.component_file l on l.component_id = c.id
   join callsheet.file f on f.id = l.file_id
   where s.item_id = i.item) as files,
  array(select e.collection_id from callsheet.collection_entry e
    where e.kind = 'item' and e.entry_id = i.item order by 1) as collections,
  array(
    with recursive above (id) as (
      select p.collection_id from callsheet.collection_entry e
      join callsheet.collection_entry p on p.kind = 'collection' and p.entry_id = e.collection_id
      where e.kind = 'item' and e.entry_id = i.item
      union
      select p.collection_id from above a
      join callsheet.collection_entry p on p.kind = 'collection' and p.entry_id = a.id
    ) select id from above order by 1) as ancestors,
  ${PICTURES('thumbnail')} as thumbnails,
  ${PICTURES('poster')} as posters,
  (select count(*)::integer from callsheet.sequence q where q.item_id = i.item) as sequences
from unnest(?::integer[]) as i (item)`
