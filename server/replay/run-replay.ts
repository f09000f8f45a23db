/** Runs the job of a bundle again on a server, and compares. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readJson } from '../../schema/codec/json/json.ts'
import type { AnyDocument, DocumentOf } from '../../schema/document.ts'
import { JobDocument } from '../../schema/documents/job.ts'
import { JobHistoryDocument } from '../../schema/documents/job-history.ts'
import { isFinal } from '../../schema/states.ts'
import { clock } from '../../steps/engine/runtime/clock.ts'
import type { Programs } from '../../tasks/ffmpeg/programs.ts'
import { pathOf } from '../../tasks/files/media-roots.ts'
import type { JobBundle } from '../bundle/job-bundle.ts'
import { ask, type Remote, refusalOf } from '../import-definitions/remote.ts'
import { type Alike, comparison, isSameEnd, verdict } from './compare.ts'
import { type Course, courseOf } from './course.ts'
import { placeSource, type SourceUsed } from './source.ts'
import { definitionOf, submissionOf } from './submission.ts'

export interface ReplayStage {
  readonly server: Remote
  /** Inside the media roots of the server, for the source and the outputs. */
  readonly media: string
  readonly source?: string
  readonly mostS: number
  readonly timeoutS: number
  readonly programs: Programs
  /** Writes one line. */
  readonly write: (line: string) => void
}

/** The replay cannot begin; the message is for the user. */
export class ReplayRefused extends Error {
  override readonly name = 'ReplayRefused'
}

/** Returns whether the job ended in the recorded state. Throws ReplayRefused or ImportStopped. */
export async function runReplay(bundle: JobBundle, stage: ReplayStage): Promise<boolean> {
  const { server, media, write } = stage
  const recorded = courseIn(bundle)
  write(
    `${bundle.jobId}, ${bundle.jobType}, ${recorded.status}, recorded with Callsheet ${bundle.versions['callsheet']}`,
  )
  // Apart from the sample of the server.
  const [sources, outputs] = [join(media, 'source'), join(media, 'out')]
  for (const folder of [sources, outputs]) await mkdir(folder, { recursive: true })
  const source = await placeSource(bundle, {
    ...{ folder: sources, mostS: stage.mostS, programs: stage.programs, signal: server.signal },
    ...(stage.source !== undefined && { given: stage.source }),
  })
  for (const line of sourceLines(source)) write(line)
  await define(bundle, stage)
  const { line, body, notes } = submissionOf(bundle, source, outputs, recorded.status === 'HOLD')
  for (const note of notes) write(`note: ${note}`)
  const { jobId } = await read(server, line, JobDocument, body)
  write(`replayed as ${jobId}`)
  const now = await followed(jobId, recorded, stage)
  for (const row of [
    '',
    ...comparison(recorded, now, alike(bundle, source, jobId)),
    '',
    verdict(recorded, now),
  ])
    write(row)
  return isSameEnd(recorded, now)
}

function courseIn({ documents: { job, history } }: JobBundle): Course {
  const document = <D extends AnyDocument>(kind: D, { json }: { readonly json: unknown }) =>
    readJson(kind, JSON.stringify(json))
  return courseOf(document(JobDocument, job), document(JobHistoryDocument, history))
}

function sourceLines(source: SourceUsed): readonly string[] {
  if (source.is === 'none') return ['source: none']
  return [`source: ${source.is}, ${source.path}`, ...source.notes.map((note) => `  ${note}`)]
}

/** Creates the custom type of the job. One that the server has is left as it is, and must be the same. */
async function define(bundle: JobBundle, { server, write }: ReplayStage): Promise<void> {
  const definition = definitionOf(bundle)
  if (!definition) return
  for (const note of definition.notes) write(`note: ${note}`)
  const path = `/task-definition/jobtype/${encodeURIComponent(bundle.jobType)}`
  const there = await ask(server, `GET ${path}`)
  if (there.status === 200) return refuseOther(bundle.jobType, there.text, definition.task)
  const answered = await ask(server, `POST ${path}`, JSON.stringify({ task: definition.task }))
  if (answered.status !== 200)
    throw new ReplayRefused(`the job type ${bundle.jobType} cannot be created: ${refusalOf(answered)}`)
  write(`defined ${bundle.jobType}`)
}

function refuseOther(jobType: string, there: string, wanted: readonly object[]): void {
  const { task = [] } = JSON.parse(there) as { readonly task?: readonly object[] }
  const own = task.map((one) => {
    const { id: _id, plugin: _plugin, ...definition } = one as Readonly<Record<string, unknown>>
    return definition
  })
  if (JSON.stringify(own) === JSON.stringify(wanted)) return
  throw new ReplayRefused(
    `the server has another definition of ${jobType}: replay without --url, or on another server`,
  )
}

/** Until the job is final, or as it was when it was recorded, if that is not final. */
async function followed(
  jobId: string,
  recorded: Course,
  { server, timeoutS, write }: ReplayStage,
): Promise<Course> {
  const until = clock.now() + timeoutS * 1_000
  const query = new URLSearchParams({ metadata: 'true', wait: recorded.status, timeout: '10' })
  for (;;) {
    const job = await read(server, `GET /job/${jobId}?${query}`, JobDocument)
    const isLate = clock.now() > until
    const isThere =
      job.status === recorded.status &&
      !isFinal(job.status) &&
      job.status !== 'READY' &&
      job.status !== 'STARTED'
    if (isLate) write(`not ended within ${timeoutS} s (--timeout)`)
    if (isFinal(job.status) || isThere || isLate)
      return courseOf(job, await read(server, `GET /job/${jobId}/history`, JobHistoryDocument))
    // While it already has the state that is waited for, each answer comes at once.
    if (job.status === recorded.status) await clock.sleep(ASK_EVERY_MS, server.signal)
  }
}

const ASK_EVERY_MS = 500

async function read<D extends AnyDocument>(
  server: Remote,
  line: string,
  document: D,
  body?: string,
): Promise<DocumentOf<D>> {
  const answered = await ask(server, line, body)
  if (answered.status === 200) return readJson(document, answered.text)
  throw new ReplayRefused(`${line.split('?', 1)[0]}: ${refusalOf(answered)}`)
}

/** The names of the source and of the jobs, which messages contain. */
function alike({ request, jobId }: JobBundle, source: SourceUsed, now: string): Alike {
  const uri = request.metadata['sourceUri']
  if (source.is === 'none' || uri === undefined) return [[jobId, now]]
  const parsed = pathOf(uri)
  const path = 'path' in parsed ? parsed.path : uri
  // A job may name its source by its path alone.
  const uris = path === uri ? [] : [[uri, pathToFileURL(source.path).href] as const]
  return [...uris, [path, source.path], [jobId, now]]
}
