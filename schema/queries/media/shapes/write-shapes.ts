/** Creates shapes, changes what belongs to them, and removes them. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ComponentKind, KeyValues } from '../../../media.ts'
import type { ComponentParts } from '../../../shapes/components.ts'
import { execute } from '../../../sql/execute.ts'

export interface NewShape {
  readonly itemId: number
  /** The tag that it is made for first. */
  readonly tags: readonly string[]
  readonly mimeTypes?: readonly string[]
  /** Default: the latest one of the item, or 0. */
  readonly essenceVersion?: number
  readonly uuid?: string
  /** How many components are to come: of a placeholder. */
  readonly expected?: Readonly<Partial<Record<ComponentKind, number>>>
  readonly metadata?: KeyValues
  readonly components?: readonly ComponentParts[]
  /** The files that hold all of these components. */
  readonly files?: readonly number[]
}

/** Creates a shape with its components in the transaction and returns its id. */
export async function createShape(tx: EntityManager, shape: NewShape): Promise<number> {
  const { itemId, tags, mimeTypes = [], essenceVersion, uuid, expected, metadata = {} } = shape
  const [row] = await execute<{ readonly id: number }>(tx, CREATE, [
    ...[itemId, essenceVersion ?? null, itemId, tags, mimeTypes, uuid ?? null],
    ...[expected ? JSON.stringify(expected) : null, JSON.stringify(metadata)],
  ])
  if (!row) throw new Error('the insert of the shape returned no row')
  await addComponents(tx, row.id, shape.components ?? [], shape.files ?? [])
  return row.id
}

const CREATE = /* sql */ `
insert into callsheet.shape (item_id, essence_version, tags, mime_types, uuid, expected, metadata)
select ?::integer, coalesce(?::integer, (select max(s.essence_version) from callsheet.shape s where s.item_id = ?), 0),
  ?::text[], ?::text[], ?::text, ?::jsonb, ?::jsonb
returning id`

/** Adds components to a shape, and the files that hold all of them, in the transaction. */
export async function addComponents(
  tx: EntityManager,
  shapeId: number,
  components: readonly ComponentParts[],
  files: readonly number[],
): Promise<void> {
  await execute(tx, ADD_COMPONENTS, [shapeId, JSON.stringify(components), files])
}

const ADD_COMPONENTS = /* sql */ `
with added as (
  insert into callsheet.component (shape_id, kind, position, facts, metadata)
  select ?::integer, c.kind, c.position, c.facts, c.metadata
  from jsonb_to_recordset(?::jsonb) as c (kind text, position smallint, facts jsonb, metadata jsonb)
  returning id
)
insert into callsheet.component_file (component_id, file_id, position)
select a.id, f.id, f.at - 1 from added a cross join unnest(?::integer[]) with ordinality as f (id, at)`

/** Replaces what an analysis of the essence found: components and MIME types. Files stay with the shape. */
export async function replaceComponents(
  tx: EntityManager,
  shapeId: number,
  { components, mimeTypes, files }: Required<Pick<NewShape, 'components' | 'mimeTypes' | 'files'>>,
): Promise<void> {
  await execute(tx, 'delete from callsheet.component where shape_id = ?', [shapeId])
  await addComponents(tx, shapeId, components, files)
  const written = 'update callsheet.shape set mime_types = ?::text[], expected = null where id = ?'
  await execute(tx, written, [mimeTypes, shapeId])
}

/** All components that were expected have come. */
export async function completeShape(
  em: EntityManager,
  shapeId: number,
  mimeTypes: readonly string[],
): Promise<void> {
  const complete = 'update callsheet.shape set mime_types = ?::text[], expected = null where id = ?'
  await execute(em, complete, [mimeTypes, shapeId])
}

/** The new tags or MIME types of a shape; each change waits for the one before. */
export async function addToShape(
  em: EntityManager,
  shapeId: number,
  list: 'tags' | 'mime_types',
  value: string,
): Promise<void> {
  const add = `update callsheet.shape set ${list} = array_append(array_remove(${list}, ?::text), ?::text) where id = ?`
  const isNew = `${add} and not ?::text = any (${list})`
  await execute(em, isNew, [value, value, shapeId, value])
}

/** Returns whether it had the tag or MIME type. */
export async function removeFromShape(
  em: EntityManager,
  shapeId: number,
  list: 'tags' | 'mime_types',
  value: string,
): Promise<boolean> {
  const remove = `update callsheet.shape set ${list} = array_remove(${list}, ?::text) where id = ? and ?::text = any (${list}) returning id`
  return (await execute(em, remove, [value, shapeId, value])).length > 0
}

/** Sets the version of the essence that a shape belongs to. */
export async function setEssenceVersion(em: EntityManager, shapeId: number, version: number): Promise<void> {
  await execute(em, 'update callsheet.shape set essence_version = ? where id = ?', [version, shapeId])
}

/** Adds files to components of a shape, which are named by kind and position, in the transaction. */
export async function addFilesOfComponents(
  tx: EntityManager,
  shapeId: number,
  files: readonly (Pick<ComponentParts, 'kind' | 'position'> & { readonly files: readonly number[] })[],
): Promise<void> {
  await execute(tx, ADD_FILES, [JSON.stringify(files), shapeId])
}

const ADD_FILES = /* sql */ `
insert into callsheet.component_file (component_id, file_id, position)
select c.id, f.id::integer, f.at - 1
from jsonb_to_recordset(?::jsonb) as a (kind text, position smallint, files jsonb)
join callsheet.component c on c.shape_id = ? and c.kind = a.kind and c.position = a.position
cross join lateral jsonb_array_elements_text(a.files) with ordinality as f (id, at)
on conflict do nothing`

export async function addComponentFile(em: EntityManager, component: number, file: number): Promise<void> {
  await execute(em, ADD_FILE, [component, file, component])
}

const ADD_FILE = /* sql */ `
insert into callsheet.component_file (component_id, file_id, position)
select ?::integer, ?::integer, count(*) from callsheet.component_file where component_id = ?
on conflict do nothing`

/** Returns whether the component had the file. */
export async function removeComponentFile(
  em: EntityManager,
  component: number,
  file: number,
): Promise<boolean> {
  const remove =
    'delete from callsheet.component_file where component_id = ? and file_id = ? returning file_id'
  return (await execute(em, remove, [component, file])).length > 0
}

export async function removeComponent(em: EntityManager, component: number): Promise<void> {
  await execute(em, 'delete from callsheet.component where id = ?', [component])
}

/**
 * Removes shapes with their components, in the transaction. Unless they are kept, their files become
 * TO_BE_DELETED, except those that a component of another shape has. Locks the shapes and files.
 */
export async function removeShapes(
  tx: EntityManager,
  ids: readonly number[],
  { keepFiles = false }: { readonly keepFiles?: boolean } = {},
): Promise<void> {
  if (!keepFiles) await execute(tx, MARK_FILES, [ids, ids])
  await execute(tx, 'delete from callsheet.shape where id = any (?)', [ids])
}

const MARK_FILES = /* sql */ `
update callsheet.file f
set state = 'TO_BE_DELETED', changed = callsheet.now()
where f.id in (
    select l.file_id from callsheet.component c join callsheet.component_file l on l.component_id = c.id
    where c.shape_id = any (?))
  and not exists (
    select from callsheet.component_file l join callsheet.component c on c.id = l.component_id
    where l.file_id = f.id and c.shape_id <> all (?))`

/** How many components of each kind are still to come, and keys and values to add to its metadata. */
export async function expectComponents(
  em: EntityManager,
  shapeId: number,
  { expected, metadata }: { readonly expected: NewShape['expected']; readonly metadata: KeyValues },
): Promise<void> {
  const write = 'update callsheet.shape set expected = ?::jsonb, metadata = metadata || ?::jsonb where id = ?'
  await execute(em, write, [expected ? JSON.stringify(expected) : null, JSON.stringify(metadata), shapeId])
}
