/** Recognizes the documents that an import reads: XML by the root element, JSON by its members. Pure. */

import { parseJson } from '../../../schema/codec/json/json-gate.ts'
import type { DocumentLimits } from '../../../schema/codec/limits.ts'
import { xmlTree } from '../../../schema/codec/xml/xml-tree.ts'
import type { AnyDocument, DocumentOf } from '../../../schema/document.ts'
import { JobPoolListDocument } from '../../../schema/documents/job-pool.ts'
import { JobPriorityConfigurationDocument } from '../../../schema/documents/job-priority.ts'
import {
  TaskDefinitionDocument,
  TaskDefinitionListDocument,
} from '../../../schema/documents/task-definition.ts'
import { TaskGroupDocument, TaskGroupListDocument } from '../../../schema/documents/task-group.ts'
import { readerOf } from '../../http/request/body.ts'

/** What a document has for an import. */
export type Recognized =
  | { readonly is: 'definitions'; readonly task: readonly TaskDefinitionDocument[] }
  | { readonly is: 'pools'; readonly pools: JobPoolListDocument }
  | { readonly is: 'priorities'; readonly priorities: JobPriorityConfigurationDocument }
  | { readonly is: 'groups'; readonly group: readonly TaskGroupDocument[] }

/**
 * Reads a document of any kind; `unknown` says what it is instead. Throws Malformed if it is neither XML nor
 * JSON, or not what it seems to be.
 */
export function recognized(text: string): Recognized | { readonly unknown: string } {
  const isXml = text.trimStart().startsWith('<')
  const name = isXml ? xmlTree(text, LARGE, '').name : nameOf(parseJson(text, LARGE, ''))
  if (isKnown(name)) return readAs(name, text)
  return { unknown: `not recognized: ${isXml ? `its root element is ${name}` : name}` }
}

/** Reads XML or JSON as the document of that name. Throws Malformed. */
export function readAs(name: keyof typeof KINDS, text: string): Recognized {
  return KINDS[name]((document) => readAny(document, text))
}

/** Reads XML or JSON, as leniently as a request. Throws Malformed. */
export function readAny<D extends AnyDocument>(document: D, text: string): DocumentOf<D> {
  return readerOf(text)(document, text, LARGE)
}

/** The scripts of a whole Vidispine exceed the limits of a request. */
const LARGE: DocumentLimits = {
  ...{ maxLength: 67_108_864, maxElements: 1_000_000 },
  ...{ maxDepth: 64, maxAttributes: 64 },
}

type Read = <D extends AnyDocument>(document: D) => DocumentOf<D>

const KINDS = {
  TaskDefinitionListDocument: (read: Read) => {
    return { is: 'definitions', task: read(TaskDefinitionListDocument).task }
  },
  TaskDefinitionDocument: (read: Read) => ({ is: 'definitions', task: [read(TaskDefinitionDocument)] }),
  JobPoolListDocument: (read: Read) => ({ is: 'pools', pools: read(JobPoolListDocument) }),
  JobPriorityConfigurationDocument: (read: Read) => {
    return { is: 'priorities', priorities: read(JobPriorityConfigurationDocument) }
  },
  TaskGroupListDocument: (read: Read) => ({ is: 'groups', group: read(TaskGroupListDocument).group }),
  TaskGroupDocument: (read: Read) => ({ is: 'groups', group: [read(TaskGroupDocument)] }),
} as const satisfies Readonly<Record<string, (read: Read) => Recognized>>

function isKnown(name: string): name is keyof typeof KINDS {
  return Object.hasOwn(KINDS, name)
}

/** The name of a document in JSON, which has none of its own; otherwise what it is instead. */
function nameOf(document: unknown): string {
  if (typeof document !== 'object' || document === null) return 'it is no object'
  if (Array.isArray(document)) return 'it is an array'
  const members = document as Members
  const [name] = SHAPES.find(([, fits]) => fits(members)) ?? []
  const names = Object.keys(members).slice(0, 5)
  return name ?? (names.length > 0 ? `its members are ${names.join(', ')}` : 'it is empty')
}

type Members = Readonly<Record<string, unknown>>

/** The first that fits counts. A list may have a single value instead, as in requests. */
const SHAPES: readonly (readonly [name: keyof typeof KINDS, fits: (members: Members) => boolean])[] = [
  ['TaskDefinitionListDocument', ({ task }) => haveAll(task, ['step'])],
  ['JobPoolListDocument', (members) => 'concurrentJobs' in members || 'pool' in members],
  ['TaskGroupListDocument', ({ group }) => haveAll(group, ['name'])],
  ['TaskDefinitionDocument', (members) => 'step' in members && ('script' in members || 'bean' in members)],
  ['TaskGroupDocument', ({ name, ...others }) => name !== undefined && haveAny(others, GROUP_MEMBERS)],
  ['JobPriorityConfigurationDocument', ({ job }) => haveAll(job, ['type', 'value'])],
]

const GROUP_MEMBERS = ['job', 'transcoder', 'maxConcurrency']

function haveAll(list: unknown, names: readonly string[]): boolean {
  if (list === undefined || list === null) return false
  return [list].flat().every((one) => names.every((name) => Object.hasOwn(Object(one), name)))
}

function haveAny(members: Members, names: readonly string[]): boolean {
  return names.some((name) => Object.hasOwn(members, name))
}
