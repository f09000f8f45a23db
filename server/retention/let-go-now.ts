/** Lets go what is over now: `POST /retention`. */
import { RetentionRunDocument } from '../../schema/documents/retention.ts'
import { conflict } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { runRetention } from './run.ts'

export default operation({
  title: 'Let go what is over',
  description:
    'Does now what is otherwise done once a day, at RETENTION_HOUR: exactly what `GET /retention` shows. Answers when it is ' +
    'done; if the client disconnects, the rest is left to the next run. 409 while another run is at work. As text/plain: one ' +
    'line each, with its name and number separated by a tab. (Callsheet extension)',
  method: 'POST',
  path: '/retention',
  role: '_administrator',
  produces: RetentionRunDocument,
  plain: ({ postponed, ...counts }) => [
    ...Object.entries(counts).map(([name, count]) => [name, String(count)]),
    ...postponed.map((what) => ['postponed', what]),
  ],
}).answer(async ({ em, settings, signal }) => {
  const gone = await runRetention({ fork: () => em.fork(), rules: settings.retention, signal })
  if (!gone) throw conflict('Retention', '', 'another run is at work')
  return gone
})
