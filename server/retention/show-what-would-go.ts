/** Shows which jobs, deliveries and entries of the audit would go now: `GET /retention`. */
import { RetentionDocument } from '../../schema/documents/retention.ts'
import { operation } from '../http/operation.ts'
import { retentionDocument, retentionLines } from './document.ts'
import { foresee } from './foresee.ts'

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
  produces: RetentionDocument,
  plain: retentionLines,
}).answer(async ({ em, settings }) => retentionDocument(await foresee(em, settings.retention)))
