/** Reads and writes the definitions of the fields of metadata, and their groups. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

export interface FieldDefinition {
  readonly name: string
  readonly type: string
  readonly defaultValue: string | null
  /** The other members of its document. */
  readonly document: Readonly<Record<string, unknown>>
}

const COLUMNS = 'name, type, default_value as "defaultValue", document'

/** By name; `names`: only these. Index: the primary key. */
export async function readFields(
  em: EntityManager,
  names?: readonly string[],
): Promise<readonly FieldDefinition[]> {
  const read = `select ${COLUMNS} from callsheet.metadata_field, (select ?::text[] as names) as a where a.names is null or name = any (a.names) order by name collate "C"`
  return execute<FieldDefinition>(em, read, [names ?? null])
}

export async function writeField(em: EntityManager, field: FieldDefinition): Promise<void> {
  const { name, type, defaultValue, document } = field
  await execute(em, WRITE, [name, type, defaultValue, JSON.stringify(document)])
}

const WRITE = /* sql */ `
insert into callsheet.metadata_field (name, type, default_value, document) values (?, ?, ?, ?::jsonb)
on conflict (name) do update
set type = excluded.type, default_value = excluded.default_value, document = excluded.document`

/** Defines those that are not defined yet as strings. */
export async function defineFields(em: EntityManager, names: readonly string[]): Promise<void> {
  const define = 'insert into callsheet.metadata_field (name) select unnest(?::text[]) on conflict do nothing'
  if (names.length > 0) await execute(em, define, [names])
}

/** Values that items have stay with them. Returns whether there was such a field. */
export async function removeField(em: EntityManager, name: string): Promise<boolean> {
  return (
    (await execute(em, 'delete from callsheet.metadata_field where name = ? returning name', [name])).length >
    0
  )
}

export interface FieldGroup {
  readonly name: string
  readonly document: Readonly<Record<string, unknown>>
}

/** By name; `name`: only this one. */
export async function readFieldGroups(em: EntityManager, name?: string): Promise<readonly FieldGroup[]> {
  const read = `select name, document from callsheet.field_group, (select ?::text as asked) as a where a.asked is null or name = a.asked order by name collate "C"`
  return execute<FieldGroup>(em, read, [name ?? null])
}

export async function writeFieldGroup(em: EntityManager, { name, document }: FieldGroup): Promise<void> {
  const write =
    'insert into callsheet.field_group (name, document) values (?, ?::jsonb) on conflict (name) do update set document = excluded.document'
  await execute(em, write, [name, JSON.stringify(document)])
}

/** Returns whether there was such a group. */
export async function removeFieldGroup(em: EntityManager, name: string): Promise<boolean> {
  return (
    (await execute(em, 'delete from callsheet.field_group where name = ? returning name', [name])).length > 0
  )
}
