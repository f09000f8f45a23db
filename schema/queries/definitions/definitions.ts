/** Reads and writes job types that are defined over the API, and their steps. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** A step as defined: the elements of its document without the id, the job type and the step. */
export type Definition = Readonly<Record<string, unknown>>

export interface StoredDefinition {
  readonly id: number
  readonly jobType: string
  readonly step: number
  readonly definition: Definition
}

export interface DefinedType {
  readonly name: string
  /** From 20 000 to 30 000. */
  readonly id: number
}

/** All defined types, by name. */
export async function readTypes(em: EntityManager): Promise<readonly DefinedType[]> {
  return execute<DefinedType>(em, 'select name, id from callsheet.custom_type order by name')
}

/** The definitions of these types, or of all; by type and step. */
export async function readDefinitions(
  em: EntityManager,
  types?: readonly string[],
): Promise<readonly StoredDefinition[]> {
  const wanted = types ? JSON.stringify(types) : null
  return execute<StoredDefinition>(em, READ, [wanted, wanted])
}

const READ = /* sql */ `
select id, job_type as "jobType", step, definition from callsheet.task_definition
where ?::jsonb is null or job_type in (select jsonb_array_elements_text(?::jsonb))
order by job_type, step`

export async function findDefinition(em: EntityManager, id: number): Promise<StoredDefinition | undefined> {
  const [found] = await execute<StoredDefinition>(em, FIND, [id])
  return found
}

const FIND = /* sql */ `
select id, job_type as "jobType", step, definition from callsheet.task_definition where id = ?`

/**
 * Adds a type with the given id, or else the lowest free one. Undefined if the name or the id is taken, or no
 * id is free; a concurrent request for the same is waited for.
 */
export async function addType(em: EntityManager, name: string, id?: number): Promise<number | undefined> {
  const [added] = await execute<{ readonly id: number }>(em, ADD_TYPE, [name, id ?? null])
  return added?.id
}

const ADD_TYPE = /* sql */ `
insert into callsheet.custom_type (name, id)
select ?, coalesce(?::integer, (
  select min(free) from generate_series(20000, 30000) as free
  where not exists (select from callsheet.custom_type t where t.id = free)))
on conflict do nothing
returning id`

export async function findType(em: EntityManager, name: string): Promise<DefinedType | undefined> {
  const [found] = await execute<DefinedType>(em, FIND_TYPE, [name])
  return found
}

/** Locks the type, so that its definitions change one after the other; undefined if it does not exist. */
export async function lockType(em: EntityManager, name: string): Promise<DefinedType | undefined> {
  const [found] = await execute<DefinedType>(em, `${FIND_TYPE} for update`, [name])
  return found
}

const FIND_TYPE = 'select name, id from callsheet.custom_type where name = ?'

/** Whether there was such a type. */
export async function removeType(em: EntityManager, name: string): Promise<boolean> {
  const gone = await execute(em, 'delete from callsheet.custom_type where name = ? returning name', [name])
  return gone.length > 0
}

/** Adds the definition of a step; returns its id, undefined if the type has the step. The type is locked. */
export async function addDefinition(em: EntityManager, added: NewDefinition): Promise<number | undefined> {
  return insert(em, 'nothing', added)
}

/** Replaces the definition of the step, or adds it; returns its id. The type is locked. */
export async function writeDefinition(em: EntityManager, written: NewDefinition): Promise<number> {
  const id = await insert(em, 'update set definition = excluded.definition', written)
  if (id === undefined) throw new Error(`step ${written.step} of ${written.jobType} was not written`)
  return id
}

type NewDefinition = Omit<StoredDefinition, 'id'>

async function insert(
  em: EntityManager,
  onConflict: 'nothing' | 'update set definition = excluded.definition',
  { jobType, step, definition }: NewDefinition,
): Promise<number | undefined> {
  const values = [jobType, step, JSON.stringify(definition)]
  const [row] = await execute<{ readonly id: number }>(em, `${INSERT} do ${onConflict} returning id`, values)
  return row?.id
}

const INSERT = /* sql */ `
insert into callsheet.task_definition (job_type, step, definition) values (?, ?, ?::jsonb)
on conflict (job_type, step)`

export async function removeDefinition(em: EntityManager, id: number): Promise<void> {
  await execute(em, 'delete from callsheet.task_definition where id = ?', [id])
}
