/** Asks the API within this process for the documents on a job, as a server would answer. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { readJson } from '../../schema/codec/json/json.ts'
import type { AnyDocument } from '../../schema/document.ts'
import { JobDocument } from '../../schema/documents/job.ts'
import { JobHistoryDocument } from '../../schema/documents/job-history.ts'
import { JobOutputListDocument } from '../../schema/documents/job-output.ts'
import { JobProblemListDocument } from '../../schema/documents/job-problem.ts'
import { JobReasonDocument } from '../../schema/documents/job-reason.ts'
import { JobTypeDocument } from '../../schema/documents/job-type.ts'
import { TaskDefinitionListDocument } from '../../schema/documents/task-definition.ts'
import { findType } from '../../schema/queries/definitions/definitions.ts'
import { findReader } from '../../schema/queries/records/job-records.ts'
import type { ScriptEnvironment } from '../../steps/script/environment.ts'
import { writeDocument } from '../http/answer/answer.ts'
import { CannotStart } from '../process/cannot-start.ts'
import type { JobBundle, Written } from './job-bundle.ts'

type Name = keyof JobBundle['documents']

/** `{job}` and `{type}` stand for those of the bundle. */
const ASKED: Readonly<Record<Name, readonly [path: string, document: AnyDocument]>> = {
  job: ['job/{job}?metadata=true&reason=true', JobDocument],
  history: ['job/{job}/history', JobHistoryDocument],
  problems: ['job/{job}/problem', JobProblemListDocument],
  reason: ['job/{job}/reason', JobReasonDocument],
  outputs: ['job/{job}/output', JobOutputListDocument],
  jobType: ['jobtype/{type}', JobTypeDocument],
  definition: ['task-definition/jobtype/{type}', TaskDefinitionListDocument],
}

interface Job {
  readonly jobId: string
  readonly jobType: string
}

/** The answers as JSON, by name; without `definition` for a built-in type. */
export async function ownDocuments(
  em: EntityManager,
  api: ScriptEnvironment['api'],
  { jobId, jobType }: Job,
): Promise<Readonly<Record<string, unknown>>> {
  const user = await findReader(em)
  if (user === undefined) throw new CannotStart('no user may read jobs and task definitions')
  const isCustom = (await findType(em, jobType)) !== undefined
  const wanted = Object.entries(ASKED).filter(([name]) => name !== 'definition' || isCustom)
  const answers: [string, unknown][] = []
  for (const [name, [pattern]] of wanted) {
    const path = pattern.replace('{job}', jobId).replace('{type}', encodeURIComponent(jobType))
    const request = {
      method: 'GET',
      path: [path],
      query: [],
      headers: [['accept', 'application/json']],
    } as const
    const { status, body } = await api(user, request, AbortSignal.timeout(ANSWER_WITHIN_MS))
    answers.push([name, status === 200 ? JSON.parse(body) : { status, body }])
  }
  return Object.fromEntries(answers)
}

const ANSWER_WITHIN_MS = 60_000

/**
 * Adds the XML, which the codec writes of the JSON: so that what is masked in one is masked in both. Pure.
 */
export function written(answers: Readonly<Record<string, unknown>>): JobBundle['documents'] {
  const entries = Object.entries(answers).map(([name, json]): [string, Written] => {
    const [, document] = ASKED[name as Name]
    return [name, { json, xml: xmlOf(document, json) }]
  })
  return Object.fromEntries(entries) as unknown as JobBundle['documents']
}

function xmlOf(document: AnyDocument, json: unknown): string {
  try {
    return writeDocument(document, readJson(document, JSON.stringify(json)), 'xml')
  } catch (error) {
    return `<!-- ${error instanceof Error ? error.message : String(error)} -->`
  }
}
