/** A client in the types of docs/callsheet.d.ts, which client-types.test.ts compiles. */
import type {
  DateTime,
  ExceptionDocument,
  JobDocument,
  JobListDocument,
  SelfTestDocument,
  SimpleMetadataDocument,
  TaskGroupDocument,
} from '../../../docs/callsheet.d.ts'

export function bodyOf(sourceUri: string): SimpleMetadataDocument {
  return { field: [{ key: 'sourceUri', value: sourceUri }] }
}

export function shareDone({ log }: JobDocument): number {
  const tasks = log?.task ?? []
  return tasks.reduce((sum, { progress }) => sum + (progress?.value ?? 0) / (progress?.total ?? 1), 0)
}

export function failed({ job, hits = job.length }: JobListDocument): readonly [number, readonly DateTime[]] {
  const jobs = job.filter(({ status, priority }) => status === 'FAILED_TOTAL' && priority !== 'LOWEST')
  return [hits, jobs.flatMap(({ finished }) => (finished === undefined ? [] : [finished]))]
}

export function explanationOf(error: ExceptionDocument): string | null {
  return error.invalidInput?.explanation ?? error.notFound?.id ?? null
}

export function allNames({ name, test }: SelfTestDocument): readonly string[] {
  return [name ?? '', ...test.flatMap(allNames)]
}

export const GROUP: TaskGroupDocument = { job: [], transcoder: [{ id: 'worker-1' }], priority: 'HIGH' }

// @ts-expect-error There is no such state.
export const WRONG_STATE: JobDocument['status'] = 'RUNNING'
// @ts-expect-error A job has an id.
export const NO_ID: JobDocument = { status: 'READY', type: 'TRANSCODE', priority: 'LOW' }
