/** Describes the parameters of an operation in OpenAPI. Pure. */
import type { JsonSchema } from '../../schema/codec/json/json-schema.ts'
import { LONGEST_IDEMPOTENCY_KEY } from '../http/idempotency.ts'
import type { Operation } from '../http/operation.ts'
import type { Kind, KindName } from '../http/request/parameter-kinds.ts'
import type { QueryParameter } from '../http/request/parameters.ts'
import { variablesOf } from './path-template.ts'

export type ParameterObject = Readonly<Record<string, unknown>>

/** The headers that several operations read, as `components/parameters`. */
export const HEADER_PARAMETERS = {
  RunAs: {
    ...{ name: 'RunAs', in: 'header', schema: { type: 'string' } },
    description: 'The user to act as. Only administrators may.',
  },
  IdempotencyKey: {
    ...{ name: 'Idempotency-Key', in: 'header' },
    description:
      'Chosen by the client, such as a UUID. A repeated request with the same key has no second effect.',
    schema: { type: 'string', minLength: 1, maxLength: LONGEST_IDEMPOTENCY_KEY, pattern: '^[!-~]+$' },
  },
} as const

export function parameterObjects({ declaration, query }: Operation): readonly ParameterObject[] {
  const { path, auth, idempotent } = declaration
  return [
    ...variablesOf(path).map(pathVariable),
    ...Object.entries(query).map(queryParameter),
    ...(auth === 'none' ? [] : [headerRef('RunAs')]),
    ...(idempotent ? [headerRef('IdempotencyKey')] : []),
  ]
}

function headerRef(name: keyof typeof HEADER_PARAMETERS): ParameterObject {
  return { $ref: `#/components/parameters/${name}` }
}

export function pathVariable(name: string): ParameterObject {
  const description = PATH_VARIABLES[name] ?? ''
  return { name, in: 'path', required: true, description, schema: { type: 'string' } }
}

/** What the variables of the paths are. */
export const PATH_VARIABLES: Readonly<Record<string, string>> = {
  alias: 'Another name to sign in with.',
  changeId: 'The id of the change.',
  child: 'The name of the group in the group.',
  collectionId: 'The id of the collection.',
  component: 'The kind of component: container, video, audio, binary or subtitle.',
  componentId: 'The id of the component.',
  deliveryId: 'The id of the delivery.',
  entity: 'An entity such as `item`.',
  entityId: 'The id of the only one, such as `VX-12`.',
  entryId: 'The id of what is in the collection.',
  externalId: 'The external id.',
  fieldName: 'The name of the field.',
  file: 'The name of a file in the folder.',
  fileId: 'The id of the file.',
  fileName: 'The name of a file of the package.',
  format: 'The name of the format of the timeline, such as `edl`; of a sequence `vidispine`.',
  group: 'The name of the group or task group.',
  groupName: 'The name of the group of fields.',
  hash: 'The checksum in hexadecimal.',
  id: 'The id of the task definition or notification.',
  index: 'What is indexed: `item`.',
  itemId: 'The id of the item, or an external id of it.',
  jobId: 'The id of the job, such as `VX-12`.',
  key: 'The key of the value.',
  linkName: 'The id of the file with its extension.',
  linkToken: 'The signature.',
  locationName: 'The name of the location.',
  methodId: 'The id of the method.',
  mimeType: 'The MIME type, with its slash encoded: `video%2Fmp4`.',
  name: 'The name of the self-test.',
  number: 'The number of the output, from 1.',
  priority: 'The priority threshold of the job pool.',
  problemId: 'The id of the problem.',
  resourceId: 'The id of the resource of thumbnails: `VX-1`.',
  settingsId: 'The id of the import settings.',
  shapeId: 'The id of the shape.',
  state: 'The new state.',
  step: 'The number of the step, such as 100.',
  storageId: 'The id of the storage.',
  tag: 'The name of the shape tag.',
  targetId: 'The id of the storage that the file goes to.',
  time: 'The time code of the picture, such as `50@25`.',
  toItemId: 'The id of the other item.',
  toShapeId: 'The id of the other shape.',
  token: 'The id of the token.',
  transcoder: 'The name of the node.',
  transferId: 'The id of the transfer, which the client chose.',
  type: 'The name of the job type, such as `TRANSCODE`, or the type of the storage.',
  user: 'The name of the user.',
  uuid: 'The uuid of the part.',
  version: 'The number of the version, from 0.',
}

function queryParameter([name, declared]: readonly [string, QueryParameter<unknown>]): ParameterObject {
  const { kind, required, description, aliases } = declared
  const also = aliases.length > 0 ? ` Also ${aliases.map((alias) => `\`${alias}\``).join(', ')}.` : ''
  return {
    ...{ name, in: 'query', description: `${description}${also}` },
    ...(required && { required }),
    ...(KINDS[kind.name].several === 'commas' && { style: 'form', explode: false }),
    schema: { ...schemaOf(kind), ...defaultOf(declared) },
  }
}

function schemaOf({ name, values, range }: Kind<unknown>): JsonSchema {
  const { schema, several } = KINDS[name]
  const one = {
    ...schema,
    ...(values && { enum: values }),
    ...(range && { minimum: range.least, maximum: range.most }),
  }
  return several ? { type: 'array', items: one } : one
}

function defaultOf({ kind, fallback }: QueryParameter<unknown>): JsonSchema {
  const values = [fallback].flat().filter((value) => value !== undefined && value !== '')
  if (values.length === 0) return {}
  return { default: KINDS[kind.name].several ? values : fallback }
}

type KindForm = { readonly schema: JsonSchema; readonly several?: 'commas' | 'repeated' }

const TEXT = { type: 'string' } as const
/** The schema of one value, and how several are sent. */
const KINDS: Readonly<Record<KindName, KindForm>> = {
  string: { schema: TEXT },
  words: { schema: TEXT },
  oneOf: { schema: TEXT },
  integer: { schema: { type: 'integer', format: 'int32' } },
  boolean: { schema: { type: 'boolean' } },
  dateTime: { schema: { type: 'string', format: 'date-time' } },
  list: { schema: TEXT, several: 'commas' },
  listOf: { schema: TEXT, several: 'commas' },
  namesOrAll: { schema: TEXT, several: 'commas' },
  knownOrAll: { schema: TEXT, several: 'commas' },
  repeated: { schema: TEXT, several: 'repeated' },
  pairs: { schema: { type: 'string', pattern: '^[^=]+=', examples: ['key=value'] }, several: 'repeated' },
}
