import { JobLogDocument } from '../../schema/documents/job-log.ts'
import { readLogCursor } from '../../schema/log-cursor.ts'
import { LOG_LEVELS } from '../../schema/log-level.ts'
import { countLog, type ReadLogLine, readLog } from '../../schema/queries/records/read-log.ts'
import { operation } from '../http/operation.ts'
import { dateTime, integer, type Kind, oneOf } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { onOneLine } from './document/lines.ts'
import { findJob } from './request/find-job.ts'

const MOST_LINES = 10_000

/** Opaque to clients. */
const place: Kind<string> = {
  name: 'place',
  expected: '`last` of an earlier answer',
  read: ([text = '']) => (readLogCursor(text) ? { value: text } : { wrong: text }),
}

export default operation({
  title: 'Read the log of a job',
  description:
    'What the attempts have said, also while they run. A client that follows it sends `last` as `after` of its next request: nothing is then lost or doubled, though several attempts write at the same time. As text/plain it is one a line: time, level, step/attempt and text; `last` is then in the header `X-Last`, which the other formats have, too.',
  method: 'GET',
  path: '/job/:jobId/log',
  role: '_job_read',
  query: {
    level: parameter(oneOf(LOG_LEVELS), 'debug', 'Only lines that matter at least that much.'),
    from: parameter(dateTime, undefined, 'Only lines of this time or after.'),
    to: parameter(dateTime, undefined, 'Only lines of this time or before.'),
    after: parameter(
      place,
      undefined,
      'Only lines after that place: `last` of an earlier answer to the same question.',
    ),
    number: parameter(
      integer,
      1_000,
      `Return at most that number of lines; more than ${MOST_LINES} is ${MOST_LINES}.`,
    ),
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

/** A line as documents have it. */
export function lineDocument({ at, level, step, attempt, task, line, text }: ReadLogLine): Line {
  return { timestamp: new Date(at), level, step, attempts: attempt, task, number: line, text }
}

/** `2026-11-23T01:02:03.004Z INFO 200/0 text`. */
function logLines({ line }: JobLogDocument): string {
  return line
    .map(({ timestamp, level, step, attempts, text }) => {
      const head = `${timestamp.toISOString()} ${level.toUpperCase()} ${step}/${attempts}`
      return `${head} ${onOneLine(text)}\r\n`
    })
    .join('')
}
