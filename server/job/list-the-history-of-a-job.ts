/** Lists the transitions of a job: `GET /job/{jobId}/history`. */
import { JobHistoryDocument } from '../../schema/documents/job-history.ts'
import { type HistoryEntry, readHistory } from '../../schema/queries/records/read-history.ts'
import type { Plain } from '../http/answer/plain.ts'
import { operation } from '../http/operation.ts'
import { present } from './document/job-document.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'List the history of a job',
  description:
    'Every transition of the job and its steps, oldest first, with its time, cause, node, attempt and ' +
    'user. As text/plain: one transition per line, in columns separated by tabs: timestamp, step, ' +
    'attempts, event, from, to, cause, node, user.',
  method: 'GET',
  path: '/job/:jobId/history',
  role: '_job_read',
  produces: JobHistoryDocument,
  plain: historyLines,
}).answer(async ({ path, em }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  return { entry: (await readHistory(em, id)).map(entryDocument) }
})

type Entry = JobHistoryDocument['entry'][number]

function entryDocument({ at, step, attempt, event, was, became, cause, node, user }: HistoryEntry): Entry {
  const optional = { step, attempts: attempt, from: was, cause, node, user }
  return { timestamp: new Date(at), event, to: became, ...present(optional) }
}

function historyLines({ entry }: JobHistoryDocument): Plain {
  return entry.map(columnsOf)
}

function columnsOf(entry: Entry): readonly string[] {
  const { timestamp, step, attempts, event, from, to, cause, node, user } = entry
  const columns = [timestamp.toISOString(), step, attempts, event, from, to, cause, node, user]
  return columns.map((column) => String(column ?? ''))
}
