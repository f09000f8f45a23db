/** Shows which jobs, deliveries and entries of the audit would go now: `GET /retention`. */
import { RetentionDocument } from '../../schema/documents/retention.ts'
import { invalidInput } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { integerFrom, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { retentionDocument, retentionLines } from './document.ts'
import { foresee } from './foresee.ts'
import { MOST_DAYS, readDaysByType } from './rules.ts'

export default operation({
  title: 'Show what would go',
  description:
    'What retention would let go if it ran now, when the next jobs go, and the disk that they take. Changes nothing. As ' +
    'text/plain one line each, in columns separated by tabs: `job`, month, type, count, kept, going, oldest, next; `month`, ' +
    'month, bytes, going; `range`, first, last, gone, bytes; `delivery`, month, count, going, oldest, next; `audit`, count, ' +
    'going, oldest, bytes. (Callsheet extension, docs/retention.md)',
  method: 'GET',
  path: '/retention',
  role: '_administrator',
  query: {
    days: parameter(integerFrom(1, MOST_DAYS), undefined, 'Answer as if JOB_DAYS were this.'),
    daysByType: parameter(
      string,
      undefined,
      'Answer as if JOB_DAYS_BY_TYPE were this, such as `COPY_FILE=7 TRANSCODE=never`.',
    ),
  },
  produces: RetentionDocument,
  plain: retentionLines,
}).answer(async ({ query: { days, daysByType: byType }, em, settings }) => {
  const rules = {
    ...settings.retention,
    ...(days !== undefined && { jobDays: days }),
    ...(byType !== undefined && { daysByType: readDaysByType(byType) ?? malformed(byType) }),
  }
  return retentionDocument(await foresee(em, rules))
})

function malformed(given: string): never {
  const expected = `expected each job type once, with 1 to ${MOST_DAYS} days or never, such as COPY_FILE=7`
  throw invalidInput('daysByType', `${expected}, got “${given}”`, given)
}
