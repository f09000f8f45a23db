/** Reads the log of a job: `GET /job/{jobId}/log`. */
import { JobLogDocument } from '../../schema/documents/job-log.ts'
import { readLogCursor } from '../../schema/log-cursor.ts'
import { LOG_LEVELS } from '../../schema/log-level.ts'
import { countLog, type ReadLogLine, readLog } from '../../schema/queries/records/read-log.ts'
import type { Plain } from '../http/answer/plain.ts'
import { operation } from '../http/operation.ts'
import { dateTime, integer, type Kind, oneOf } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { findJob } from './request/find-job.ts'

const MOST_LINES = 10_000

/** A position in the log; opaque to clients. */
const place: Kind<string> = {
  name: 'string',
  expected: 'the `last` of an earlier response',
  read: ([text = '']) => (readLogCursor(text) ? { value: text } : { wrong: text }),
}

export default operation({
  title: 'Read the log of a job',
  description:
    'The log lines of all attempts, including running ones. To follow the log, send the `last` of each ' +
    'response as `after` of the next request: no line is lost or repeated, even while several attempts ' +
    'write at the same time. As text/plain: one line each, with time, level, step/attempt and text. Every ' +
    'format has `last` in the header `X-Last`, too.',
  method: 'GET',
  path: '/job/:jobId/log',
  role: '_job_read',
  query: {
    level: parameter(oneOf(LOG_LEVELS), 'debug', 'Minimum level of the lines.'),
    from: parameter(dateTime, undefined, 'Only lines written at this time or later.'),
    to: parameter(dateTime, undefined, 'Only lines written at this time or earlier.'),
    after: parameter(
      place,
      undefined,
      'Only lines after this position: the `last` of an earlier response to the same request.',
    ),
    number: parameter(integer, 1_000, `Maximum number of lines to return, capped at ${MOST_LINES}.`),
  },
  produces: JobLogDocument,
  plain: logLines,
  headers: ({ last }) => (last === undefined ? {} : { 'X-Last': last }),
}).answer(async ({ path, query, em }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  const { level, from, to, after } = query
  const criteria = { level, ...(from && { from }), ...(to && { to }) }
  const number = Math.min(Math.max(query.number, 0), MOST_LINES)
  const { last, lines } = await readLog(em, id, {
    ...criteria,
    ...(after !== undefined && { after }),
    number,
  })
  return { hits: await countLog(em, id, criteria), last, line: lines.map(lineDocument) }
})

type Line = JobLogDocument['line'][number]

/** A log line as an element of the document; the live stream sends it in the same form. */
export function lineDocument({ at, level, step, attempt, task, line, text }: ReadLogLine): Line {
  return { timestamp: new Date(at), level, step, attempts: attempt, task, number: line, text }
}

/** `2026-11-23T01:02:03.004Z INFO 200/0 text`. */
function logLines({ line }: JobLogDocument): Plain {
  return line.map(
    ({ timestamp, level, step, attempts, text }) =>
      `${timestamp.toISOString()} ${level.toUpperCase()} ${step}/${attempts} ${text}`,
  )
}
