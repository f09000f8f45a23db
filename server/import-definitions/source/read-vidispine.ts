/** Reads what a Vidispine answers. */
import { URIListDocument } from '../../../schema/documents/uri-list.ts'
import { ask, type Remote, refusalOf } from '../remote.ts'
import { type Found, foundIn, together } from './found.ts'
import { type Recognized, readAny, readAs } from './recognize.ts'

/**
 * `GET /task-definition` may leave out custom types (wire.md §11.2 does not say), so those that it lacks are
 * asked for by name. Throws ImportStopped.
 */
export async function readVidispine(source: Remote): Promise<Found> {
  const [definitions, ...rules] = await Promise.all(RESOURCES.map(([path, name]) => read(source, path, name)))
  if (!definitions) return together(rules)
  const more: Found[] = []
  for (const name of await unlisted(source, definitions)) more.push(await readType(source, name))
  return together([definitions, ...more, ...rules])
}

const RESOURCES = [
  ['/task-definition', 'TaskDefinitionListDocument'],
  ['/configuration/job-pool', 'JobPoolListDocument'],
  ['/configuration/job-priority', 'JobPriorityConfigurationDocument'],
  ['/task-group', 'TaskGroupListDocument'],
] as const

/** Answers for a resource that this Vidispine lacks, or does not show to this user. */
const NOT_THERE: readonly number[] = [403, 404, 501]

async function read(source: Remote, path: string, name: Parameters<typeof readAs>[0]): Promise<Found> {
  const answered = await ask(source, `GET ${path}`)
  if (answered.status === 200) return foundIn(path, () => readAs(name, answered.text))
  const does = NOT_THERE.includes(answered.status) ? 'skip' : 'fail'
  return { documents: [], lines: [{ does, thing: path, why: `the answer is ${refusalOf(answered)}` }] }
}

/** The job types whose definitions are not in the list; none if there is no list. */
async function unlisted(source: Remote, { documents }: Found): Promise<readonly string[]> {
  if (documents.length === 0) return []
  const { status, text } = await ask(source, 'GET /jobtype')
  if (status !== 200) return []
  const listed = new Set(documents.flatMap(({ document }) => typesIn(document)))
  const names = readAny(URIListDocument, text).uri.map((uri) => uri.slice(uri.lastIndexOf('/') + 1))
  return names.map(decodeURIComponent).filter((name) => !listed.has(name))
}

function typesIn(document: Recognized): readonly string[] {
  return document.is === 'definitions' ? document.task.flatMap(({ jobType }) => jobType ?? []) : []
}

async function readType(source: Remote, jobType: string): Promise<Found> {
  const path = `/task-definition/jobtype/${encodeURIComponent(jobType)}`
  const { documents, lines } = await read(source, path, 'TaskDefinitionListDocument')
  return {
    lines,
    documents: documents.map(({ from, document }) => ({ from, document: named(document, jobType) })),
  }
}

/** The path names the type; the document may leave it out. */
function named(document: Recognized, jobType: string): Recognized {
  if (document.is !== 'definitions') return document
  return { is: 'definitions', task: document.task.map((one) => ({ ...one, jobType })) }
}
